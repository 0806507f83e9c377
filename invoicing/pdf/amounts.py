"""Lines and totals as printed, in the amounts that the document was issued with."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypedDict

from invoicing.documents import (
    DocumentKind,
    IssuedDocument,
    IssuedLine,
    PaymentMethod,
    VatTotal,
)
from invoicing.formats import (
    format_amount,
    format_date,
    format_number,
    format_percent,
    format_price,
    format_short,
)
from invoicing.money import EXACT, round_places
from invoicing.pdf.countries import country_name
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
    """One row: its amount before the document's discount, including VAT where the prices are."""
    language = document.language
    discount = format_percent(line.discount_percent, language) if line.discount_percent else ""
    amount = line.gross if document.prices_include_vat else line.net
    return LineView(
        description=line.description,
        extra=[
            *_explained(line, document, words),
            *(f"{label}: {value}" for label, value in extra_pairs(line.extra, language)),
        ],
        quantity=f"{format_short(line.quantity, language)} {line.unit}".strip(),
        price=format_price(line.unit_price, language),
        discount=discount,
        vat=_rate_text(line, language, words),
        amount=format_number(amount + line.document_discount, language),
    )


def total_rows(document: IssuedDocument, open_amount: Decimal, words: Words) -> list[Pair]:
    """Net, VAT per rate, and the total before what was already paid."""
    language, currency = document.language, document.currency
    paid = document.gross - open_amount
    rows = _discount_rows(document, words)
    rows += [(words["net_total"], format_amount(document.net, language, currency))]
    rows += [_vat_row(group, document, words) for group in document.vat_totals]
    if paid and document.kind is DocumentKind.INVOICE:
        rows.append((words["gross_total"], format_amount(document.gross, language, currency)))
        rows.append((words["prepaid"], format_amount(-paid, language, currency)))
    return rows


def grand_total(document: IssuedDocument, open_amount: Decimal, words: Words) -> Pair:
    """The last and largest figure: what is to be paid, or the whole of a credit note."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        label, amount = "credited", document.gross
    elif document.payment_method == PaymentMethod.DIRECT_DEBIT and open_amount > 0:
        label, amount = "to_collect", open_amount
    else:
        label, amount = "to_pay", open_amount
    return words[label], format_amount(amount, document.language, document.currency)


def base_note(document: IssuedDocument, words: Words) -> str:
    """Why the VAT is on less than the net: the Belgian cash discount lowers its base."""
    if all(group.base is None for group in document.vat_totals):
        return ""
    percent = format_percent(document.cash_discount_percent, document.language)
    return words["cash_base"].format(percent=percent)


def _explained(line: IssuedLine, document: IssuedDocument, words: Words) -> list[str]:
    """The price without VAT, the advance that is taken off, and the months of a contract."""
    language = document.language
    told = []
    if document.prices_include_vat and document.buyer.is_business and line.vat_rate:
        # Between businesses the price without VAT is a mention (directive 2006/112/EC art. 226, 8).
        bare = EXACT.divide(line.unit_price * 100, 100 + line.vat_rate)
        told.append(f"{words['price']}: {format_price(round_places(bare, 4), language)}")
    if line.advance_number and not _names(line.description, line.advance_number):
        days = {each.number: format_date(each.date, language) for each in document.advances}
        name = "advance_line_dated" if line.advance_number in days else "advance_line"
        day = days.get(line.advance_number, "")
        told.append(words[name].format(number=line.advance_number, date=day))
    if line.deferred_from and line.deferred_to:
        start, end = (format_date(day, language) for day in (line.deferred_from, line.deferred_to))
        told.append(words["deferred"].format(start=start, end=end))
    return told


def _names(text: str, number: str) -> bool:
    """Whether a text has this number, not as a part of a longer one."""
    return re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", text) is not None


def _discount_rows(document: IssuedDocument, words: Words) -> list[Pair]:
    """What the lines add up to, and the document's discount on it."""
    if not document.discount_amount:
        return []
    language, currency = document.language, document.currency
    total = document.gross if document.prices_include_vat else document.net
    percent = format_percent(document.discount_percent, language)
    return [
        (words["subtotal"], format_amount(total + document.discount_amount, language, currency)),
        (
            words["discount_of"].format(percent=percent),
            format_amount(-document.discount_amount, language, currency),
        ),
    ]


def _vat_row(group: VatTotal, document: IssuedDocument, words: Words) -> Pair:
    language, currency = document.language, document.currency
    base = format_amount(group.vat_base, language, currency)
    name = _group_name(group, language, words)
    # With one group the base is the line above, unless a cash discount lowers it.
    is_above = len(document.vat_totals) == 1 and group.vat_base == document.net
    label = name if is_above else words["vat_of_base"].format(vat=name, base=base)
    return label, format_amount(group.vat, language, currency)


def _group_name(group: VatTotal, language: str, words: Words) -> str:
    treatment = treatment_for_code(group.treatment)
    if not treatment.charges_vat:
        return treatment.label.get(language, treatment.label["en"])
    rate = format_percent(group.rate, language)
    if not group.country:
        return words["vat_of_rate"].format(rate=rate)
    country = country_name(group.country, language)
    return words["vat_of_country"].format(rate=rate, country=country)


def _rate_text(line: IssuedLine, language: str, words: Words) -> str:
    category = treatment_for_code(line.treatment).ubl_category
    special = {"AE": words["reverse"], "E": words["exempt"], "O": "–"}
    rate = format_percent(line.vat_rate, language)
    return special.get(category, f"{rate} {line.vat_country}".strip())
