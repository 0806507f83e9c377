"""Lines and totals as printed, in the amounts that the document was issued with."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from invoicing.documents import DocumentKind, IssuedDocument, IssuedLine, VatTotal
from invoicing.formats import (
    format_amount,
    format_number,
    format_percent,
    format_price,
    format_short,
)
from invoicing.pdf.extra import extra_pairs
from invoicing.pdf.texts import Pair, Words
from invoicing.vat import treatment_for_code


class LineView(TypedDict):
    """One row of the table."""

    description: str
    extra: list[str]
    quantity: str
    price: str
    discount: str
    vat: str
    amount: str


def line_view(line: IssuedLine, document: IssuedDocument, words: Words) -> LineView:
    """One row: its amount including VAT where the prices are."""
    language = document.language
    discount = format_percent(line.discount_percent, language) if line.discount_percent else ""
    amount = line.gross if document.prices_include_vat else line.net
    return LineView(
        description=line.description,
        extra=[f"{label}: {value}" for label, value in extra_pairs(line.extra, language)],
        quantity=f"{format_short(line.quantity, language)} {line.unit}".strip(),
        price=format_price(line.unit_price, language),
        discount=discount,
        vat=_rate_text(line.treatment, line.vat_rate, language, words),
        amount=format_number(amount, language),
    )


def total_rows(document: IssuedDocument, open_amount: Decimal, words: Words) -> list[Pair]:
    """Net, VAT per rate, and the total before what was already paid."""
    language, currency = document.language, document.currency
    paid = document.gross - open_amount
    rows = [(words["net_total"], format_amount(document.net, language, currency))]
    rows += [_vat_row(group, document, words) for group in document.vat_totals]
    if paid and document.kind is DocumentKind.INVOICE:
        rows.append((words["gross_total"], format_amount(document.gross, language, currency)))
        rows.append((words["prepaid"], format_amount(-paid, language, currency)))
    return rows


def grand_total(document: IssuedDocument, open_amount: Decimal, words: Words) -> Pair:
    """The last and largest figure: what is to be paid, or the whole of a credit note."""
    is_invoice = document.kind is DocumentKind.INVOICE
    label = words["to_pay" if is_invoice else "credited"]
    amount = open_amount if is_invoice else document.gross
    return label, format_amount(amount, document.language, document.currency)


def _vat_row(group: VatTotal, document: IssuedDocument, words: Words) -> Pair:
    language, currency = document.language, document.currency
    treatment = treatment_for_code(group.treatment)
    base = format_amount(group.net, language, currency)
    rate = format_percent(group.rate, language)
    name = words["vat_of_rate"].format(rate=rate)
    if not treatment.charges_vat:
        name = treatment.label.get(language, treatment.label["en"])
    # With one group the base is the line above.
    is_only_one = len(document.vat_totals) == 1
    label = name if is_only_one else words["vat_of_base"].format(vat=name, base=base)
    return label, format_amount(group.vat, language, currency)


def _rate_text(treatment: str, rate: Decimal, language: str, words: Words) -> str:
    category = treatment_for_code(treatment).ubl_category
    special = {"AE": words["reverse"], "E": words["exempt"], "O": "–"}
    return special.get(category, format_percent(rate, language))
