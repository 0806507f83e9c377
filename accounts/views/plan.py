"""The plan of an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import AccountRequest, Right, account_view
from accounts.models import Plan
from accounts.refusals import Refused
from accounts.services import account_change_plan


@account_view(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show what each plan includes, and let an owner change it."""
    account = request.access.account
    wanted = request.POST.get("plan", "")
    if request.method == "POST" and wanted in Plan.values:
        try:
            account_change_plan(account=account, actor=request.user, plan=wanted)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Je abonnement is gewijzigd."))
        return redirect("settings_plan", account.slug)
    # Business includes no more than Pro yet, so it is shown to who has it only.
    offered = [each for each in Plan if each in (Plan.BASIC, Plan.PRO, account.plan)]
    plans = [(each, each.label, each in settings.PLANS_WITH_CONNECTORS) for each in offered]
    return render(request, "accounts/plan.html", {"plans": plans})
