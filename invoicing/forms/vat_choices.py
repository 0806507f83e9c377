"""The VAT of a line as one choice: ordinary rates by name, other treatments, rates abroad."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from invoicing.draft_lines import no_rate
from invoicing.formats import format_percent
from invoicing.forms.base import OWN_MESSAGES
from invoicing.line_proposals import VatProposal
from invoicing.models import Company, DocumentLine
from invoicing.pdf.countries import country_name
from invoicing.queries.vat_rates import RatesOn
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.services.drafts import DraftLine
from invoicing.vat import (
    DISBURSEMENT,
    OSS,
    REFUSED,
    TREATMENTS,
    Treatment,
    treatments_for_country,
)
from invoicing.vat_mentions import Texts, texts
from invoicing.vat_rates import RATE_LABELS

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]
VALUE = re.compile(
    r"([a-z_]{1,30})(?::([a-z_]{1,20}|\d{1,3}(?:\.\d{1,2})?))?(?::([A-Z]{2}))?", re.ASCII
)
# What a small business may choose: its own scheme, services abroad, and money that is not its own.
OF_SMALL_BUSINESS = frozenset({"small_business", "eu_services", "outside_scope", DISBURSEMENT})

# Short enough for a column; a rate that is not here goes by its full name.
SHORT_NAMES: dict[str, Texts] = {
    "standard": texts("standaard", "normal", "standard"),
    "intermediate": texts("tussentarief", "intermédiaire", "intermediate"),
    "reduced": texts("verlaagd", "réduit", "reduced"),
    "super_reduced": texts("sterk verlaagd", "super-réduit", "super-reduced"),
}


@dataclass(frozen=True)
class VatChoice:
    """A treatment, and where VAT is charged a rate: by name, or a percentage of its own."""

    treatment: str
    rate_name: str = ""
    rate: Decimal | None = None
    country: str = ""

    def __str__(self) -> str:
        """Write it as the value of a choice: 'domestic:standard', 'oss:reduced:DE', 'eu_goods'."""
        rate = self.rate_name or ("" if self.rate is None else f"{self.rate.normalize():f}")
        return ":".join(part for part in (self.treatment, rate, self.country) if part)

    @property
    def charges_vat(self) -> bool:
        """Whether a rate belongs to it."""
        return self.treatment in TREATMENTS and TREATMENTS[self.treatment].charges_vat


def choice_read(text: str) -> VatChoice | None:
    """Read what `str()` of a choice wrote; None when it is none."""
    found = VALUE.fullmatch(text)
    if not found:
        return None
    treatment, rate, country = (part or "" for part in found.groups())
    if rate[:1].isdigit():
        return VatChoice(treatment, rate=Decimal(rate), country=country)
    return VatChoice(treatment, rate_name=rate, country=country)


def choice_of(line: DraftLine | DocumentLine) -> VatChoice:
    """Give the choice that a line stands for."""
    return _choice(line.treatment, line.rate_name, line.vat_rate, line.vat_country)


def choice_proposed(proposal: VatProposal) -> VatChoice:
    """Give the choice that a proposal stands for."""
    return _choice(proposal.treatment, proposal.rate_name, proposal.rate, proposal.country)


def _choice(treatment: str, rate_name: str, rate: Decimal, country: str) -> VatChoice:
    choice = VatChoice(treatment)
    if not choice.charges_vat:
        return choice
    country = country if treatment == OSS else ""
    if rate_name:
        return VatChoice(treatment, rate_name=rate_name, country=country)
    return VatChoice(treatment, rate=rate, country=country)


class VatOffer:
    """What a line of one draft can choose from."""

    def __init__(self, company: Company, rates: RatesOn, destinations: Sequence[str] = ()) -> None:
        """Take the seller, the rates on the tax point, and where OSS sales of this draft go."""
        self.company = company
        self.rates = rates
        allowed = treatments_for_country(company.country)
        self.treatments = [each for each in allowed if self._fits(each)]
        self.destinations = [*destinations] if company.uses_oss else []
        self.groups = [group for group in self._groups() if group[1]]
        self.values = {value for _name, choices in self.groups for value, _label in choices}

    @property
    def signature(self) -> str:
        """Tell two offers apart by a short text."""
        return f"{crc32(repr(self.groups).encode()):x}"

    def label(self, choice: VatChoice) -> str:
        """Name a choice, also one that is not offered."""
        language = reader_language()
        if choice.treatment in REFUSED:
            return in_reader_language(REFUSED[choice.treatment].label)
        if not choice.charges_vat:
            known = TREATMENTS.get(choice.treatment)
            return in_reader_language(known.label) if known else choice.treatment
        name = SHORT_NAMES.get(choice.rate_name) or RATE_LABELS.get(choice.rate_name)
        percent = choice.rate
        if choice.rate_name:
            percent = self.rates.percent(choice.country or self.company.country, choice.rate_name)
        rate = "" if percent is None else format_percent(percent, language)
        words = in_reader_language(name).lower() if name else ""
        if choice.country:
            words = ", ".join(filter(None, [country_name(choice.country, language), words]))
        return " ".join(filter(None, [rate, words])) or str(choice)

    def _fits(self, treatment: Treatment) -> bool:
        if self.company.is_small_business:
            return treatment.code in OF_SMALL_BUSINESS
        return treatment.code != "small_business"

    def _groups(self) -> list[Group]:
        charged = [each.code for each in self.treatments if each.charges_vat]
        free = [VatChoice(each.code) for each in self.treatments if not each.charges_vat]
        refused = [
            VatChoice(scheme.code)
            for scheme in REFUSED.values()
            if scheme.is_treatment and self.company.country in scheme.countries
        ]
        groups = [(_("Met btw"), self._rates("domestic") if "domestic" in charged else [])]
        groups += [
            (_("Btw van een ander EU-land (OSS)"), self._rates(OSS, country))
            for country in self.destinations
            if OSS in charged
        ]
        groups += [(_("Zonder btw"), free), (_("Kan niet in Boekbrug"), refused)]
        return [
            (str(name), [(str(choice), self.label(choice)) for choice in choices])
            for name, choices in groups
        ]

    def _rates(self, treatment: str, country: str = "") -> list[VatChoice]:
        """The named rates, the highest first; 0 % is a treatment of its own."""
        named = self.rates.named(country or self.company.country)
        return [
            VatChoice(treatment, rate_name=name, country=country)
            for name, percent in named.items()
            if percent
        ]


class VatField(forms.ChoiceField):
    """The choice of a line's VAT; gives a VatChoice.

    What is not offered (any more) is read all the same where it can be a choice of this seller's:
    the services say what is wrong with it. A percentage of its own must exist on the tax point.
    """

    def __init__(self, **options: Any) -> None:
        """Start without choices; `offer` sets them."""
        super().__init__(**options)
        self.vat_offer: VatOffer | None = None
        self.keeps_rate = False

    def offer(self, offer: VatOffer, present: str, *, keeps_rate: bool = False) -> None:
        """Set what is offered; a `present` value that is not among it stays choosable.

        `keeps_rate`: any percentage is fine, since it is that of an advance.
        """
        self.vat_offer, self.keeps_rate = offer, keeps_rate
        kept = choice_read(present) if present not in offer.values else None
        rest = [(present, offer.label(kept))] if kept else []
        self.choices = [*rest, *offer.groups]

    def clean(self, value: Any) -> Any:
        """Read a choice; raises ValidationError."""
        offer = self.vat_offer
        choice = choice_read(str(value or ""))
        if offer is None or choice is None:
            raise ValidationError(OWN_MESSAGES["invalid_choice"])
        if str(choice) in offer.values:
            return choice
        known = {each.code for each in treatments_for_country(offer.company.country)}
        if choice.treatment not in known | REFUSED.keys():
            raise ValidationError(OWN_MESSAGES["invalid_choice"])
        if choice.charges_vat and not choice.rate_name and not self.keeps_rate:
            country = choice.country or offer.company.country
            if choice.rate not in offer.rates.percentages(country):
                raise ValidationError(no_rate(country, offer.rates))
        return choice
