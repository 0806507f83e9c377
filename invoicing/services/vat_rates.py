"""Loading the known VAT rates into their table."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from invoicing.models import VatRate
from invoicing.vat_rates import RATES


def vat_rates_load(*, using: str = "default") -> int:
    """Bring the table in line with the rates in the code, and say how many rows changed.

    Runs after every migration, so that a new rate needs a line in `invoicing/vat_rates.py` and no
    migration of its own. Rows that the code does not know are left alone.
    """
    rows = VatRate.objects.using(using)
    with transaction.atomic(using=using):
        known = {(row.country, row.name, row.valid_from): row for row in rows.all()}
        wanted = [
            VatRate(
                country=rate.country,
                name=rate.name,
                percentage=rate.percent,
                valid_from=rate.valid_from,
                valid_to=rate.valid_to,
            )
            for rate in RATES
        ]
        changed = [row for row in wanted if not _same(row, known)]
        rows.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["country", "name", "valid_from"],
            update_fields=["percentage", "valid_to"],
        )
    return len(changed)


def _same(row: VatRate, known: dict[tuple[str, str, date], VatRate]) -> bool:
    there = known.get((row.country, row.name, row.valid_from))
    return there is not None and (there.percentage, there.valid_to) == (
        row.percentage,
        row.valid_to,
    )
