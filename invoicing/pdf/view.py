"""From a frozen document to what is printed where: only texts, the layout reckons nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict

from invoicing.documents import DocumentKind, IssuedDocument
from invoicing.formats import format_date
from invoicing.pdf.amounts import LineView, base_note, grand_total, line_view, total_rows
from invoicing.pdf.countries import country_name
from invoicing.pdf.extra import extra_pairs
from invoicing.pdf.look import LogoView, Look, logo_view, look_of
from invoicing.pdf.parties import buyer_block, footer_line, seller_block
from invoicing.pdf.payment import PaymentView, payment_view
from invoicing.pdf.texts import Pair, Words, words_in
from invoicing.vat import legal_mentions

# So many characters of the foot's size surely fit on one row.
FOOTER_ROW = 110
# More lines would leave no room on the page for the invoice; saving refuses them.
FOOTER_LINES = 6


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
    own_footer: str
    footer_rows: int
    look: Look
    logo: LogoView | None


def document_view(
    document: IssuedDocument, open_amount: Decimal, logo: bytes = b""
) -> DocumentView:
    """All printed texts of the document; `open_amount` in EUR is what the reader should pay."""
    words = words_in(document.language)
    language = document.language
    abroad = document.seller.country != document.buyer.country
    including = "_including" if document.prices_include_vat else ""
    return DocumentView(
        language=language,
        title=words[_title(document)],
        number=document.number or words["draft"],
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
        mentions=[*_explanations(document, words), *(document.mentions or _mentions(document))],
        footer=footer_line(document.seller, words),
        own_footer=_own_footer(document.seller.footer),
        footer_rows=_footer_rows(_own_footer(document.seller.footer)),
        look=look_of(document.seller.colour),
        logo=logo_view(logo),
    )


def _title(document: IssuedDocument) -> str:
    is_advance = document.is_advance and document.kind is DocumentKind.INVOICE
    return "advance_invoice" if is_advance else document.kind.value


def _own_footer(footer: str) -> str:
    """The seller's own words, of too many lines only the first."""
    return "\n".join(footer.strip().splitlines()[:FOOTER_LINES])


def _footer_rows(footer: str) -> int:
    """How many rows to keep free for it at the foot of each page, rather one too many."""
    return sum(1 + len(row) // FOOTER_ROW for row in footer.splitlines())


def _explanations(document: IssuedDocument, words: Words) -> list[str]:
    note = base_note(document, words)
    return [note] if note else []


def _meta(document: IssuedDocument, words: Words) -> list[Pair]:
    """Dates, reference and the document's extra fields."""
    language = document.language
    is_invoice = document.kind is DocumentKind.INVOICE
    rows = [
        (words["issue_date" if is_invoice else "credit_note_date"], document.issue_date),
        (words["tax_point"], _supplied(document)),
        (words["due_date"], document.due_date if is_invoice else None),
    ]
    pairs = [(label, format_date(day, language)) for label, day in rows if day]
    pairs += [(words[name], value) for name, value in _references(document, words) if value]
    return pairs + extra_pairs(document.extra, language)


def _supplied(document: IssuedDocument) -> date | None:
    """The day of supply where that is another day, or where the treatment asks for it."""
    is_other_day = document.tax_point != document.issue_date
    return document.tax_point if is_other_day else document.delivery_date


def _references(document: IssuedDocument, words: Words) -> list[Pair]:
    """What the buyer, the law on G-accounts, and goods that leave the country ask for."""
    start, end, language = document.period_start, document.period_end, document.language
    period = (
        words["span"].format(start=format_date(start, language), end=format_date(end, language))
        if start and end
        else ""
    )
    country = document.delivery_country
    return [
        ("delivery_country", country_name(country, language) if country else ""),
        ("customer_reference", document.customer_reference),
        ("order_reference", document.order_reference),
        ("contract_reference", document.contract_reference),
        ("work_period", period),
        ("payroll_tax_number", document.seller.payroll_tax_number if document.g_account else ""),
    ]


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
