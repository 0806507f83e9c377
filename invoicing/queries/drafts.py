"""Reading the drafts that somebody chose."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import Document
from invoicing.models.document import DocumentState


def drafts_chosen(*, account: Account, public_ids: Collection[str]) -> QuerySet[Document]:
    """Give these drafts of the account with their customers; what is no draft of it is left out."""
    return drafts_all(account=account).filter(public_id__in=public_ids)


def drafts_all(*, account: Account) -> QuerySet[Document]:
    """Give all drafts of the account with their customers, the oldest first."""
    rows = Document.objects.filter(account=account, state=DocumentState.DRAFT)
    return rows.select_related("customer").order_by("created_at", "pk")
