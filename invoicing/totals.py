"""Totals of a document: net per line, VAT per (treatment, rate), and each line's share of it.

The rules stand with numbers in docs/vat.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from invoicing.documents import VatTotal
from invoicing.money import (
    EXACT,
    ZERO,
    Amounts,
    MoneyError,
    round_cents,
    round_fraction,
    round_places,
    round_to_total,
)
from invoicing.vat import DISBURSEMENT, OSS, VatRuleError, treatment_for_code

# Treatment, rate in per cent, country whose VAT it is where that is not the seller's (OSS).
GroupKey = tuple[str, Decimal, str]
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """What a line's amounts follow from.

    `unit_price` in EUR with up to 4 decimals, including VAT when the document's prices do;
    `discount_percent` and `vat_rate` in per cent. `fixed_net` (EUR, 2 decimals) replaces quantity x
    price where the net is given from outside, as in an imported document; `fixed_amount` likewise,
    but including VAT when the prices do. Neither they nor a line that is not `is_discountable`
    (a deducted advance, a disbursement) share in the document's discount.
    """

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = Decimal(0)
    treatment: str = "domestic"
    vat_rate: Decimal = Decimal(0)
    vat_country: str = ""
    fixed_net: Decimal | None = None
    fixed_amount: Decimal | None = None
    is_discountable: bool = True


@dataclass(frozen=True, kw_only=True)
class CashDiscount:
    """What may be kept for paying early, in per cent.

    `lowers_base`: VAT is on the discounted base, whether the discount is taken or not (Belgium,
    art. 28, 1 of the VAT code); otherwise it is a term of payment only (Netherlands).
    """

    percent: Decimal = Decimal(0)
    lowers_base: bool = False

    def factor(self, treatment: str) -> Fraction:
        """The part of the net that carries VAT; foreign VAT (OSS) follows its own country's law."""
        if not self.lowers_base or treatment != "domestic":
            return Fraction(1)
        return 1 - Fraction(self.percent) / 100


NO_CASH_DISCOUNT = CashDiscount()
LineAmounts = Amounts


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Amounts per line, per (treatment, rate, country) and of the document; EUR with 2 decimals.

    `line_discounts` are the parts of the document's discount and `discount_amount` their sum, in
    the terms of the prices: including VAT where these do. `cash_discount_amount` is what a buyer
    that pays in time may keep.
    """

    lines: tuple[LineAmounts, ...]
    vat_totals: tuple[VatTotal, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    line_discounts: tuple[Decimal, ...] = ()
    discount_amount: Decimal = ZERO
    cash_discount_amount: Decimal = ZERO


def line_amount(line: LineInput, discount_percent: Decimal = Decimal(0)) -> Decimal:
    """Quantity x price less discounts: net in EUR, or gross when prices include VAT.

    `discount_percent` is the document's; both discounts are multiplied and rounded once.
    """
    fixed = line.fixed_net if line.fixed_amount is None else line.fixed_amount
    if fixed is not None:
        return round_cents(fixed)
    amount = EXACT.multiply(line.quantity, line.unit_price)
    percents = (line.discount_percent, discount_percent if line.is_discountable else Decimal(0))
    for percent in percents:
        amount = EXACT.multiply(amount, EXACT.divide(EXACT.subtract(HUNDRED, percent), HUNDRED))
    return round_cents(amount)


def compute_totals(
    lines: Sequence[LineInput],
    prices_include_vat: bool = False,
    *,
    discount_percent: Decimal = Decimal(0),
    cash_discount: CashDiscount = NO_CASH_DISCOUNT,
    left: Mapping[GroupKey, Amounts] | None = None,
) -> Totals:
    """Compute all amounts of a document.

    Prices excluding VAT: VAT = net sum x rate, rounded once per (treatment, rate), as EN 16931 and
    the Belgian rules want it. Prices including VAT: the gross leads; net = gross sum / (1 + rate)
    rounded, VAT is the rest, so that 100.00 at 21 % is 82.64 + 17.36. A cash discount that lowers
    the base is rounded first: VAT is the printed base x rate (BR-CO-17). Line shares by largest
    remainder. The order of the lines changes no total. `left` is what a credit note may still
    credit per group: who takes all of it takes its cents too. Raises VatRuleError for an unknown
    treatment or for VAT on a treatment that carries none, MoneyError for a fixed net in a document
    whose prices include VAT.
    """
    if prices_include_vat and any(line.fixed_net is not None for line in lines):
        raise MoneyError("a fixed net amount does not go with prices including VAT")
    given = [line_amount(line, discount_percent) for line in lines]
    amounts: list[Amounts] = [Amounts(ZERO, ZERO)] * len(lines)
    vat_totals = []
    for key, members in sorted(_groups(lines).items(), key=_group_order):
        group = _Group(key, prices_include_vat, cash_discount, (left or {}).get(key))
        for index, line_amounts in zip(
            members, group.shares([given[index] for index in members]), strict=True
        ):
            amounts[index] = line_amounts
        vat_totals.append(group.total([amounts[index] for index in members]))
    discounts = [line_amount(line) - amount for line, amount in zip(lines, given, strict=True)]
    return _totals(amounts, vat_totals, discounts, cash_discount)


def g_account_split(gross: Decimal, percent: Decimal) -> tuple[Decimal, Decimal]:
    """Split a gross amount (EUR) over the blocked G-account and the ordinary one, in that order.

    `percent` of the gross, customary 25, or 20 where the VAT is reversed: 1,210.00 at 25 % is
    302.50 + 907.50. The two parts always make the gross.
    """
    blocked = round_cents(EXACT.divide(EXACT.multiply(gross, percent), HUNDRED))
    return blocked, gross - blocked


def _groups(lines: Sequence[LineInput]) -> dict[GroupKey, list[int]]:
    """Line numbers per group; a rate of 21 and one of 21.00 are the same."""
    groups: dict[GroupKey, list[int]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(group_key(line.treatment, line.vat_rate, line.vat_country), []).append(
            index
        )
    return groups


def group_key(treatment: str, rate: Decimal, country: str = "") -> GroupKey:
    """The group that a line's VAT belongs to; raises VatRuleError when the three do not go
    together.
    """
    rounded = round_places(rate, 2)
    charges_vat = treatment_for_code(treatment).charges_vat
    if rounded and not charges_vat:
        raise VatRuleError.no_vat_here(treatment, rounded)
    return treatment, rounded, country if treatment == OSS else ""


def _group_order(group: tuple[GroupKey, list[int]]) -> tuple[Decimal, str, str]:
    """Highest rate first, then by treatment and country, whatever the order of the lines."""
    (treatment, rate, country), _members = group
    return -rate, treatment, country


@dataclass(frozen=True)
class _Group:
    """The lines of one treatment, rate and country."""

    key: GroupKey
    prices_include_vat: bool
    cash_discount: CashDiscount
    left: Amounts | None

    @property
    def rate(self) -> Fraction:
        """VAT per euro of net: the rate on the part that carries VAT."""
        treatment, percent, _country = self.key
        return Fraction(percent) / 100 * self.cash_discount.factor(treatment)

    def shares(self, given: list[Decimal]) -> list[Amounts]:
        """Net and VAT of each line, from its net (or its gross when prices include VAT)."""
        whole = sum(given, ZERO)
        if self.prices_include_vat:
            nets = _shared(
                [Fraction(gross) / (1 + self.rate) for gross in given],
                lambda net: whole - self._vat(whole, whole - net),
            )
            return [Amounts(net, gross - net) for net, gross in zip(nets, given, strict=True)]
        on_base = round_fraction(Fraction(self.base(whole)) * Fraction(self.key[1]) / 100)
        vats = _shared(
            [Fraction(net) * self.rate for net in given], lambda _: self._vat(whole, on_base)
        )
        return [Amounts(net, vat) for net, vat in zip(given, vats, strict=True)]

    def base(self, net: Decimal) -> Decimal:
        """What of a net carries VAT, in cents as it is printed: the VAT is this times the rate."""
        return round_fraction(Fraction(net) * self.cash_discount.factor(self.key[0]))

    def _vat(self, whole: Decimal, vat: Decimal) -> Decimal:
        """The group's VAT: as computed, but never more than what is left to credit."""
        if self.left is None:
            return vat
        if whole == (self.left.gross if self.prices_include_vat else self.left.net):
            return self.left.vat
        vat = _between(vat, self.left.vat)
        return whole - _between(whole - vat, self.left.net) if self.prices_include_vat else vat

    def total(self, lines: list[Amounts]) -> VatTotal:
        """The group's sum, with its VAT base where that is not the net."""
        treatment, rate, country = self.key
        net = sum((line.net for line in lines), ZERO)
        factor = self.cash_discount.factor(treatment)
        return VatTotal(
            treatment=treatment,
            rate=rate,
            country=country,
            net=net,
            vat=sum((line.vat for line in lines), ZERO),
            base=None if factor == 1 else self.base(net),
        )


def _shared(exact: list[Fraction], settle: Callable[[Decimal], Decimal]) -> list[Decimal]:
    """Round exact parts to their rounded sum, or to what that sum must be instead."""
    computed = round_fraction(sum(exact, Fraction(0)))
    settled = settle(computed)
    if settled == computed:
        return round_to_total(exact, computed)
    spread = sum(exact, Fraction(0))
    scale = Fraction(settled) / spread if spread else Fraction(0)
    return round_to_total([part * scale for part in exact], settled)


def _between(value: Decimal, limit: Decimal) -> Decimal:
    """The value, kept between zero and the limit."""
    low, high = sorted((ZERO, limit))
    return min(max(value, low), high)


def _totals(
    lines: list[Amounts],
    vat_totals: list[VatTotal],
    discounts: list[Decimal],
    cash_discount: CashDiscount,
) -> Totals:
    net = sum((group.net for group in vat_totals), ZERO)
    vat = sum((group.vat for group in vat_totals), ZERO)
    return Totals(
        lines=tuple(lines),
        vat_totals=tuple(vat_totals),
        net=net,
        vat=vat,
        gross=net + vat,
        line_discounts=tuple(discounts),
        discount_amount=sum(discounts, ZERO),
        cash_discount_amount=_cash_discount_amount(vat_totals, cash_discount),
    )


def _cash_discount_amount(groups: list[VatTotal], discount: CashDiscount) -> Decimal:
    """Belgium: of the net, since the VAT is lowered already; elsewhere of all that is to be paid.

    What was paid in the customer's name (disbursements) is not ours to give a discount on.
    """
    percent = Fraction(discount.percent) / 100
    own = [group for group in groups if group.treatment != DISBURSEMENT]
    if not discount.lowers_base:
        gross = sum((group.net + group.vat for group in own), ZERO)
        return round_fraction(Fraction(gross) * percent)
    return sum((_kept(group, percent) for group in own), ZERO)


def _kept(group: VatTotal, percent: Fraction) -> Decimal:
    if group.base is not None:
        return group.net - group.base
    return round_fraction(Fraction(group.net) * percent)
