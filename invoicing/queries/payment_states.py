"""What is paid, netted and open, derived in SQL from the payments that count.

A payment counts when its source is the account's own payment source, or when it came with an
imported document. What a credit note has not settled yet is netted with what its original still has
open: derived here and written nowhere, so that a bookkeeper who matches the two counts it once.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least, Round

from accounts.models import Account
from invoicing.models import Document, Payment
from invoicing.models.document import DocumentKindChoice, DocumentState
from invoicing.money import round_cents

IMPORT_SOURCE = "import"


class PaymentColumns(TypedDict):
    """What `with_payment_state` adds to a document.

    `credited_amount` is the sum of its credit notes, `unpaid_amount` what payments have not
    settled, `opposite_amount` what there is to net with, `netted_amount` what is netted, and
    `open_amount` what is left to pay, or to pay back.
    """

    paid_amount: Decimal
    credited_amount: Decimal
    unpaid_amount: Decimal
    opposite_amount: Decimal
    netted_amount: Decimal
    open_amount: Decimal
    payment_state: str


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    PaidDocument = WithAnnotations[Document, PaymentColumns]
    _DecimalField = DecimalField[Decimal, Decimal]
else:
    PaidDocument, _DecimalField = Document, DecimalField


class _AmountField(_DecimalField):
    """A computed amount: read back with 2 decimals from SQLite's floats as well."""

    def from_db_value(self, value: Decimal | None, *context: object) -> Decimal | None:
        return None if value is None else round_cents(value)


AMOUNT = _AmountField(max_digits=14, decimal_places=2)
ISSUED_NOTES = {"kind": DocumentKindChoice.CREDIT_NOTE, "state": DocumentState.ISSUED}
MANY = 2**31 - 1
NOTHING = Value(Decimal("0.00"), output_field=AMOUNT)


class PaymentState(StrEnum):
    """How far a document is settled; overdue wins over partly paid.

    An invoice that was credited as a whole and asks for nothing is credited, not paid. Of a credit
    note we owe something (refund) or nothing (settled: netted, or paid back).
    """

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    CREDITED = "credited"
    REFUND = "refund"
    SETTLED = "settled"


UNSETTLED = (PaymentState.OPEN, PaymentState.OVERDUE, PaymentState.PARTLY_PAID)
SETTLED = (
    PaymentState.PAID,
    PaymentState.OVERPAID,
    PaymentState.CREDITED,
    PaymentState.SETTLED,
)


def counting_payments(account: Account) -> QuerySet[Payment]:
    """Give the account's payments that count."""
    return Payment.objects.filter(
        account=account, source__in=(account.payment_source, IMPORT_SOURCE)
    )


def with_payment_state(account: Account, today: date) -> QuerySet[PaidDocument]:
    """Give the account's documents with the PaymentColumns.

    Amounts in EUR with 2 decimals and the sign of the document; `payment_state` holds a value of
    PaymentState as it is on the given calendar date.
    """
    return (
        Document.objects.filter(account=account)
        .annotate(paid_amount=_paid(account, document=OuterRef("pk")))
        .annotate(credited_amount=_rounded(_gross(original=OuterRef("pk"))))
        .annotate(unpaid_amount=_rounded(F("gross") - F("paid_amount")))
        .annotate(opposite_amount=_opposite(account))
        .annotate(netted_amount=_positive(Least("unpaid_amount", "opposite_amount")))
        .annotate(
            open_amount=ExpressionWrapper(
                F("unpaid_amount") - F("netted_amount"), output_field=AMOUNT
            )
        )
        .annotate(payment_state=_state(today))
    )


def computed_once(documents: QuerySet[PaidDocument]) -> QuerySet[PaidDocument]:
    """Give the same documents for adding up: a limit, even one that nobody reaches, keeps databases
    from working out the columns again for every sum that uses them.
    """
    return documents[:MANY]


def _opposite(account: Account) -> Case:
    """What the other side has open to net with, the oldest credit note first.

    Of an invoice: its credit notes, together. Of a credit note: what its original has open after
    the credit notes before this one.
    """
    earlier = {"original": OuterRef("original"), "pk__lt": OuterRef("pk")}
    original_open = F("original__gross") - _paid(account, document=OuterRef("original"))
    issued = Q(state=DocumentState.ISSUED, gross__gt=0)
    return Case(
        When(
            issued & Q(kind=DocumentKindChoice.INVOICE),
            then=_rounded(F("credited_amount") - _paid_of_notes(account, original=OuterRef("pk"))),
        ),
        When(
            issued & Q(kind=DocumentKindChoice.CREDIT_NOTE, original__gross__gt=0),
            then=_rounded(
                original_open - _positive(_gross(**earlier) - _paid_of_notes(account, **earlier))
            ),
        ),
        default=NOTHING,
        output_field=AMOUNT,
    )


def _paid(account: Account, **condition: Any) -> Coalesce:
    payments = _counting(account).filter(**condition)
    return _total(payments, "document", "amount")


def _paid_of_notes(account: Account, **condition: Any) -> Coalesce:
    """What payments have settled of issued credit notes."""
    of_notes = {f"document__{name}": value for name, value in (ISSUED_NOTES | condition).items()}
    payments = _counting(account).filter(**of_notes)
    return _total(payments, "document__original", "amount")


def _counting(account: Account) -> QuerySet[Payment]:
    """Payments that count, for a subquery on documents of the account.

    Without the account in it: SQLite would look up all payments of the account for every document.
    """
    return Payment.objects.filter(source__in=(account.payment_source, IMPORT_SOURCE)).order_by()


def _gross(**condition: Any) -> Coalesce:
    """The sum of issued credit notes."""
    notes = Document.objects.filter(**ISSUED_NOTES, **condition).order_by()
    return _total(notes, "original", "gross")


def _total(rows: QuerySet[Any, Any], by: str, amount: str) -> Coalesce:
    """The one sum of a subquery; no rows are zero."""
    sums = rows.values(by).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(sums), NOTHING, output_field=AMOUNT)


def _rounded(amount: Combinable) -> Round:
    """SQLite computes with floats: rounded, 0.10 + 0.20 - 0.30 is zero there too."""
    return Round(amount, precision=2, output_field=AMOUNT)


def _positive(amount: Combinable) -> Greatest:
    return Greatest(amount, NOTHING, output_field=AMOUNT)


def _state(today: date) -> Case:
    """Said in unpaid and opposite: SQLite cannot read an expression as deep as open_amount."""
    is_note = Q(kind=DocumentKindChoice.CREDIT_NOTE)
    is_netted = Q(unpaid_amount__gt=0, opposite_amount__gte=F("unpaid_amount"))
    is_credited = Q(credited_amount=F("gross"), gross__gt=0, opposite_amount=F("unpaid_amount"))
    too_much = Q(gross__gte=0, unpaid_amount__lt=0) | Q(gross__lte=0, unpaid_amount__gt=0)
    owed_to_us = Q(kind=DocumentKindChoice.INVOICE, gross__gt=0)
    return Case(
        When(state=DocumentState.DRAFT, then=Value(PaymentState.DRAFT.value)),
        When(too_much, then=Value(PaymentState.OVERPAID.value)),
        When(is_note & (Q(unpaid_amount=0) | is_netted), then=Value(PaymentState.SETTLED.value)),
        When(is_note, then=Value(PaymentState.REFUND.value)),
        When(is_credited, then=Value(PaymentState.CREDITED.value)),
        When(Q(unpaid_amount=0) | is_netted, then=Value(PaymentState.PAID.value)),
        When(owed_to_us & Q(due_date__lt=today), then=Value(PaymentState.OVERDUE.value)),
        When(~Q(paid_amount=0), then=Value(PaymentState.PARTLY_PAID.value)),
        default=Value(PaymentState.OPEN.value),
        output_field=CharField(),
    )
