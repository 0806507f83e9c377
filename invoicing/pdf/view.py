"""From a frozen document to what is printed where: only texts, the layout reckons nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from invoicing.documents import DocumentKind, IssuedDocument
from invoicing.formats import format_date
from invoicing.pdf.amounts import LineView, grand_total, line_view, total_rows
from invoicing.pdf.extra import extra_pairs
from invoicing.pdf.parties import buyer_block, footer_line, seller_block
from invoicing.pdf.payment import PaymentView, payment_view
from invoicing.pdf.texts import Pair, Words, words_in
from invoicing.vat import legal_mentions


class DocumentView(TypedDict):
    """Everything on the page, in the order in which it stands there."""

    language: str
    title: str
    number: str
    date: tuple[int, int, int]
    words: dict[str, str]
    seller: list[str]
    buyer: list[str]
    meta: list[Pair]
    subject: str
    has_discount: bool
    headings: dict[str, str]
    lines: list[LineView]
    totals: list[Pair]
    grand_total: Pair
    payment: PaymentView
    note: str
    mentions: list[str]
    footer: str


def document_view(document: IssuedDocument, open_amount: Decimal) -> DocumentView:
    """All printed texts of the document; `open_amount` in EUR is what the reader should pay."""
    words = words_in(document.language)
    language = document.language
    abroad = document.seller.country != document.buyer.country
    including = "_including" if document.prices_include_vat else ""
    return DocumentView(
        language=language,
        title=words[document.kind.value],
        number=document.number,
        date=(document.issue_date.year, document.issue_date.month, document.issue_date.day),
        words=dict(words),
        seller=seller_block(document.seller, language, words, abroad=abroad),
        buyer=buyer_block(document.buyer, language, words, abroad=abroad),
        meta=_meta(document, words),
        subject=_subject(document, words),
        has_discount=any(line.discount_percent for line in document.lines),
        headings={"price": words[f"price{including}"], "amount": words[f"amount{including}"]},
        lines=[line_view(line, document, words) for line in document.lines],
        totals=total_rows(document, open_amount, words),
        grand_total=grand_total(document, open_amount, words),
        payment=payment_view(document, open_amount, words),
        note=document.note,
        mentions=list(document.mentions or _mentions(document)),
        footer=footer_line(document.seller, words),
    )


def _meta(document: IssuedDocument, words: Words) -> list[Pair]:
    """Dates, reference and the document's extra fields."""
    language = document.language
    is_invoice = document.kind is DocumentKind.INVOICE
    same_day = document.tax_point == document.issue_date
    rows = [
        (words["issue_date" if is_invoice else "credit_note_date"], document.issue_date),
        (words["tax_point"], None if same_day else document.tax_point),
        (words["due_date"], document.due_date if is_invoice else None),
    ]
    pairs = [(label, format_date(day, language)) for label, day in rows if day]
    if document.customer_reference:
        pairs.append((words["customer_reference"], document.customer_reference))
    return pairs + extra_pairs(document.extra, language)


def _subject(document: IssuedDocument, words: Words) -> str:
    """What a credit note credits."""
    if not document.original_number:
        return ""
    if document.original_date is None:
        return words["original"].format(number=document.original_number)
    day = format_date(document.original_date, document.language)
    return words["original_dated"].format(number=document.original_number, date=day)


def _mentions(document: IssuedDocument) -> tuple[str, ...]:
    return legal_mentions(
        (line.treatment for line in document.lines),
        document.seller.country,
        document.language,
        is_credit_note=document.kind is DocumentKind.CREDIT_NOTE,
    )
