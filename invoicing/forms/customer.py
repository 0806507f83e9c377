"""The forms of a customer: the whole one, and the short one inside an invoice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from invoicing.forms.base import PlainForm, country_choices, days_field
from invoicing.identifiers import format_enterprise_number, format_vat_number
from invoicing.models import Customer
from invoicing.services.customers import CustomerValues
from invoicing.vat import treatments_for_country


class CustomerShortForm(PlainForm):
    """What an invoice needs of a customer; only the name is obligatory."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=200,
        error_messages={"required": _("Vul de naam van de klant in.")},
    )
    is_business = forms.BooleanField(
        label=_("Dit is een bedrijf of organisatie"), required=False, initial=True
    )
    vat_number = forms.CharField(
        label=_("Btw-nummer"),
        max_length=30,
        required=False,
        help_text=_("Bv. BE 0777.000.187. Laat leeg als er geen is."),
    )
    street = forms.CharField(label=_("Straat en nummer"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Plaats"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Land"), choices=country_choices())
    email = forms.EmailField(label=_("E-mailadres"), required=False)

    def values(self) -> CustomerValues:
        """Give the checked input for the service."""
        return CustomerValues(**self.cleaned_data)


class CustomerForm(CustomerShortForm):
    """Everything that is kept about a customer."""

    enterprise_number = forms.CharField(
        label=_("Ondernemings- of KvK-nummer"), max_length=30, required=False
    )
    contact = forms.CharField(label=_("Contactpersoon"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telefoon"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Taal van de facturen"), choices=settings.LANGUAGES)
    payment_term_days = days_field(
        help_text=_("Laat leeg voor je gewone betaaltermijn."), required=False
    )
    default_treatment = forms.ChoiceField(
        label=_("Btw op facturen aan deze klant"),
        help_text=_("Kies iets als Boekbrug het niet zelf goed voorstelt, bv. medecontractant."),
        required=False,
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the treatments of the account's country."""
        super().__init__(*args, **kwargs)
        language = (get_language() or "nl")[:2]
        treatments = treatments_for_country(account.country)
        self.fields["default_treatment"].choices = [  # type: ignore[attr-defined]
            ("", _("Boekbrug stelt voor")),
            *((treatment.code, treatment.label[language]) for treatment in treatments),
        ]

    @staticmethod
    def initial_of(customer: Customer) -> dict[str, Any]:
        """Give what the form starts with, numbers as they are printed."""
        initial = {name: getattr(customer, name) for name in CustomerForm.base_fields}
        return initial | {
            "vat_number": format_vat_number(customer.vat_number),
            "enterprise_number": format_enterprise_number(customer.enterprise_number),
        }
