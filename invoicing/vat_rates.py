"""VAT rates with their validity dates, loaded into the table of rates; chosen by tax point.

Sources: Belgian royal decree no. 20 (21 % since 1996; accommodation 6 to 12 % and plant protection
products 12 to 21 % on 2026-03-01; dwellings of 10 years and older 6 % since 2016-02-12), Dutch Wet
OB 1968 art. 9 (21 % since 2012-10-01, 9 % since 2019-01-01, accommodation from 9 to 21 % on
2026-01-01).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from invoicing.vat import VatRuleError
from invoicing.vat_mentions import Texts, texts
from invoicing.vat_rates_eu import EU_RATES


class RateRow(NamedTuple):
    """A rate in per cent, valid from and to (both included; `valid_to` None = still valid)."""

    country: str
    name: str
    percent: Decimal
    valid_from: date
    valid_to: date | None


# Its lines put a mention of their own on the invoice.
RENOVATION = "renovation"
RATE_LABELS: dict[str, Texts] = {
    "standard": texts("Normaal tarief", "Taux normal", "Standard rate"),
    "intermediate": texts("Tussentarief", "Taux intermédiaire", "Intermediate rate"),
    "reduced": texts("Verlaagd tarief", "Taux réduit", "Reduced rate"),
    "super_reduced": texts("Sterk verlaagd tarief", "Taux super-réduit", "Super-reduced rate"),
    "zero": texts("Nultarief", "Taux zéro", "Zero rate"),
    "accommodation": texts(
        "Logies en kamperen", "Hébergement et camping", "Accommodation and camping"
    ),
    RENOVATION: texts("Verbouwing woning", "Rénovation d'habitation", "Home renovation"),
    "plant_protection": texts(
        "Gewasbeschermingsmiddelen", "Produits phytopharmaceutiques", "Plant protection products"
    ),
}


def _row(
    country: str, name: str, percent: int | str, valid_from: str, valid_to: str = ""
) -> RateRow:
    until = date.fromisoformat(valid_to) if valid_to else None
    return RateRow(country, name, Decimal(percent), date.fromisoformat(valid_from), until)


RATES: tuple[RateRow, ...] = (
    _row("BE", "standard", 21, "1996-01-01"),
    _row("BE", "intermediate", 12, "1996-01-01"),
    _row("BE", "reduced", 6, "1996-01-01"),
    _row("BE", "zero", 0, "1996-01-01"),
    _row("BE", RENOVATION, 6, "2016-02-12"),
    _row("BE", "accommodation", 6, "1996-01-01", "2026-02-28"),
    _row("BE", "accommodation", 12, "2026-03-01"),
    _row("BE", "plant_protection", 12, "1996-01-01", "2026-02-28"),
    _row("BE", "plant_protection", 21, "2026-03-01"),
    _row("NL", "standard", 19, "2001-01-01", "2012-09-30"),
    _row("NL", "standard", 21, "2012-10-01"),
    _row("NL", "reduced", 6, "2001-01-01", "2018-12-31"),
    _row("NL", "reduced", 9, "2019-01-01"),
    _row("NL", "zero", 0, "2001-01-01"),
    _row("NL", "accommodation", 6, "2001-01-01", "2018-12-31"),
    _row("NL", "accommodation", 9, "2019-01-01", "2025-12-31"),
    _row("NL", "accommodation", 21, "2026-01-01"),
    *(_row(country, *span) for country, spans in EU_RATES.items() for span in spans),
)


def rates_at(country: str, tax_point: date, rows: Iterable[RateRow] = RATES) -> tuple[RateRow, ...]:
    """The rates of a country (ISO code) valid on the tax point, in the order of the table."""
    return tuple(
        row
        for row in rows
        if row.country == country
        and row.valid_from <= tax_point
        and (row.valid_to is None or tax_point <= row.valid_to)
    )


def rate_for(country: str, name: str, tax_point: date, rows: Iterable[RateRow] = RATES) -> Decimal:
    """The rate in per cent on the tax point; raises VatRuleError when there is none."""
    for row in rates_at(country, tax_point, rows):
        if row.name == name:
            return row.percent
    raise VatRuleError(f"Voor {country} is er op {tax_point:%d-%m-%Y} geen btw-tarief '{name}'.")
