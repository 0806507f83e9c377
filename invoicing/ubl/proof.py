"""Proving that the file's own totals are those of its lines, to the cent.

The public validation rules let VAT be off by almost a euro (BR-CO-17 and BR-S-09 of EN 16931 have a
tolerance), so every total is computed again and compared here; `settled` does so for the VAT.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from invoicing.formats import format_amount, format_percent
from invoicing.money import ZERO
from invoicing.totals import Totals
from invoicing.ubl.document import UblRefused
from invoicing.ubl.lines import Context, ReadLine
from invoicing.ubl.xml import Node

MONEY = "cac:LegalMonetaryTotal"


def vat_breakdown(root: Node) -> Node:
    """The TaxTotal that has subtotals; raises UblRefused without one.

    A second TaxTotal may give the VAT in the seller's own currency (BT-111): it has no subtotals.
    """
    for total in root.all("cac:TaxTotal"):
        if total.first("cac:TaxSubtotal") is not None:
            return total
    raise root.refused("de uitsplitsing van de btw (TaxTotal met TaxSubtotal) ontbreekt.")


def prove_totals(root: Node, lines: Sequence[ReadLine], totals: Totals, context: Context) -> None:
    """Raise UblRefused, naming both figures, unless the file's totals are those of its lines."""
    currency = context.currency
    nets = [(line.is_document_level, line.priced.net) for line in lines]
    charges = [net for is_document_level, net in nets if is_document_level]
    line_sum = sum((net for is_document_level, net in nets if not is_document_level), ZERO)
    stated = {
        "LineExtensionAmount": ("de som van de regels", line_sum),
        "TaxExclusiveAmount": ("het totaal zonder btw", totals.net),
        "TaxInclusiveAmount": ("het totaal met btw", totals.gross),
    }
    for name, (label, ours) in stated.items():
        same(label, root.required_amount(f"{MONEY}/cbc:{name}", currency), ours, currency)
    _prove_charges(root, charges, currency)
    stated_vat = vat_breakdown(root).required_amount("cbc:TaxAmount", currency)
    same("het totaal van de btw", stated_vat, totals.vat, currency)
    _prove_payable(root, totals.gross, currency)


def prepaid_amount(root: Node, currency: str) -> Decimal:
    """What was paid before the document was made, 0.00 when nothing."""
    return root.amount(f"{MONEY}/cbc:PrepaidAmount", currency) or ZERO


def _prove_charges(root: Node, charges: Sequence[Decimal], currency: str) -> None:
    """Charges and allowances net of each other: a negative charge may be counted on either side."""
    charged = root.amount(f"{MONEY}/cbc:ChargeTotalAmount", currency) or ZERO
    allowed = root.amount(f"{MONEY}/cbc:AllowanceTotalAmount", currency) or ZERO
    same("toeslagen min kortingen", charged - allowed, sum(charges, ZERO), currency)


def _prove_payable(root: Node, gross: Decimal, currency: str) -> None:
    rounding = root.amount(f"{MONEY}/cbc:PayableRoundingAmount", currency)
    if rounding:
        # Cash rounding is a payment difference, no part of the invoice (bookkeeping practice).
        raise UblRefused(
            f"het te betalen bedrag is afgerond met {format_amount(rounding, 'nl', currency)} "
            "(PayableRoundingAmount). Alleen facturen zonder zo'n afronding kunnen worden "
            "overgenomen."
        )
    payable = root.required_amount(f"{MONEY}/cbc:PayableAmount", currency)
    same("het te betalen bedrag", payable, gross - prepaid_amount(root, currency), currency)


def vat_label(rate: Decimal) -> str:
    """How a message names the VAT of a rate (per cent)."""
    return f"btw-tarief {format_percent(rate, 'nl')}"


def same(label: str, stated: Decimal, ours: Decimal, currency: str) -> None:
    """Raise UblRefused, naming both figures, unless they are the same."""
    if stated != ours:
        raise UblRefused(
            f"{label} klopt niet. Het bestand zegt {format_amount(stated, 'nl', currency)}, "
            f"de regels geven {format_amount(ours, 'nl', currency)}."
        )
