"""The form of the seller's own details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import PlainForm, country_choices, days_field
from invoicing.identifiers import format_enterprise_number, format_iban, format_vat_number
from invoicing.models import Company


class CompanyForm(PlainForm):
    """What stands at the top of every invoice; the numbers are checked by the service."""

    name = forms.CharField(label=_("Bedrijfsnaam"), max_length=200)
    street = forms.CharField(label=_("Straat en nummer"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Plaats"), max_length=100, required=False)
    country = forms.ChoiceField(
        label=_("Land"),
        choices=country_choices(),
        disabled=True,
        help_text=_("De btw-regels van je account horen bij dit land; het ligt daarom vast."),
    )
    vat_number = forms.CharField(label=_("Btw-nummer"), max_length=30, required=False)
    enterprise_number = forms.CharField(
        label=_("Ondernemings- of KvK-nummer"), max_length=30, required=False
    )
    is_small_business = forms.BooleanField(
        label=_("Kleine onderneming: ik reken geen btw aan"),
        help_text=_("In België de vrijstellingsregeling (art. 56bis), in Nederland de KOR."),
        required=False,
    )
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=50,
        required=False,
        help_text=_("Hierop betalen je klanten; het staat op de factuur en in de QR-code."),
    )
    bic = forms.CharField(label=_("BIC"), max_length=20, required=False)
    payment_term_days = days_field()
    einvoice_with_pdf = forms.BooleanField(
        label=_("Zet de pdf in de e-factuur"),
        help_text=_("Je klant ziet dan in zijn boekhouding ook je eigen opmaak."),
        required=False,
    )
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    phone = forms.CharField(label=_("Telefoon"), max_length=40, required=False)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Een website ziet eruit als www.bedrijf.be.")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    language = forms.ChoiceField(
        label=_("Taal van je facturen"),
        help_text=_("Tenzij de klant een andere taal heeft."),
        choices=settings.LANGUAGES,
    )

    @staticmethod
    def initial_of(company: Company) -> dict[str, Any]:
        """Give what the form starts with, numbers as they are printed."""
        initial = {name: getattr(company, name) for name in CompanyForm.base_fields}
        return initial | {
            "vat_number": format_vat_number(company.vat_number),
            "enterprise_number": format_enterprise_number(company.enterprise_number),
            "country": company.account.country,
            "iban": format_iban(company.iban),
        }
