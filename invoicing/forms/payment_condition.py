"""The form of a payment condition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import RowForm, days_field
from invoicing.forms.fields import PlainDecimalField
from invoicing.models import PaymentCondition
from invoicing.models.payment_condition import PaymentMethodChoice
from invoicing.services.changes import row_fingerprint
from invoicing.services.payment_conditions import PaymentConditionValues


class PaymentConditionForm(RowForm):
    """When and how is paid; the name is what you choose it by."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=80,
        help_text=_("Zo kies je ze bij een klant, bv. 30 dagen einde maand."),
        error_messages={"required": _("Geef de betaalvoorwaarde een naam.")},
    )
    code = forms.CharField(
        label=_("Code"), max_length=10, required=False, help_text=_("Kort, bv. 30E. Mag leeg.")
    )
    days = days_field(initial=30)
    end_of_month = forms.BooleanField(
        label=_("Tot het einde van de maand"),
        help_text=_("Eerst de dagen, dan naar de laatste dag van die maand."),
        required=False,
    )
    discount_percent = PlainDecimalField(
        label=_("Korting in %"), places=2, shown=0, is_percentage=True, required=False
    )
    discount_days = days_field(required=False)
    method = forms.ChoiceField(
        label=_("Hoe wordt er betaald?"),
        choices=PaymentMethodChoice.choices,
        initial=PaymentMethodChoice.TRANSFER,
        widget=forms.RadioSelect,
    )
    is_default = forms.BooleanField(
        label=_("Dit is de gewone betaalvoorwaarde"),
        help_text=_("Ze geldt voor elke klant die er zelf geen heeft."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the days of the discount, which are another term."""
        super().__init__(*args, **kwargs)
        self.fields["discount_days"].label = _("Als betaald wordt binnen (dagen)")

    def values(self) -> PaymentConditionValues:
        """Give the checked input for the service."""
        typed = self.cleaned_data
        percent = typed["discount_percent"] or Decimal(0)
        return PaymentConditionValues(
            name=typed["name"],
            code=typed["code"],
            days=typed["days"],
            end_of_month=typed["end_of_month"],
            discount_percent=percent,
            discount_days=(typed["discount_days"] or 0) if percent else 0,
            method=typed["method"],
            is_default=typed["is_default"],
        )

    @staticmethod
    def initial_of(condition: PaymentCondition) -> dict[str, Any]:
        """Give what the form starts with."""
        names = [name for name in PaymentConditionForm.base_fields if hasattr(condition, name)]
        return {name: getattr(condition, name) for name in names} | {
            "discount_percent": condition.discount_percent or None,
            "discount_days": condition.discount_days or None,
            "seen": row_fingerprint(condition),
        }
