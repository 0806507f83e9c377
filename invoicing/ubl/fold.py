"""Writing a line's net as quantity x price less discount, exact to the cent.

An e-invoice may have charges and allowances on a line, prices with many decimals, or a rounding of
its own; ours is quantity x price (4 decimals) less one discount (2 decimals). The net is what was
invoiced, so it is kept, and the first way of writing it that gives exactly that net is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from invoicing.formats import format_price, format_short
from invoicing.money import EXACT, round_places
from invoicing.totals import LineInput, line_amount

NO_DISCOUNT = Decimal(0)


@dataclass(frozen=True)
class Priced:
    """A line's text and figures; `keeps_quantity` is false where the quantity moved to the text."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    net: Decimal
    keeps_quantity: bool = True


def fold_line(
    *,
    description: str,
    quantity: Decimal | None,
    unit: str,
    price: Decimal | None,
    net: Decimal,
    language: str,
) -> Priced:
    """The line's net (EUR, 2 decimals) in our figures, exact to the cent.

    In this order: quantity x price as it is; with a discount of 2 decimals; with the price that
    the net comes to per unit; else 1 x net, and the quantity in the description.
    """
    if quantity is None:
        return single(description, net)
    for unit_price, discount in _candidates(quantity, price, net):
        if _gives(quantity, unit_price, discount, net):
            return Priced(description, quantity, unit_price, discount, net)
    counted = f"{format_short(quantity, language)} {unit}".strip()
    if price is not None:
        counted += f" × {format_price(round_places(price, 4), language)}"
    return single(f"{description} ({counted})".strip(), net)


def single(description: str, net: Decimal) -> Priced:
    """A line of 1 x the net; of -1 where the net is negative, for a price is never negative."""
    quantity = Decimal(-1 if net < 0 else 1)
    return Priced(description, quantity, abs(net), NO_DISCOUNT, net, keeps_quantity=False)


def _candidates(
    quantity: Decimal, price: Decimal | None, net: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """Unit price and discount to try, best first."""
    if round_places(quantity, 4) != quantity or not quantity:
        return
    if price is not None and price >= 0 and round_places(price, 4) == price:
        yield price, NO_DISCOUNT
        full = EXACT.multiply(quantity, price)
        if full:
            kept = EXACT.divide(EXACT.multiply(net, Decimal(100)), full)
            yield price, round_places(100 - kept, 2)
    yield round_places(EXACT.divide(net, quantity), 4), NO_DISCOUNT


def _gives(quantity: Decimal, price: Decimal, discount: Decimal, net: Decimal) -> bool:
    if price < 0 or not 0 <= discount <= 100:
        return False
    line = LineInput(quantity=quantity, unit_price=price, discount_percent=discount)
    return line_amount(line) == net
