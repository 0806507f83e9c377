"""What is paid and what is open, derived in SQL from the payments that count.

A payment counts when its source is the account's own payment source, or when it came with an
imported document.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from accounts.models import Account
from invoicing.models import Document, Payment
from invoicing.models.document import DocumentKindChoice, DocumentState
from invoicing.money import round_cents

IMPORT_SOURCE = "import"


class PaymentColumns(TypedDict):
    """What `with_payment_state` adds to a document."""

    paid_amount: Decimal
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


class PaymentState(StrEnum):
    """How far a document is settled; overdue wins over partly paid."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"


UNSETTLED = (PaymentState.OPEN, PaymentState.OVERDUE, PaymentState.PARTLY_PAID)
SETTLED = (PaymentState.PAID, PaymentState.OVERPAID)


def counting_payments(account: Account) -> QuerySet[Payment]:
    """Give the account's payments that count."""
    return Payment.objects.filter(
        account=account, source__in=(account.payment_source, IMPORT_SOURCE)
    )


def with_payment_state(account: Account, today: date) -> QuerySet[PaidDocument]:
    """Give the account's documents with `paid_amount`, `open_amount` and `payment_state`.

    Amounts in EUR with 2 decimals and the sign of the document; `payment_state` holds a value of
    PaymentState as it is on the given calendar date.
    """
    paid = (
        counting_payments(account)
        .filter(document=OuterRef("pk"))
        .order_by()
        .values("document")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return (
        Document.objects.filter(account=account)
        .annotate(paid_amount=Coalesce(Subquery(paid), Value(Decimal("0.00")), output_field=AMOUNT))
        # SQLite computes with floats: rounded, 0.10 + 0.20 - 0.30 is zero there too.
        .annotate(
            open_amount=Round(F("gross") - F("paid_amount"), precision=2, output_field=AMOUNT)
        )
        .annotate(payment_state=_state(today))
    )


def _state(today: date) -> Case:
    owed_to_us = Q(kind=DocumentKindChoice.INVOICE, gross__gt=0)
    too_much = Q(gross__gte=0, open_amount__lt=0) | Q(gross__lte=0, open_amount__gt=0)
    return Case(
        When(state=DocumentState.DRAFT, then=Value(PaymentState.DRAFT.value)),
        When(open_amount=0, then=Value(PaymentState.PAID.value)),
        When(too_much, then=Value(PaymentState.OVERPAID.value)),
        When(owed_to_us & Q(due_date__lt=today), then=Value(PaymentState.OVERDUE.value)),
        When(~Q(paid_amount=0), then=Value(PaymentState.PARTLY_PAID.value)),
        default=Value(PaymentState.OPEN.value),
        output_field=CharField(),
    )
