"""The VAT of a file as its makers settled it, once it is seen to be a right one.

VAT is the base times the rate, rounded once. Three right ways of computing come out a cent beside
that: prices including VAT, where the gross leads (82.64 + 17.36); rows that hold the VAT of two
countries or a base lowered by a cash discount; and the last of several credit notes, which takes
the cents that those before it left. Beyond those the file is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from invoicing.money import ZERO, Amounts, round_fraction
from invoicing.totals import GroupKey, Totals
from invoicing.ubl.lines import Context, ReadLine, vat_of
from invoicing.ubl.proof import same, vat_breakdown, vat_label
from invoicing.ubl.xml import Node

ORIGINAL = "cac:BillingReference/cac:InvoiceDocumentReference"
CENT = Decimal("0.01")
# A row of two groups, or of a lowered base: each is rounded by itself.
TWO_ROUNDINGS = 2 * CENT
# Every credit note before the last one may have rounded half a cent: so of up to twenty of them.
LAST_CREDIT_NOTE = 10 * CENT
Settled = Mapping[GroupKey, Amounts]


def settled_vat(root: Node, lines: Sequence[ReadLine], totals: Totals, context: Context) -> Settled:
    """Base and VAT per group as the file states them; raises UblRefused where one cannot be right.

    `totals` are those of the lines, with VAT as base x rate.
    """
    bases: dict[GroupKey, Decimal] = defaultdict(lambda: ZERO)
    taxes: dict[GroupKey, Decimal] = defaultdict(lambda: ZERO)
    for subtotal in vat_breakdown(root).all("cac:TaxSubtotal", "btw-uitsplitsing"):
        key = vat_of(subtotal, "cac:TaxCategory", context)
        bases[key] += subtotal.required_amount("cbc:TaxableAmount", context.currency)
        taxes[key] += subtotal.required_amount("cbc:TaxAmount", context.currency)
    ours = {(row.treatment, row.rate, row.country): row for row in totals.vat_totals}
    slack = _slack(root, lines, context)
    settled = {}
    for key in sorted(bases.keys() | ours.keys()):
        row = ours.get(key)
        net, vat = (row.net, row.vat) if row else (ZERO, ZERO)
        same(f"de maatstaf bij {vat_label(key[1])}", bases[key], net, context.currency)
        if not _is_right(net, taxes[key], vat, key[1], slack):
            same(f"de btw bij {vat_label(key[1])}", taxes[key], vat, context.currency)
        settled[key] = Amounts(net, taxes[key])
    return settled


def _is_right(
    net: Decimal, stated: Decimal, computed: Decimal, rate: Decimal, slack: Decimal
) -> bool:
    if not rate:
        return stated == computed
    led_by_gross = round_fraction(Fraction(net + stated) / (1 + Fraction(rate) / 100)) == net
    return led_by_gross or abs(stated - computed) <= slack


def _slack(root: Node, lines: Sequence[ReadLine], context: Context) -> Decimal:
    if context.is_credit_note and root.text(
        "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"
    ):
        return LAST_CREDIT_NOTE
    if context.oss.country or _has_cash_discount(lines):
        return TWO_ROUNDINGS
    return ZERO


def _has_cash_discount(lines: Sequence[ReadLine]) -> bool:
    """A charge without VAT out of allowances with VAT: the Belgian cash discount in Peppol.

    The document's discount may be among the allowances as well.
    """
    level = [line for line in lines if line.is_document_level]
    lowered = sum((line.priced.net for line in level if line.vat_rate), ZERO)
    raised = [line.priced.net for line in level if not line.vat_rate and line.priced.net > 0]
    return any(amount <= -lowered for amount in raised)
