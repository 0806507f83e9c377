"""When a document must be paid, and what paying early is worth (pure)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from invoicing.documents import PaymentMethod


@dataclass(frozen=True, kw_only=True)
class PaymentTerms:
    """The terms of one document; percentages in per cent. `key` is the condition's public id."""

    days: int = 30
    end_of_month: bool = False
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0
    method: str = PaymentMethod.TRANSFER
    key: str = ""
    code: str = ""
    name: str = ""

    def due_date(self, issue_date: date) -> date:
        """The last day to pay: so many days on, and then the last day of that month if asked.

        Issued on 2026-11-20: 30 days is 2026-12-20, 30 days end of month is 2026-12-31.
        """
        day = issue_date + timedelta(days=self.days)
        if not self.end_of_month:
            return day
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])

    def frozen(self) -> dict[str, Any]:
        """The JSON that a document keeps; empty without a condition."""
        if not self.key:
            return {}
        return asdict(self) | {"discount_percent": str(self.discount_percent)}


def terms_thawed(values: Mapping[str, Any], days: int) -> PaymentTerms:
    """The terms of a document, from its JSON; plain days where it has none."""
    if not values:
        return PaymentTerms(days=days)
    percent = Decimal(str(values["discount_percent"]))
    return PaymentTerms(**{**values, "discount_percent": percent})
