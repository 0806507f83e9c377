"""Who still has to pay: what is open, by how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from accounts.models import Account
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO, round_cents
from invoicing.queries.payment_states import (
    UNSETTLED,
    PaymentState,
    computed_once,
    with_payment_state,
)

# Days late up to which a bucket reaches; the last one has no end.
LIMITS = (0, 30, 60)


@dataclass(frozen=True, kw_only=True)
class AgeBucket:
    """What is open and between so many days late; EUR with 2 decimals. `last_day` None: no end."""

    first_day: int
    last_day: int | None
    amount: Decimal
    count: int


def receivables_by_age(*, account: Account, today: date) -> list[AgeBucket]:
    """Add up what invoices still have open: not due yet, then up to 30, 60 and more days late."""
    owed = with_payment_state(account, today).filter(
        kind=DocumentKindChoice.INVOICE, payment_state__in=UNSETTLED
    )
    firsts = (None, *(limit + 1 for limit in LIMITS))
    lasts = (*LIMITS, None)
    spans = list(zip(firsts, lasts, strict=True))
    sums = computed_once(owed).aggregate(
        **{f"sum{n}": Sum("open_amount", filter=_late(today, *s)) for n, s in enumerate(spans)},
        **{f"count{n}": Count("pk", filter=_late(today, *s)) for n, s in enumerate(spans)},
    )
    return [
        AgeBucket(
            first_day=first or 0,
            last_day=last,
            amount=round_cents(sums[f"sum{number}"] or ZERO),
            count=sums[f"count{number}"],
        )
        for number, (first, last) in enumerate(spans)
    ]


def most_overdue(*, account: Account, today: date, limit: int = 5) -> list[Document]:
    """Give the invoices that are late the longest, with `open_amount`."""
    late = with_payment_state(account, today).filter(payment_state=PaymentState.OVERDUE)
    return list(late.select_related("customer").order_by("due_date", "id")[:limit])


def _late(today: date, first: int | None, last: int | None) -> Q:
    condition = Q()
    if first is not None:
        condition &= Q(due_date__lte=today - timedelta(days=first))
    if last is not None:
        condition &= Q(due_date__gte=today - timedelta(days=last))
    return condition
