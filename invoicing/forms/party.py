"""What the forms of customers and suppliers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from invoicing.forms.base import PlainForm, RowForm, country_choices, website_field
from invoicing.forms.choices import RowChoiceField
from invoicing.identifiers import format_enterprise_number, format_vat_number
from invoicing.models import Customer, PaymentCondition, Supplier
from invoicing.reader_language import in_reader_language
from invoicing.vat import treatments_for_country

Choice = tuple[str, Any]


class PartyShortForm(PlainForm):
    """Who it is and where; only the name is obligatory."""

    name = forms.CharField(label=_("Naam"), max_length=200)
    is_business = forms.BooleanField(
        label=_("Dit is een bedrijf of organisatie"), required=False, initial=True
    )
    vat_number = forms.CharField(
        label=_("Btw-nummer"),
        max_length=30,
        required=False,
        help_text=_("Bv. BE 0777.000.187. Mag leeg."),
    )
    street = forms.CharField(label=_("Straat en nummer"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Plaats"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Land"), choices=country_choices())
    email = forms.EmailField(label=_("E-mailadres"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show a number of the country that the form starts with."""
        super().__init__(*args, **kwargs)
        if self.initial.get("country") == "NL":
            self.fields["vat_number"].help_text = _("Bv. NL850000014B01. Mag leeg.")


class PartyForm(RowForm, PartyShortForm):
    """Everything that is kept about customers and suppliers both."""

    enterprise_number = forms.CharField(
        label=_("Ondernemings- of KvK-nummer"), max_length=30, required=False
    )
    contact = forms.CharField(label=_("Contactpersoon"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telefoon"), max_length=40, required=False)
    website = website_field()
    language = forms.ChoiceField(label=_("Taal"), choices=settings.LANGUAGES)
    payment_condition = RowChoiceField(key="public_id", label=_("Betaalvoorwaarde"))

    def offer_country(self, present: str) -> None:
        """Keep a country that is not in the list choosable."""
        self.fields["country"].choices = country_choices(present)  # type: ignore[attr-defined]

    def offer_conditions(
        self, account: Account, present: PaymentCondition | None, usual: str
    ) -> None:
        """Offer the account's payment conditions; `usual` says what holds without one."""
        field = RowChoiceField.of(self, "payment_condition")
        field.empty_label = usual
        field.offer(PaymentCondition.objects.filter(account=account), present)

    def typed(self, values: type[Any]) -> dict[str, Any]:
        """Give the checked input that the service's values have a place for."""
        names = {each.name for each in fields(values)}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


def party_initial(party: Customer | Supplier, names: Sequence[str]) -> dict[str, Any]:
    """Give what a form starts with, numbers as they are printed."""
    initial = {name: getattr(party, name) for name in names if hasattr(party, name)}
    return initial | {
        "vat_number": format_vat_number(party.vat_number),
        "enterprise_number": format_enterprise_number(party.enterprise_number),
    }


def treatment_choices(country: str, none: Any, present: str = "") -> list[Choice]:
    """Give the VAT treatments of the seller's country by name, after the choice of none."""
    known = {
        treatment.code: in_reader_language(treatment.label)
        for treatment in treatments_for_country(country)
    }
    kept = {present: present} if present and present not in known else {}
    return [("", none), *(known | kept).items()]
