"""The line of totals under a list of documents, and the paginator that counts with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import cached_property

from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO, round_cents
from invoicing.queries.payment_states import UNSETTLED, computed_once

if TYPE_CHECKING:
    from invoicing.queries.payment_states import PaidDocument

    DocumentPaginator = Paginator[PaidDocument]
else:
    DocumentPaginator = Paginator


@dataclass(frozen=True, kw_only=True)
class ListTotals:
    """How many documents, what they come to (credit notes taken off) and what is open; in EUR."""

    count: int
    gross: Decimal
    open: Decimal


class TotalsPaginator(DocumentPaginator):
    """Pages of documents with their payment state; one query counts and adds up all of them."""

    def __init__(self, documents: QuerySet[PaidDocument], per_page: int) -> None:
        """Take the whole list, as a query in its order."""
        super().__init__(documents, per_page)
        self._documents = documents

    @cached_property
    def totals(self) -> ListTotals:
        """Give the totals of all pages together."""
        invoices = Q(kind=DocumentKindChoice.INVOICE)
        sums = computed_once(self._documents.order_by()).aggregate(
            rows=Count("pk"),
            invoices=Sum("gross", filter=invoices),
            credits=Sum("gross", filter=~invoices),
            open=Sum("open_amount", filter=invoices & Q(payment_state__in=UNSETTLED)),
        )
        return ListTotals(
            count=sums["rows"],
            gross=round_cents((sums["invoices"] or ZERO) - (sums["credits"] or ZERO)),
            open=round_cents(sums["open"] or ZERO),
        )

    @cached_property
    def count(self) -> int:
        """Give the number of documents, from the same query."""
        return self.totals.count
