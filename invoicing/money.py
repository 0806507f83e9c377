"""Money: rounding to cents, amounts that add up, sharing cents over lines (pure functions)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

# Wide enough for quantity x price x percentage of the longest numbers a form accepts: never rounded
# twice.
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


class MoneyError(ValueError):
    """An amount that cannot be right: not whole cents, or parts that do not make the total."""


def round_cents(value: Decimal) -> Decimal:
    """Round to 2 decimals, half away from zero (-0.005 -> -0.01); never gives -0.00."""
    return _quantize(value, CENT)


def round_places(value: Decimal, places: int) -> Decimal:
    """Round to `places` decimals, half away from zero."""
    return _quantize(value, Decimal(1).scaleb(-places))


def round_fraction(value: Fraction) -> Decimal:
    """Round an exact fraction of euros to cents, half away from zero."""
    cents, rest = divmod(abs(value.numerator) * 100, value.denominator)
    cents += 2 * rest >= value.denominator
    return from_cents(-cents if value < 0 else cents)


def to_cents(value: Decimal) -> int:
    """Whole cents of an amount; raises MoneyError when it has more than 2 decimals."""
    scaled = EXACT.scaleb(value, 2) if value.is_finite() else value
    if not value.is_finite() or scaled != scaled.to_integral_value():
        raise MoneyError(f"{value} is not a whole number of cents")
    return int(scaled)


def from_cents(cents: int) -> Decimal:
    """The amount in EUR with 2 decimals."""
    return Decimal(cents).scaleb(-2, EXACT)


@dataclass(frozen=True)
class Amounts:
    """Net and VAT in EUR with exactly 2 decimals; gross is their sum, so the three always agree."""

    net: Decimal
    vat: Decimal

    def __post_init__(self) -> None:
        """Bring both to 2 decimals; raises MoneyError for anything that is not whole cents."""
        object.__setattr__(self, "net", from_cents(to_cents(self.net)))
        object.__setattr__(self, "vat", from_cents(to_cents(self.vat)))

    @property
    def gross(self) -> Decimal:
        """Net plus VAT."""
        return self.net + self.vat

    @classmethod
    def checked(cls, net: Decimal, vat: Decimal, gross: Decimal) -> Amounts:
        """Amounts from three given figures; raises MoneyError unless net + VAT = gross."""
        amounts = cls(net, vat)
        if amounts.gross != gross:
            raise MoneyError(f"{net} + {vat} is not {gross}")
        return amounts


def round_to_total(parts: Sequence[Fraction | Decimal], total: Decimal) -> list[Decimal]:
    """Round exact parts to cents that make exactly `total` (largest remainder, signed).

    Each part is first cut to whole cents towards zero. The cents then missing go to the parts that
    lost most by the cut, so every result is less than one cent off its exact part. Between equal
    losses the line order decides: the LAST line takes the cent first (three times 2.104 with total
    6.31 gives 2.10, 2.10, 2.11), as on credit notes, where the last one takes the cents as well.
    Negating all parts and the total negates the result. Raises MoneyError if the parts are too far
    off.
    """
    exact = [Fraction(part) * 100 for part in parts]
    cents = [int(part) for part in exact]
    missing = to_cents(total) - sum(cents)
    step = -1 if missing < 0 else 1
    losses = sorted(
        (
            (step * (part - cut), line)
            for line, (part, cut) in enumerate(zip(exact, cents, strict=True))
        ),
        reverse=True,
    )
    if abs(missing) > len(losses):
        raise MoneyError(f"the parts do not make {total}")
    for _loss, line in losses[: abs(missing)]:
        cents[line] += step
    return [from_cents(part) for part in cents]


def share_out(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide `total` (EUR, 2 decimals) in proportion to `weights`; the shares always sum to
    `total`.

    Weights that sum to zero give no proportion: then everything is divided by their size, or evenly
    when all are zero. No weights with a total other than zero raises MoneyError.
    """
    fractions = [Fraction(weight) for weight in weights]
    if not sum(fractions):
        fractions = [abs(weight) for weight in fractions]
    if not sum(fractions):
        fractions = [Fraction(1)] * len(fractions)
    whole = sum(fractions)
    return round_to_total([Fraction(total) * weight / whole for weight in fractions], total)


def _quantize(value: Decimal, step: Decimal) -> Decimal:
    if not value.is_finite():
        raise MoneyError(f"{value} is not an amount")
    # Adding a positive zero turns -0.00 into 0.00.
    return EXACT.add(value.quantize(step, context=EXACT), step * 0)
