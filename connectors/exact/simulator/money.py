"""Cents: two decimals, half away from zero."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """An amount in EUR rounded to 2 decimals, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts, 0.00 when there are none."""
    return sum(amounts, ZERO)


def dutch(amount: Decimal) -> str:
    """An amount as it is written in Dutch: 1.234,56."""
    text = f"{amount:,.2f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
