"""The amounts of a draft's lines as columns: the same computation on saving and on issuing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from invoicing.documents import LineNature
from invoicing.models import Company, Document, DocumentLine
from invoicing.models.document import DocumentKindChoice
from invoicing.queries.remaining import LineLeft, Remaining
from invoicing.totals import (
    NO_CASH_DISCOUNT,
    CashDiscount,
    LineInput,
    Totals,
    compute_totals,
    line_amount,
)
from invoicing.vat import DISBURSEMENT

INPUTS = ("quantity", "unit_price", "discount_percent", "treatment", "vat_rate", "vat_country")
# What a line's amount rests on, beside the inputs.
LINKS = ("nature", "original_line", "advance")


@dataclass(frozen=True, kw_only=True)
class AmountTerms:
    """What of the document its amounts rest on; percentages in per cent.

    `remaining` is what is left of the original, for a credit note only.
    """

    prices_include_vat: bool = False
    discount_percent: Decimal = Decimal(0)
    cash_discount: CashDiscount = NO_CASH_DISCOUNT
    remaining: Remaining | None = None


def cash_discount_of(company: Company, percent: Decimal) -> CashDiscount:
    """Give the rule of the seller's country: in Belgium the discount lowers the VAT base."""
    return CashDiscount(percent=percent, lowers_base=company.country == "BE")


def terms_of_document(
    document: Document, company: Company, remaining: Remaining | None
) -> AmountTerms:
    """Give what the amounts of a stored draft rest on."""
    return AmountTerms(
        prices_include_vat=document.prices_include_vat,
        discount_percent=document.discount_percent,
        cash_discount=cash_discount_of(company, document.cash_discount_percent),
        remaining=remaining if document.kind == DocumentKindChoice.CREDIT_NOTE else None,
    )


def columns_of(line: DocumentLine) -> dict[str, Any]:
    """Give the columns of a stored line that its amount rests on."""
    return {name: getattr(line, name) for name in (*INPUTS, *LINKS)}


def amounts(lines: Sequence[Mapping[str, Any]], terms: AmountTerms) -> Totals:
    """Compute all amounts of lines given as columns."""
    return compute_totals(
        [_input(line, terms) for line in lines],
        terms.prices_include_vat,
        discount_percent=terms.discount_percent,
        cash_discount=terms.cash_discount,
        left=terms.remaining.groups if terms.remaining else None,
    )


def line_input(line: Mapping[str, Any]) -> LineInput:
    """Give what one line's own amount follows from.

    A deducted advance and money paid in the customer's name share in no discount of the document.
    On a credit note only a line at the price of its original does: another price is an amount to
    credit.
    """
    is_own = not line.get("advance") and line["treatment"] != DISBURSEMENT
    is_own = is_own and line.get("nature") != LineNature.DISBURSEMENT
    return LineInput(**{name: line[name] for name in INPUTS}, is_discountable=is_own)


def _input(line: Mapping[str, Any], terms: AmountTerms) -> LineInput:
    given = line_input(line)
    if terms.remaining is None:
        return given
    original: DocumentLine | None = line.get("original_line")
    if original is None or original.unit_price != given.unit_price:
        return replace(given, is_discountable=False)
    left = terms.remaining.lines.get(original.pk, LineLeft(Decimal(0), Decimal(0)))
    if (
        given.quantity == left.quantity
        and line_amount(given, terms.discount_percent) != left.amount
    ):
        # The last one takes the cents that the parts before it left over.
        return replace(given, fixed_amount=left.amount)
    return given
