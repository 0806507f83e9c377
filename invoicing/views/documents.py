"""What the screens of documents share."""

from __future__ import annotations

from django.http import Http404

from accounts.access import AccountRequest
from invoicing.models import Document
from invoicing.queries.documents import PaidDocument, document_get


def document_or_404(request: AccountRequest, public_id: str) -> PaidDocument:
    """Give the account's document with its payment state, or the page that says there is none.

    It is kept on the request too, where the panels of connectors find it.
    """
    try:
        document = document_get(account=request.access.account, public_id=public_id)
    except Document.DoesNotExist as error:
        raise Http404 from error
    request.documents = [document]  # type: ignore[attr-defined]
    return document
