"""Settings: the payment conditions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.payment_condition import PaymentConditionForm
from invoicing.models import PaymentCondition
from invoicing.queries.companies import company_get
from invoicing.queries.payment_conditions import payment_condition_get, payment_conditions_all
from invoicing.services.payment_conditions import (
    payment_condition_archive,
    payment_condition_create,
    payment_condition_restore,
    payment_condition_update,
    payment_conditions_furnish,
)
from invoicing.views.master_data import form_page, row_or_404, saved, tell_archived, tell_restored

LIST = "invoicing/settings_payment_conditions.html"
FORM = "invoicing/settings_payment_condition.html"


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_payment_conditions(request: AccountRequest, account_slug: str) -> HttpResponse:
    """List the payment conditions and add one."""
    account = request.access.account
    form = PaymentConditionForm(request.POST or None)

    def save() -> PaymentCondition:
        return payment_condition_create(account=account, actor=request.user, values=form.values())

    if saved(request, form, save):
        return redirect("settings_payment_conditions", account_slug)
    context = {
        "conditions": payment_conditions_all(account=account),
        "company": company_get(account=account),
    }
    return form_page(request, LIST, form, context)


@account_view(Right.WRITE)
@require_POST
def payment_conditions_usual(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make the four conditions that most businesses use, where there is none yet."""
    account = request.access.account
    if payment_conditions_furnish(account=account, actor=request.user):
        messages.success(request, _("De gangbare betaalvoorwaarden staan klaar."))
    return redirect("settings_payment_conditions", account_slug)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_payment_condition(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Change a payment condition."""
    condition = _condition_or_404(request, public_id)
    initial = PaymentConditionForm.initial_of(condition)
    form = PaymentConditionForm(request.POST or None, initial=initial)

    def save() -> PaymentCondition:
        return payment_condition_update(
            condition=condition,
            actor=request.user,
            values=form.values(),
            seen=form.cleaned_data["seen"],
        )

    if saved(request, form, save):
        return redirect("settings_payment_conditions", account_slug)
    return form_page(request, FORM, form, {"condition": condition})


@account_view(Right.WRITE)
@require_POST
def payment_condition_put_away(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Stop offering a payment condition; documents keep their terms."""
    condition = _condition_or_404(request, public_id)
    tell_archived(request, payment_condition_archive(condition=condition, actor=request.user))
    return redirect("settings_payment_conditions", account_slug)


@account_view(Right.WRITE)
@require_POST
def payment_condition_put_back(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Offer an archived payment condition again."""
    condition = _condition_or_404(request, public_id)
    tell_restored(request, payment_condition_restore(condition=condition, actor=request.user))
    return redirect("settings_payment_conditions", account_slug)


def _condition_or_404(request: AccountRequest, public_id: str) -> PaymentCondition:
    return row_or_404(payment_condition_get, account=request.access.account, public_id=public_id)
