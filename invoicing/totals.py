"""Totals of a document: net per line, VAT per (treatment, rate), and each line's share of it."""

from __future__ import annotations

from collections.abc import Sequence
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
from invoicing.vat import VatRuleError, treatment_for_code

GroupKey = tuple[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """What a line's amounts follow from.

    `unit_price` in EUR with up to 4 decimals, including VAT when the document's prices do;
    `discount_percent` and `vat_rate` in per cent. `fixed_net` (EUR, 2 decimals) replaces quantity x
    price where the net is given from outside, as in an imported document.
    """

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = Decimal(0)
    treatment: str = "domestic"
    vat_rate: Decimal = Decimal(0)
    fixed_net: Decimal | None = None


LineAmounts = Amounts


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Amounts per line, per (treatment, rate) and of the document; EUR with 2 decimals."""

    lines: tuple[LineAmounts, ...]
    vat_totals: tuple[VatTotal, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal


def line_amount(line: LineInput) -> Decimal:
    """Quantity x price less discount: net in EUR, or gross when prices include VAT."""
    if line.fixed_net is not None:
        return round_cents(line.fixed_net)
    full = EXACT.multiply(line.quantity, line.unit_price)
    kept = EXACT.divide(EXACT.subtract(Decimal(100), line.discount_percent), Decimal(100))
    return round_cents(EXACT.multiply(full, kept))


def compute_totals(lines: Sequence[LineInput], prices_include_vat: bool = False) -> Totals:
    """Compute all amounts of a document.

    Prices excluding VAT: VAT = net sum x rate, rounded once per (treatment, rate), as EN 16931 and
    the Belgian rules want it. Prices including VAT: the gross leads; net = gross sum / (1 + rate)
    rounded, VAT is the rest, so that 100.00 at 21 % is 82.64 + 17.36. Line shares by largest
    remainder. The order of the lines changes no total. Raises VatRuleError for an unknown treatment
    or for VAT on a treatment that carries none, MoneyError for a fixed net in a document whose
    prices include VAT.
    """
    if prices_include_vat and any(line.fixed_net is not None for line in lines):
        raise MoneyError("a fixed net amount does not go with prices including VAT")
    groups = _groups(lines)
    amounts: list[Amounts] = [Amounts(ZERO, ZERO)] * len(lines)
    vat_totals = []
    for (treatment, rate), members in sorted(groups.items(), key=_group_order):
        given = [line_amount(lines[index]) for index in members]
        share = _from_gross if prices_include_vat else _from_net
        group_amounts = share(given, rate)
        for index, line_amounts in zip(members, group_amounts, strict=True):
            amounts[index] = line_amounts
        vat_totals.append(_vat_total(treatment, rate, group_amounts))
    net = sum((group.net for group in vat_totals), ZERO)
    vat = sum((group.vat for group in vat_totals), ZERO)
    return Totals(
        lines=tuple(amounts), vat_totals=tuple(vat_totals), net=net, vat=vat, gross=net + vat
    )


def _groups(lines: Sequence[LineInput]) -> dict[GroupKey, list[int]]:
    """Line numbers per (treatment, rate); a rate of 21 and one of 21.00 are the same."""
    groups: dict[GroupKey, list[int]] = {}
    for index, line in enumerate(lines):
        rate = round_places(line.vat_rate, 2)
        treatment = treatment_for_code(line.treatment)
        if rate and not treatment.charges_vat:
            raise VatRuleError.no_vat_here(line.treatment, rate)
        groups.setdefault((line.treatment, rate), []).append(index)
    return groups


def _group_order(group: tuple[GroupKey, list[int]]) -> tuple[Decimal, str]:
    """Highest rate first, then by treatment: a fixed order, whatever the order of the lines."""
    (treatment, rate), _members = group
    return -rate, treatment


def _from_net(nets: list[Decimal], rate: Decimal) -> list[Amounts]:
    exact = [Fraction(net) * Fraction(rate) / 100 for net in nets]
    vats = round_to_total(exact, round_fraction(sum(exact, Fraction(0))))
    return [Amounts(net, vat) for net, vat in zip(nets, vats, strict=True)]


def _from_gross(grosses: list[Decimal], rate: Decimal) -> list[Amounts]:
    exact = [Fraction(gross) / (1 + Fraction(rate) / 100) for gross in grosses]
    nets = round_to_total(exact, round_fraction(sum(exact, Fraction(0))))
    return [Amounts(net, gross - net) for net, gross in zip(nets, grosses, strict=True)]


def _vat_total(treatment: str, rate: Decimal, lines: list[Amounts]) -> VatTotal:
    net = sum((line.net for line in lines), ZERO)
    vat = sum((line.vat for line in lines), ZERO)
    return VatTotal(treatment=treatment, rate=rate, net=net, vat=vat)
