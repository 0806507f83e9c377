"""Settings: the revenue groups."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.revenue_group import RevenueGroupForm
from invoicing.models import RevenueGroup
from invoicing.queries.revenue_groups import revenue_group_get, revenue_groups_all
from invoicing.services.revenue_groups import (
    RevenueGroupRefused,
    revenue_group_archive,
    revenue_group_create,
    revenue_group_restore,
    revenue_group_update,
)
from invoicing.views.master_data import form_page, row_or_404, saved, tell_archived, tell_restored

LIST, FORM = "invoicing/settings_revenue_groups.html", "invoicing/settings_revenue_group.html"


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_revenue_groups(request: AccountRequest, account_slug: str) -> HttpResponse:
    """List the revenue groups and add one."""
    account = request.access.account
    form = RevenueGroupForm(request.POST or None)

    def save() -> RevenueGroup:
        return revenue_group_create(
            account=account,
            actor=request.user,
            name=form.cleaned_data["name"],
            is_default=form.cleaned_data["is_default"],
        )

    if saved(request, form, save):
        return redirect("settings_revenue_groups", account_slug)
    return form_page(request, LIST, form, {"groups": revenue_groups_all(account=account)})


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_revenue_group(request: AccountRequest, account_slug: str, key: str) -> HttpResponse:
    """Change a revenue group."""
    group = _group_or_404(request, key)
    form = RevenueGroupForm(request.POST or None, initial=RevenueGroupForm.initial_of(group))

    def save() -> RevenueGroup:
        return revenue_group_update(group=group, actor=request.user, **form.cleaned_data)

    if saved(request, form, save):
        return redirect("settings_revenue_groups", account_slug)
    return form_page(request, FORM, form, {"group": group})


@account_view(Right.WRITE)
@require_POST
def revenue_group_put_away(request: AccountRequest, account_slug: str, key: str) -> HttpResponse:
    """Stop offering a revenue group; the usual one stays."""
    group = _group_or_404(request, key)
    try:
        tell_archived(request, revenue_group_archive(group=group, actor=request.user))
    except RevenueGroupRefused as refused:
        messages.warning(request, str(refused))
    return redirect("settings_revenue_groups", account_slug)


@account_view(Right.WRITE)
@require_POST
def revenue_group_put_back(request: AccountRequest, account_slug: str, key: str) -> HttpResponse:
    """Offer an archived revenue group again."""
    group = _group_or_404(request, key)
    tell_restored(request, revenue_group_restore(group=group, actor=request.user))
    return redirect("settings_revenue_groups", account_slug)


def _group_or_404(request: AccountRequest, key: str) -> RevenueGroup:
    return row_or_404(revenue_group_get, account=request.access.account, key=key)
