"""The ports: what core asks of a connector, in values of ours (a kind never touches invoicing's
models)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from connectors.core.models import Connection
from invoicing.documents import IssuedDocument


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Where a document will be booked: `scope` names system, division and journal; `numbers` = we
    number."""

    scope: str
    division: str
    journal: str
    numbers: bool


@dataclass(frozen=True, kw_only=True)
class PreparedBooking:
    """What will be sent, complete: the payload and what the answer must agree with."""

    payload: dict[str, Any]
    mapping_version: int
    relation_id: str
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field in which the ledger differs from what was sent."""

    field: str
    sent: str
    found: str
    is_fatal: bool


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """An entry as the outside ledger holds it."""

    external_id: str
    external_number: str
    differences: tuple[Difference, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether nothing that matters for the books differs."""
        return not any(difference.is_fatal for difference in self.differences)


class LookOutcome(StrEnum):
    """What a look at the ledger showed. BLIND: the answer proves nothing (rights or division
    lost)."""

    FOUND = "found"
    DIFFERS = "differs"
    ABSENT = "absent"
    BLIND = "blind"


@dataclass(frozen=True, kw_only=True)
class Look:
    """The answer to 'does this document stand in the ledger?'."""

    outcome: LookOutcome
    entry: LedgerEntry | None = None
    number_taken: bool = False
    detail: str = ""

    @property
    def found(self) -> LedgerEntry:
        """The entry; raises LookupError for an outcome without one."""
        if self.entry is None:
            raise LookupError(self.outcome)
        return self.entry


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent before and must be looked for: our number, the relation, and known rows of
    the same ledger (none before the first booking)."""

    number: int | None
    relation_id: str
    journal: str
    division: str
    known_entry_ids: tuple[str, ...]
    taken_entry_ids: frozenset[str]


@runtime_checkable
class BooksDocuments(Protocol):
    """A connector that books issued documents in an outside ledger."""

    def ledger_for(self, connection: Connection, document: IssuedDocument) -> Ledger:
        """Where this document goes; raises SetupNeeded."""
        ...

    def prepare(
        self, connection: Connection, document: IssuedDocument, number: int | None
    ) -> PreparedBooking:
        """Map the document and find or make its relation; raises any of the closed set."""
        ...

    def send(
        self, connection: Connection, document: IssuedDocument, prepared: PreparedBooking
    ) -> LedgerEntry:
        """Book it, once; raises any of the closed set."""
        ...

    def look(self, connection: Connection, document: IssuedDocument, sent: Sent) -> Look:
        """Look whether it stands there, in the division it was sent to; raises Temporary, Limited
        or Disconnected."""
        ...


@dataclass(frozen=True, kw_only=True)
class TermRow:
    """A payment term: `amount` > 0 in EUR whatever its side, `total` that of the whole entry."""

    external_id: str
    entry_id: str
    version: int
    amount: Decimal
    total: Decimal
    is_settled: bool
    settled_on: date | None
    status: int


@dataclass(frozen=True, kw_only=True)
class TermPage:
    """One page of changed terms and the position up to which the stream was read with it."""

    rows: tuple[TermRow, ...]
    position: int


@dataclass(frozen=True, kw_only=True)
class Deletions:
    """Ids of deleted payment terms, and the position up to which that stream was read."""

    term_ids: frozenset[str] = field(default_factory=frozenset)
    position: int = 0


@runtime_checkable
class PullsPayments(Protocol):
    """A connector whose ledger tells what is settled."""

    def term_pages(self, connection: Connection, position: int) -> Iterator[TermPage]:
        """Terms changed after `position`, page by page."""
        ...

    def entry_terms(self, connection: Connection, entry_id: str) -> tuple[TermRow, ...]:
        """Every term of one entry; empty proves nothing."""
        ...

    def deleted_terms(self, connection: Connection, position: int) -> Deletions:
        """Terms deleted since."""
        ...

    def may_read_payments(self, connection: Connection) -> bool:
        """Whether the linked user still has the right, so that an empty answer means 'nothing
        changed'."""
        ...

    def resync_mark(self, connection: Connection) -> str:
        """Changes when the other system renumbered its stream (a moved division): then read from
        the start."""
        ...
