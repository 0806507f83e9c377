"""The panel 'Boekhouding' of a document: one per connection that books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.access import Access, Right
from accounts.models import Role
from connectors.core.errors import Problem
from connectors.core.models import Booking, BookingState, Connection
from connectors.core.ports import BooksDocuments
from connectors.core.queries import StateBadge, booking_badge, connections_with_job
from connectors.core.registry import Connector, connector_for
from invoicing.models import Document

MOVING = (BookingState.READY, BookingState.SENDING, BookingState.UNKNOWN)


@dataclass(frozen=True)
class BookingPanel:
    """Everything the panel shows; `template` is included by the invoice page."""

    access: Access
    document: Document
    connection: Connection
    connector: Connector
    booking: Booking | None
    job_problem: Mapping[str, Any]
    template: str = "connectors/core/_panel_booking.html"

    @property
    def badge(self) -> StateBadge | None:
        """The state in words."""
        return booking_badge(self.booking.state) if self.booking else None

    @property
    def is_moving(self) -> bool:
        """Whether the state can change by itself, so that the page should ask again soon."""
        return (
            self.booking is not None
            and self.booking.state in MOVING
            and self.connection.is_active
            and not self.connection.hold
        )

    @property
    def problem(self) -> Problem | None:
        """What stands in the way: the booking's own problem, the connection's, or why the job
        waits."""
        if self.booking is None or self.booking.state == BookingState.BOOKED:
            return None
        stored = [self.booking.problem if self.booking.state not in MOVING else {}]
        stored += [self.connection.hold, self.connection.problem, self.job_problem]
        problems = (Problem.from_json(each) for each in stored)
        return next((problem for problem in problems if problem is not None), None)

    @property
    def cure_url(self) -> str:
        """The one place where the problem is solved; '' where there is none, or for who may not
        go there."""
        if self.problem is None or not self.access.can(Right.BOOKKEEPING):
            return ""
        return self.connector.cure_url(self.connection, self.problem)

    @property
    def entry_url(self) -> str:
        """The entry in the outside system."""
        return self.connector.entry_url(self.connection, self.booking) if self.booking else ""

    @property
    def shows_details(self) -> bool:
        """Whether entry, journal and differences are shown, or only how it stands."""
        return self.access.can(Right.BOOKKEEPING)

    @property
    def speaks_bookkeeping(self) -> bool:
        """Whether the reader is the bookkeeper: a journal says an owner nothing."""
        return self.access.membership.role == Role.BOOKKEEPER

    @property
    def pulls_payments(self) -> bool:
        """Whether this ledger is where the account's payment status comes from."""
        return self.access.account.payment_source == self.connection.kind

    @property
    def may_act(self) -> bool:
        """Whether this member may ask for the booking."""
        return self.access.can(Right.ISSUE)


def booking_panels(access: Access, document: Document) -> list[BookingPanel]:
    """The panels of one issued document (2 queries); none for a draft or without a connection."""
    if not document.is_issued:
        return []
    connections = connections_with_job(access.account, document)
    bookings = {
        booking.connection_id: booking
        for booking in Booking.objects.filter(connection__in=connections, document=document)
    }
    return [
        BookingPanel(
            access=access,
            document=document,
            connection=connection,
            connector=connector_for(connection.kind),
            booking=bookings.get(connection.pk),
            job_problem=connection.job_problem or {},
        )
        for connection in connections
        if isinstance(connector_for(connection.kind), BooksDocuments)
    ]
