"""The payment terms of a draft as one choice: the usual ones, a condition, or a number of days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.forms.draft_setup import DraftSetup
from invoicing.models import Document, PaymentCondition
from invoicing.payment_terms import PaymentTerms
from invoicing.reader_language import in_reader_language
from invoicing.vat import REFUSED

USUAL, DAYS = "", "days"
# So many choices are no more than a number of days.
ONLY_DAYS = 2


class PaymentField(forms.ChoiceField):
    """The choice; schemes that we refuse are among it, so that who looks for them reads why."""

    def clean(self, value: Any) -> Any:
        """Read a choice; raises ValidationError."""
        if value in REFUSED:
            raise ValidationError(_(REFUSED[value].reason))
        return super().clean(value)


def payment_choices(setup: DraftSetup, present: str) -> list[tuple[str, Any]]:
    """Give the choices: an archived condition only where the draft has it."""
    refused = [
        (scheme.code, in_reader_language(scheme.label))
        for scheme in REFUSED.values()
        if not scheme.is_treatment and setup.company.country in scheme.countries
    ]
    return [
        (USUAL, _("Zoals bij de klant")),
        *[
            (condition.public_id, condition.name)
            for condition in setup.conditions
            if condition.archived_at is None or condition.public_id == present
        ],
        (DAYS, _("Een aantal dagen")),
        *([(str(_("Kan niet in Boekbrug")), refused)] if refused else []),
    ]


def usual_label(usual: PaymentTerms) -> str:
    """Name the choice of who chooses nothing, with what that comes to."""
    days = ngettext("%(n)d dag", "%(n)d dagen", usual.days) % {"n": usual.days}
    return _("%(terms)s (zoals gewoonlijk)") % {"terms": usual.name or days}


def payment_initial(setup: DraftSetup, document: Document, usual: PaymentTerms) -> dict[str, Any]:
    """Give the choice that stands for what a draft was saved with."""
    key, days = document.payment_condition.get("key", ""), document.payment_term_days
    if key == usual.key and days == usual.days:
        return {"payment_condition": USUAL}
    if key and condition_of(setup, key):
        return {"payment_condition": key}
    return {"payment_condition": DAYS, "payment_term_days": days}


def condition_of(setup: DraftSetup, key: str) -> PaymentCondition | None:
    """Give the account's condition with this public id."""
    return next((each for each in setup.conditions if each.public_id == key), None)
