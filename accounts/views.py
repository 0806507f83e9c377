"""The few pages that belong to a person instead of an account."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccountRequest, Right, account_view
from accounts.models import Account, Plan, User
from accounts.services import account_change_plan

LAST_ACCOUNT = "last_account"


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the account that was open last, or the first one; without any, say so."""
    user = cast(User, request.user)
    mine = Account.objects.filter(memberships__user=user).order_by("name")
    last = mine.filter(slug=request.session.get(LAST_ACCOUNT, "")).first()
    account = last or mine.first()
    if account is None:
        return render(request, "accounts/account_none.html")
    return redirect("dashboard", account.slug)


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the user, and in a cookie for the login page."""
    language = request.POST.get("language", "")
    response = redirect(_next_page(request))
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        request.user.language = language
        request.user.save(update_fields=["language"])
    year = 365 * 24 * 3600
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=year, samesite="Lax")
    return response


@account_view(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show what each plan includes, and let an owner change it."""
    account = request.access.account
    wanted = request.POST.get("plan", "")
    if request.method == "POST" and wanted in Plan.values:
        account_change_plan(account=account, actor=request.user, plan=wanted)
        messages.success(request, _("Je abonnement is gewijzigd."))
        return redirect("settings_plan", account.slug)
    # Business includes no more than Pro yet, so it is shown to who has it only.
    offered = [each for each in Plan if each in (Plan.BASIC, Plan.PRO, account.plan)]
    plans = [(each, each.label, each in settings.PLANS_WITH_CONNECTORS) for each in offered]
    return render(request, "accounts/plan.html", {"plans": plans})


def nowhere(request: HttpRequest) -> HttpResponse:
    """Stand in front of a library's page that Boekbrug does not have."""
    raise Http404


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else "/"
