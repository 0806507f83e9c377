"""The connector as core sees it: its name, its pages, and the ports that it fills."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from connectors.core.errors import Problem
from connectors.core.models import Booking, Connection
from connectors.core.ports import (
    Deletions,
    Ledger,
    LedgerEntry,
    Look,
    PreparedBooking,
    Sent,
    TermPage,
    TermRow,
)
from connectors.exact import booking, hosts, payments
from connectors.exact.refusals import stops_everything
from connectors.exact.services.linking import unidentified_finish
from connectors.exact.services.setup import STEP_FOR_PROBLEM
from invoicing.documents import IssuedDocument

RELATION_PROBLEMS = frozenset({"relation_several", "relation_by_name"})
OVERVIEW_PROBLEMS = frozenset({"reconnect", "taken_over", "number_changed"})


class ExactConnector:
    """Exact Online: books documents and pulls payments."""

    kind = "exact"
    name = "Exact Online"

    def tidy(self) -> None:
        """Give pairs a home that came just before Exact stopped answering."""
        unidentified_finish()

    def overview_url(self, account_slug: str) -> str:
        """Koppelingen > Exact Online."""
        return reverse("exact_overview", args=[account_slug])

    def entry_url(self, connection: Connection, booking: Booking) -> str:
        """The entry's page in the simulator; Exact's own deep links are not documented, so there
        it is ''."""
        return hosts.entry_url(hosts.host_for(connection.account), booking)

    def cure_url(self, connection: Connection, problem: Problem) -> str:
        """The step of the wizard, or the page, where a problem of this kind is solved."""
        slug = connection.account.slug
        if problem.code in STEP_FOR_PROBLEM:
            return reverse(STEP_FOR_PROBLEM[problem.code], args=[slug])
        if problem.code in RELATION_PROBLEMS:
            return reverse("exact_relation", args=[slug, problem.params["customer"]])
        if problem.code in OVERVIEW_PROBLEMS or stops_everything(problem):
            return self.overview_url(slug)
        return ""

    def ledger_for(self, connection: Connection, document: IssuedDocument) -> Ledger:
        """See connectors.exact.booking."""
        return booking.ledger_for(connection, document)

    def prepare(
        self, connection: Connection, document: IssuedDocument, number: int | None
    ) -> PreparedBooking:
        """See connectors.exact.booking."""
        return booking.prepare(connection, document, number)

    def send(
        self, connection: Connection, document: IssuedDocument, prepared: PreparedBooking
    ) -> LedgerEntry:
        """See connectors.exact.booking."""
        return booking.send(connection, document, prepared)

    def look(self, connection: Connection, document: IssuedDocument, sent: Sent) -> Look:
        """See connectors.exact.booking."""
        return booking.look(connection, document, sent)

    def term_pages(self, connection: Connection, position: int) -> Iterator[TermPage]:
        """See connectors.exact.payments."""
        return payments.term_pages(connection, position)

    def entry_terms(self, connection: Connection, entry_id: str) -> tuple[TermRow, ...]:
        """See connectors.exact.payments."""
        return payments.entry_terms(connection, entry_id)

    def deleted_terms(self, connection: Connection, position: int) -> Deletions:
        """See connectors.exact.payments."""
        return payments.deleted_terms(connection, position)

    def may_read_payments(self, connection: Connection) -> bool:
        """See connectors.exact.payments."""
        return payments.may_read_payments(connection)

    def resync_mark(self, connection: Connection) -> str:
        """See connectors.exact.payments."""
        return payments.resync_mark(connection)
