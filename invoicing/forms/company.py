"""The form of the seller's own details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import PlainForm, country_choices, days_field, website_field
from invoicing.identifiers import format_enterprise_number, format_iban, format_vat_number
from invoicing.models import Company
from invoicing.pdf.logo import clean_logo
from invoicing.pdf.pictures import MOST_BYTES, TOO_HEAVY, LogoRefused
from invoicing.services.companies import FOOTER_LENGTH, CompanyValues

# What only sellers of one country are asked.
ONLY_IN: Mapping[str, str] = {
    "court": "BE",
    "g_iban": "NL",
    "g_bic": "NL",
    "payroll_tax_number": "NL",
}
ENTERPRISE_LABELS = {"BE": _("Ondernemingsnummer"), "NL": _("KvK-nummer")}
SCHEME_LABELS = {
    "BE": _("Kleine onderneming: ik reken geen btw aan (art. 56bis)"),
    "NL": _("Kleineondernemersregeling (KOR): ik reken geen btw"),
}
# What few sellers need, folded away.
FOLDS: Mapping[str, tuple[str, ...]] = {
    "vat": ("is_small_business", "uses_oss"),
    "g_account": ("g_iban", "g_bic", "payroll_tax_number"),
    "collecting": ("creditor_id",),
    "einvoice": ("peppol_id", "einvoice_with_pdf"),
}
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Fold:
    """A folded part of the form."""

    fields: list[BoundField]
    is_open: bool


class CompanyForm(PlainForm):
    """What stands on every invoice, and how it looks; the numbers are checked by the service."""

    name = forms.CharField(label=_("Bedrijfsnaam"), max_length=200)
    legal_form = forms.CharField(
        label=_("Rechtsvorm"), help_text=_("Bv. BV of eenmanszaak."), max_length=40, required=False
    )
    street = forms.CharField(label=_("Straat en nummer"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Plaats"), max_length=100, required=False)
    country = forms.ChoiceField(
        label=_("Land"),
        choices=country_choices(),
        disabled=True,
        help_text=_("De btw-regels van je account horen bij dit land; het ligt daarom vast."),
    )
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    phone = forms.CharField(label=_("Telefoon"), max_length=40, required=False)
    website = website_field()
    vat_number = forms.CharField(label=_("Btw-nummer"), max_length=30, required=False)
    enterprise_number = forms.CharField(
        label=_("Ondernemings- of KvK-nummer"), max_length=30, required=False
    )
    court = forms.CharField(
        label=_("Rechtspersonenregister (RPR)"),
        help_text=_("De plaats van je ondernemingsrechtbank, bv. Gent. Niet voor wie geen BV, NV "
                    "of andere vennootschap heeft."),
        max_length=100,
        required=False,
    )  # fmt: skip
    is_small_business = forms.BooleanField(label=_("Kleine onderneming"), required=False)
    uses_oss = forms.BooleanField(
        label=_("Ik geef buitenlandse btw aan via het éénloketsysteem (OSS)"),
        help_text=_("Voor verkoop aan particulieren in andere EU-landen."),
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
    language = forms.ChoiceField(
        label=_("Taal van je facturen"),
        help_text=_("Tenzij de klant een andere taal heeft."),
        choices=settings.LANGUAGES,
    )
    g_iban = forms.CharField(
        label=_("IBAN van je G-rekening"),
        help_text=_("De geblokkeerde rekening van uitzendbureaus en aannemers."),
        max_length=50,
        required=False,
    )
    g_bic = forms.CharField(label=_("BIC van je G-rekening"), max_length=20, required=False)
    payroll_tax_number = forms.CharField(
        label=_("Loonheffingennummer"),
        help_text=_("Bv. 850000014L01. Het staat op elke factuur met een G-rekening."),
        max_length=30,
        required=False,
    )
    creditor_id = forms.CharField(
        label=_("Incassant-ID"),
        help_text=_("Van je bank, om met een machtiging te innen. Bv. BE68ZZZ0123456789."),
        max_length=50,
        required=False,
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG of WebP, hoogstens 2 MB. Wij bewaren enkel het beeld zelf."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    logo_sha256 = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)
    logo_remove = forms.BooleanField(label=_("Logo weghalen"), required=False)
    colour = forms.CharField(
        label=_("Kleur"),
        help_text=_(
            "Voor lijnen en het vak met het totaal, bv. #0f5c66. Letters blijven leesbaar."
        ),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short", "data-colour": _("Kies een kleur")}),
    )
    footer = forms.CharField(
        label=_("Voettekst"),
        help_text=_("Onderaan elke bladzijde, bv. waar je voorwaarden staan."),
        max_length=FOOTER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    peppol_id = forms.CharField(
        label=_("Peppol-adres"),
        help_text=_("Laat leeg voor het gewone: het volgt uit je ondernemings- of KvK-nummer."),
        max_length=80,
        required=False,
    )
    einvoice_with_pdf = forms.BooleanField(
        label=_("Zet de pdf in de e-factuur"),
        help_text=_("Je klant ziet dan in zijn boekhouding ook je eigen opmaak."),
        required=False,
    )

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        """Ask what a seller in the company's country needs, and start with what it has."""
        super().__init__(*args, initial=_initial_of(company), **kwargs)
        self.company = company
        country = company.account.country
        for name, only in ONLY_IN.items():
            if only != country:
                del self.fields[name]
        self.fields["enterprise_number"].label = ENTERPRISE_LABELS[country]
        self.fields["is_small_business"].label = SCHEME_LABELS[country]

    def clean_logo(self) -> bytes:
        """Give the picture written anew as PNG; nothing where none was chosen."""
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if file is None:
            return b""
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(gettext(TOO_HEAVY))
        try:
            return clean_logo(file.read())
        except LogoRefused as refused:
            raise ValidationError(gettext(str(refused))) from refused

    def values(self) -> CompanyValues:
        """Give the company's values with the checked input in their place.

        What is not asked in this country, and what is not right yet, stays as it is.
        """
        names = {each.name for each in fields(CompanyValues)}
        present = {name: getattr(self.company, name) for name in names}
        right = self.cleaned_data if self.is_bound else {}
        typed = {name: value for name, value in right.items() if name in names}
        return CompanyValues(**(present | typed | {"logo_sha256": self.logo_shown}))

    @property
    def logo_shown(self) -> str:
        """The hash of the logo as the form has it now: the company's, a new one, or none."""
        if not self.is_bound:
            return self.company.logo_sha256
        if self.data.get("logo_remove"):
            return ""
        posted = str(self.data.get("logo_sha256", self.company.logo_sha256))
        return posted if SHA256.fullmatch(posted) else ""

    @property
    def folds(self) -> dict[str, Fold]:
        """The parts that few sellers need, open where they are used or wrong."""
        return {key: self._fold(names) for key, names in FOLDS.items()}

    def _fold(self, names: tuple[str, ...]) -> Fold:
        usual = {each.name: each.default for each in fields(CompanyValues)}
        asked = [name for name in names if name in self.fields]
        is_used = any(getattr(self.company, name) != usual[name] for name in asked)
        return Fold([self[name] for name in asked], is_used or any(self[n].errors for n in asked))

    def logo_chosen(self, sha256: str) -> None:
        """Go on with a picture that was kept meanwhile, so that it need not be chosen again."""
        typed = {name: self.data[name] for name in self.data}
        self.data = typed | {"logo_sha256": sha256, "logo_remove": ""}


def _initial_of(company: Company) -> dict[str, Any]:
    """Give what the form starts with, numbers as they are printed."""
    initial = {name: getattr(company, name, None) for name in CompanyForm.base_fields}
    return initial | {
        "vat_number": format_vat_number(company.vat_number),
        "enterprise_number": format_enterprise_number(company.enterprise_number),
        "country": company.account.country,
        "iban": format_iban(company.iban),
        "g_iban": format_iban(company.g_iban),
        "logo": None,
        "logo_remove": False,
    }
