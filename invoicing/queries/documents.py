"""Reading documents: one, a page of them, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import TruncDate

from accounts import clock
from accounts.models import Account
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice, DocumentState
from invoicing.queries.list_totals import TotalsPaginator
from invoicing.queries.payment_states import (
    SETTLED,
    UNSETTLED,
    PaidDocument,
    PaymentState,
    computed_once,
    with_payment_state,
)

__all__ = [
    "DocumentCounts",
    "DocumentFilter",
    "PaidDocument",
    "PaymentState",
    "document_counts",
    "document_get",
    "document_page",
]
ROWS_PER_PAGE = 25
CHANGED_ON = TruncDate("updated_at", tzinfo=clock.LOCAL_ZONE)
ZERO = Decimal("0.00")


class DocumentFilter(StrEnum):
    """Which documents a list shows."""

    ALL = "all"
    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDIT = "credit"
    ATTENTION = "attention"


@dataclass(frozen=True, kw_only=True)
class DocumentCounts:
    """How many documents each filter shows; amounts in EUR that customers still owe."""

    all: int
    draft: int
    open: int
    overdue: int
    paid: int
    credit: int
    attention: int
    open_amount: Decimal
    overdue_amount: Decimal

    def of(self, name: str) -> int:
        """Give the count of one filter."""
        count: int = getattr(self, DocumentFilter(name))
        return count


def document_get(*, account: Account, public_id: str) -> PaidDocument:
    """Give one document of the account with its payment state; raises Document.DoesNotExist.

    `has_credit_notes` on it (drafts count) spares `crediting_of` a query.
    """
    credit_notes = Document.objects.filter(original=OuterRef("pk")).order_by()
    documents = with_payment_state(account, clock.today()).annotate(
        has_credit_notes=Exists(credit_notes)
    )
    return documents.select_related("account", "customer").get(public_id=public_id)


def document_page(
    *,
    account: Account,
    filter: str = DocumentFilter.ALL,
    search: str = "",
    page: int = 1,
    attention: Collection[str] = (),
) -> Page[PaidDocument]:
    """Give one page of documents, the latest first, with their payment state.

    An issued document counts by its date, a draft by the day on which it was changed: what one is
    working on stands on top, and drafts that nobody touches do not push the invoices away.

    `search` looks in number, customer, references and extra values. `attention` are public ids that
    somebody else (a connector) wants looked at; documents that are paid too much are added to them.
    """
    documents = with_payment_state(account, clock.today()).select_related("customer")
    documents = documents.filter(_condition(DocumentFilter(filter), attention))
    latest = Case(When(state=DocumentState.ISSUED, then=F("issue_date")), default=CHANGED_ON)
    newest = (latest.desc(), "state", "-issued_at", "-updated_at", "-id")
    documents = _searched(documents, search).order_by(*newest)
    return TotalsPaginator(documents, ROWS_PER_PAGE).get_page(page)


def document_counts(*, account: Account, attention: Collection[str] = ()) -> DocumentCounts:
    """Count the documents of each filter and add up what is open, in one query."""
    documents = computed_once(with_payment_state(account, clock.today()))
    owed = Q(kind=DocumentKindChoice.INVOICE)
    totals = documents.aggregate(
        **{
            f"{name}_count": Count("pk", filter=_condition(name, attention))
            for name in DocumentFilter
        },
        open_sum=Sum("open_amount", filter=owed & Q(payment_state__in=UNSETTLED)),
        overdue_sum=Sum("open_amount", filter=Q(payment_state=PaymentState.OVERDUE)),
    )
    return DocumentCounts(
        **{str(name): totals[f"{name}_count"] for name in DocumentFilter},
        open_amount=totals["open_sum"] or ZERO,
        overdue_amount=totals["overdue_sum"] or ZERO,
    )


def _condition(name: DocumentFilter, attention: Collection[str]) -> Q:
    conditions = {
        DocumentFilter.ALL: ~Q(pk=None),
        DocumentFilter.DRAFT: Q(payment_state=PaymentState.DRAFT),
        DocumentFilter.OPEN: Q(payment_state__in=UNSETTLED),
        DocumentFilter.OVERDUE: Q(payment_state=PaymentState.OVERDUE),
        DocumentFilter.PAID: Q(payment_state__in=SETTLED),
        DocumentFilter.CREDIT: Q(kind=DocumentKindChoice.CREDIT_NOTE),
        DocumentFilter.ATTENTION: Q(payment_state=PaymentState.OVERPAID)
        | Q(public_id__in=list(attention)),
    }
    return conditions[name]


def _searched(documents: QuerySet[PaidDocument], search: str) -> QuerySet[PaidDocument]:
    for word in search.split():
        documents = documents.filter(
            Q(number__icontains=word)
            | Q(customer__name__icontains=word)
            | Q(buyer__name__icontains=word)
            | Q(customer_reference__icontains=word)
            | Q(payment_reference__icontains=word)
            | Q(extra_text__text__contains=word.casefold())
        )
    return documents
