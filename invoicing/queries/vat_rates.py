"""Reading VAT rates; the tax point chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from invoicing.models import VatRate


def vat_rates_at(*, country: str, tax_point: date) -> QuerySet[VatRate]:
    """Give the rates of a country (ISO code) that are valid on a date, the highest first."""
    return VatRate.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=tax_point), country=country, valid_from__lte=tax_point
    ).order_by("-percentage", "name")


def vat_percentages_at(*, country: str, tax_point: date) -> list[Decimal]:
    """Give the different percentages (per cent) of a country on a date, the highest first."""
    rates = vat_rates_at(country=country, tax_point=tax_point)
    return list(dict.fromkeys(rates.values_list("percentage", flat=True)))


class RatesOn:
    """The rates of any country on one date, each country read once."""

    def __init__(self, tax_point: date) -> None:
        """Take the date; nothing is read yet."""
        self.tax_point = tax_point
        self._by_country: dict[str, dict[str, Decimal]] = {}

    def percent(self, country: str, name: str) -> Decimal | None:
        """Give a named rate in per cent, or None where it does not exist on the date."""
        return self._of(country).get(name)

    def percentages(self, country: str) -> list[Decimal]:
        """Give the different percentages of a country, the highest first."""
        return list(dict.fromkeys(self._of(country).values()))

    def named(self, country: str) -> Mapping[str, Decimal]:
        """Give the rates of a country by name, the highest first."""
        return self._of(country)

    def _of(self, country: str) -> dict[str, Decimal]:
        if country not in self._by_country:
            rows = vat_rates_at(country=country, tax_point=self.tax_point)
            self._by_country[country] = dict(rows.values_list("name", "percentage"))
        return self._by_country[country]
