"""'Zo ziet het eruit in Exact': the entry of a real invoice under the answers so far."""

from __future__ import annotations

from connectors.core.models import Connection
from connectors.exact.answers import Answers
from connectors.exact.mapping import MappedEntry, map_document
from connectors.exact.models import ReferenceSet
from connectors.exact.reference import periods_from
from invoicing.models import Document
from invoicing.queries.issued_documents import issued_document


def example_entry(connection: Connection, answers: Answers) -> MappedEntry | None:
    """The newest issued invoice as it would be booked now; None before the first. Makes no call."""
    document = (
        Document.objects.filter(account=connection.account, state="issued", kind="invoice")
        .order_by("-issue_date", "-pk")
        .first()
    )
    if document is None:
        return None
    stored = ReferenceSet.objects.filter(
        connection=connection, division=answers.division, kind="periods"
    ).first()
    periods = periods_from(stored.rows) if stored else ()
    return map_document(
        issued_document(document), answers.rules(periods), relation_id="", number=None
    )
