"""The line of totals under a list of documents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO, round_cents
from invoicing.queries.payment_states import UNSETTLED


@dataclass(frozen=True, kw_only=True)
class ListTotals:
    """How many documents, what they come to (credit notes taken off) and what is open; in EUR."""

    count: int
    gross: Decimal
    open: Decimal


def list_totals(documents: Any, count: int) -> ListTotals:
    """Add up all pages of a list made by `document_page`, in one query; `count` is known already.

    `documents` is the list's query; raises TypeError for rows that were read already.
    """
    if not isinstance(documents, QuerySet):
        raise TypeError("only the list of a query can be added up by the database")
    invoices = Q(kind=DocumentKindChoice.INVOICE)
    sums = documents.order_by().aggregate(
        invoices=Sum("gross", filter=invoices),
        credits=Sum("gross", filter=~invoices),
        open=Sum("open_amount", filter=invoices & Q(payment_state__in=UNSETTLED)),
    )
    return ListTotals(
        count=count,
        gross=round_cents((sums["invoices"] or ZERO) - (sums["credits"] or ZERO)),
        open=round_cents(sums["open"] or ZERO),
    )
