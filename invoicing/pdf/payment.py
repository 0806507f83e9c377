"""How to pay, as printed: a sentence and the data of each transfer, or of the direct debit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TypedDict

from invoicing.documents import DocumentKind, IssuedDocument, PaymentMethod
from invoicing.formats import format_amount, format_date, format_percent
from invoicing.identifiers import format_iban, format_payment_reference
from invoicing.pdf.texts import Pair, Words
from invoicing.pdf.transfers import Transfer, transfers


class PaymentPart(TypedDict):
    """One transfer or collection: what it is called (where there are two), and rows of data."""

    title: str
    rows: list[Pair]


class PaymentView(TypedDict):
    """How to pay: a sentence, the parts, and what paying early is worth."""

    sentence: str
    parts: list[PaymentPart]
    offer: str


def payment_view(document: IssuedDocument, open_amount: Decimal, words: Words) -> PaymentView:
    """A credit note asks for nothing, nor does an invoice of which nothing is open."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        return _told(_credit_sentence(document, words))
    if open_amount <= 0:
        return _told(_nothing_sentence(document, words))
    if document.payment_method == PaymentMethod.DIRECT_DEBIT:
        return _collected(document, open_amount, words)
    asked = transfers(document, open_amount)
    sentence = _sentence(words["pay_before" if len(asked) == 1 else "pay_in_two"], document)
    return PaymentView(
        sentence=sentence.replace("{amount}", _amount(document, open_amount)),
        parts=[_part(document, each, words, is_only=len(asked) == 1) for each in asked],
        offer=_offer(document, open_amount, words),
    )


def _told(sentence: str) -> PaymentView:
    return PaymentView(sentence=sentence, parts=[], offer="")


def _amount(document: IssuedDocument, amount: Decimal) -> str:
    return format_amount(amount, document.language, document.currency)


def _sentence(text: str, document: IssuedDocument) -> str:
    return text.replace("{date}", format_date(document.due_date, document.language))


def _part(
    document: IssuedDocument, transfer: Transfer, words: Words, *, is_only: bool
) -> PaymentPart:
    """The data to type over; the amount only where the sentence names another."""
    reference = format_payment_reference(document.payment_reference or document.number)
    rows = [
        (words["amount"], "" if is_only else _amount(document, transfer.amount)),
        (words["account"], format_iban(transfer.iban)),
        (words["bic"], transfer.bic),
        (words["reference"], reference),
    ]
    return PaymentPart(
        title=_title(document, transfer, words, is_only=is_only),
        rows=[(label, value) for label, value in rows if value],
    )


def _title(document: IssuedDocument, transfer: Transfer, words: Words, *, is_only: bool) -> str:
    if transfer.is_blocked and document.g_account is not None:
        percent = format_percent(document.g_account.percent, document.language)
        return words["on_g_account"].format(percent=percent)
    return "" if is_only else words["on_account"]


def _collected(document: IssuedDocument, open_amount: Decimal, words: Words) -> PaymentView:
    language, signed = document.language, document.mandate_date
    rows = [
        (words["collection_date"], format_date(document.due_date, language)),
        (words["mandate"], document.mandate_reference),
        (words["mandate_date"], format_date(signed, language) if signed else ""),
        (words["creditor_id"], document.seller.creditor_id),
        (
            words["reference"],
            format_payment_reference(document.payment_reference or document.number),
        ),
    ]
    sentence = _sentence(words["collected"], document)
    return PaymentView(
        sentence=sentence.replace("{amount}", _amount(document, open_amount)),
        parts=[PaymentPart(title="", rows=[(label, value) for label, value in rows if value])],
        offer="",
    )


def _offer(document: IssuedDocument, open_amount: Decimal, words: Words) -> str:
    """What may be kept for paying early; not once a part was paid."""
    discount = document.cash_discount_amount
    if discount <= 0 or open_amount != document.gross:
        return ""
    last = document.issue_date + timedelta(days=document.cash_discount_days)
    amount = open_amount - discount
    offer = words["cash_offer"].format(
        date=format_date(last, document.language),
        discount=_amount(document, discount),
        amount=_amount(document, amount),
    )
    if document.g_account is None or document.g_account.amount <= 0:
        return offer
    # The agreed part on the G-account stays; the discount is taken off the other.
    blocked = min(document.g_account.amount, amount)
    told = words["cash_offer_g_account"].format(
        rest=_amount(document, amount - blocked), blocked=_amount(document, blocked)
    )
    return f"{offer} {told}"


def _nothing_sentence(document: IssuedDocument, words: Words) -> str:
    """Why nothing is asked: it was paid, an advance covers it, or it came to nothing."""
    if document.gross > 0:
        return words["nothing_to_pay"]
    return words["zero_after_advance" if document.advances else "zero_total"]


def _credit_sentence(document: IssuedDocument, words: Words) -> str:
    blocked = document.g_account
    if blocked is None or blocked.amount <= 0:
        return words["credit_settled"]
    part = words["credited_g_account"].format(amount=_amount(document, blocked.amount))
    return f"{words['credit_settled']} {part}"
