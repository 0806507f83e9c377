"""How to pay, as printed: a sentence and the data of the transfer."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from invoicing.documents import DocumentKind, IssuedDocument
from invoicing.formats import format_amount, format_date
from invoicing.identifiers import format_iban, format_payment_reference
from invoicing.pdf.texts import Pair, Words


class PaymentView(TypedDict):
    """How to pay: a sentence, and the data of the transfer as rows of label and value."""

    sentence: str
    rows: list[Pair]


def payment_view(document: IssuedDocument, open_amount: Decimal, words: Words) -> PaymentView:
    """A credit note asks for nothing, nor does an invoice of which nothing is open."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        return PaymentView(sentence=words["credit_settled"], rows=[])
    if open_amount <= 0:
        return PaymentView(sentence=words["nothing_to_pay"], rows=[])
    seller = document.seller
    sentence = words["pay_before"].format(
        amount=format_amount(open_amount, document.language, document.currency),
        date=format_date(document.due_date, document.language),
    )
    rows = [
        (words["account"], format_iban(seller.iban)),
        (words["bic"], seller.bic),
        (
            words["reference"],
            format_payment_reference(document.payment_reference or document.number),
        ),
    ]
    return PaymentView(
        sentence=sentence,
        rows=[(label, value) for label, value in rows if value],
    )
