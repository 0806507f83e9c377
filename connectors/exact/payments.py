"""Payment status by `sync/Cashflow/PaymentTerms`, keyed on TransactionEntryID (reference rest.md
4)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from connectors.core.errors import Refused
from connectors.core.models import Connection
from connectors.core.ports import Deletions, TermPage, TermRow
from connectors.exact.booking import client_for
from connectors.exact.client import ExactClient
from connectors.exact.envelope import Row, amount_of, date_of, guid_of, int_of, text_of
from connectors.exact.limits import Urgency
from connectors.exact.reference import divisions

PATH = "sync/Cashflow/PaymentTerms"
RECEIVABLES = "cashflow/Receivables"
DELETED = "sync/Deleted"
SELECT = (
    "Timestamp,ID,TransactionEntryID,LineType,AmountDC,TransactionAmountDC,IsFullyPaid,Status,"
    "LastPaymentDate,EndDate"
)
RECEIVABLE_SELECT = (
    "ID,TransactionEntryID,AmountDC,TransactionAmountDC,IsFullyPaid,Status,LastPaymentDate,EndDate"
)
RECEIPT = 20
PAYMENT_TERM_ENTITY = 10
ZERO = Decimal("0.00")


def _client(connection: Connection) -> ExactClient:
    return client_for(connection, Urgency.PULL)


def term_pages(connection: Connection, position: int) -> Iterator[TermPage]:
    """Changed terms page by page; the only filter that the sync endpoints allow is on Timestamp."""
    params = {"$select": SELECT, "$filter": f"Timestamp gt {position}L"}
    for page in _client(connection).pages(PATH, params):
        versions = [int_of(row, "Timestamp") or 0 for row in page.rows]
        # Purchases (LineType 22) come in the same stream and cannot be filtered away.
        receipts = [row for row in page.rows if int_of(row, "LineType") in (RECEIPT, None)]
        rows = tuple(_term(row, int_of(row, "Timestamp") or 0) for row in receipts)
        yield TermPage(rows=rows, position=max(versions, default=0))


def entry_terms(connection: Connection, entry_id: str) -> tuple[TermRow, ...]:
    """Every term of one entry; nothing where this user may not ask that."""
    condition = f"TransactionEntryID eq guid'{entry_id}'"
    try:
        rows = _client(connection).rows(
            RECEIVABLES, {"$select": RECEIVABLE_SELECT, "$filter": condition}
        )
    except Refused:
        return ()
    return tuple(_term(row, 0) for row in rows)


def _term(row: Row, version: int) -> TermRow:
    """One term; the sign of AmountDC is known from one report only, so absolute values are used
    (rest.md 9.17)."""
    return TermRow(
        external_id=guid_of(row, "ID"),
        entry_id=guid_of(row, "TransactionEntryID"),
        version=version,
        amount=abs(amount_of(row, "AmountDC") or ZERO),
        total=abs(amount_of(row, "TransactionAmountDC") or ZERO),
        is_settled=row.get("IsFullyPaid") is True,
        settled_on=date_of(row, "LastPaymentDate") or date_of(row, "EndDate"),
        status=int_of(row, "Status") or RECEIPT,
    )


def deleted_terms(connection: Connection, position: int) -> Deletions:
    """Ids of payment terms that were deleted since (EntityType 10)."""
    params = {
        "$select": "Timestamp,EntityKey,EntityType",
        "$filter": f"Timestamp gt {position}L",
    }
    try:
        rows = _client(connection).rows(DELETED, params)
    except Refused:
        return Deletions(position=position)
    terms = [row for row in rows if int_of(row, "EntityType") == PAYMENT_TERM_ENTITY]
    return Deletions(
        term_ids=frozenset(guid_of(row, "EntityKey") for row in terms),
        position=max((int_of(row, "Timestamp") or 0 for row in rows), default=position),
    )


def may_read_payments(connection: Connection) -> bool:
    """Whether an empty answer means 'nothing changed' and not 'no rights'."""
    return _client(connection).may(PATH, "GET")


def resync_mark(connection: Connection) -> str:
    """The division with its DivisionMoveDate: when that changes, Exact has renumbered every
    Timestamp (rest.md 4.3). '' where no list of divisions names it."""
    client = _client(connection)
    for row in divisions(client):
        if text_of(row, "Code") == client.division:
            return f"{client.division} {text_of(row, 'DivisionMoveDate')}".strip()
    return ""
