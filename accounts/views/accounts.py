"""Your accounts: finding one of many, starting another, leaving one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccountRequest, Right, account_view
from accounts.forms import AccountForm
from accounts.models import User
from accounts.queries import memberships_of
from accounts.refusals import Refused
from accounts.requests import page_number, search_text
from accounts.services.accounts import account_start
from accounts.services.members import membership_remove

PAGE_SIZE = 50


@login_required
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Show every account of this person with their role, searched as the address says."""
    search = search_text(request)
    memberships = memberships_of(user=cast(User, request.user), search=search)
    page = Paginator(memberships, PAGE_SIZE).get_page(page_number(request))
    return render(request, "accounts/account_list.html", {"page": page, "search": search})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Start another account, as its owner."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = account_start(
                owner=cast(User, request.user),
                name=form.cleaned_data["company_name"],
                country=form.cleaned_data["country"],
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("%(account)s is klaar.") % {"account": account.name})
            return redirect("dashboard", account.slug)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/account_new.html", {"form": form}, status=status)


@account_view(Right.VIEW, without_two_factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def account_leave(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Ask whether somebody wants to leave the account, and let them."""
    refused = ""
    if request.method == "POST":
        try:
            membership_remove(membership=request.access.membership, actor=request.user)
        except Refused as error:
            refused = error.message
        else:
            name = request.access.account.name
            messages.success(
                request, _("Je bent geen gebruiker van %(name)s meer.") % {"name": name}
            )
            return redirect("account_list")
    status = 422 if refused else 200
    return render(request, "accounts/account_leave.html", {"refused": refused}, status=status)
