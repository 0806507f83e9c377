"""Reading VAT rates; the tax point chooses."""

from __future__ import annotations

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
