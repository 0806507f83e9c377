"""What core reads for its screens; every query takes the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Account
from connectors.core.models import Booking, BookingState, Connection, ConnectionState, Job
from invoicing.models import Document

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

ATTENTION_STATES = (BookingState.REFUSED, BookingState.CONFLICT)


@dataclass(frozen=True)
class StateBadge:
    """A state in words, with tone and icon."""

    word: str
    tone: str
    icon: str


def attention_bookings(account: Account) -> QuerySet[Booking]:
    """Bookings of this account that wait for a person."""
    return Booking.objects.filter(connection__account=account, state__in=ATTENTION_STATES)


def attention_count(account: Account) -> int:
    """How many bookings of this account wait for a person."""
    return attention_bookings(account).count()


def connection_of(account: Account, kind: str) -> Connection | None:
    """The account's connection of this kind, unless it ended."""
    return (
        Connection.objects.select_related("account")
        .filter(account=account, kind=kind)
        .exclude(state=ConnectionState.ENDED)
        .first()
    )


def live_connections(account: Account) -> list[Connection]:
    """The account's connections that did not end."""
    return list(
        Connection.objects.select_related("account")
        .filter(account=account)
        .exclude(state=ConnectionState.ENDED)
    )


class ConnectionWithJob(TypedDict):
    """What `connections_with_job` adds to a connection."""

    job_problem: dict[str, Any] | None


def connections_with_job(
    account: Account, document: Document
) -> list[WithAnnotations[Connection, ConnectionWithJob]]:
    """The connections that did not end, each with why the document's last job waits."""
    last_job = Job.objects.filter(connection=OuterRef("pk"), document=document).order_by("-pk")
    return list(
        Connection.objects.select_related("account")
        .filter(account=account)
        .exclude(state=ConnectionState.ENDED)
        .annotate(job_problem=Subquery(last_job.values("problem")[:1]))
    )


def booking_badge(state: str) -> StateBadge:
    """How a booking's state is shown."""
    badges = {
        BookingState.READY: StateBadge(_("wacht op Exact"), "wait", "wait"),
        BookingState.SENDING: StateBadge(_("wordt geboekt"), "wait", "wait"),
        BookingState.UNKNOWN: StateBadge(_("wordt nagekeken"), "wait", "wait"),
        BookingState.BOOKED: StateBadge(_("geboekt"), "booked", "booked"),
        BookingState.REFUSED: StateBadge(_("actie nodig"), "act", "act"),
        BookingState.CONFLICT: StateBadge(_("actie nodig"), "act", "act"),
    }
    return badges[BookingState(state)]


def booking_badges(account: Account, documents: Iterable[Document]) -> dict[str, StateBadge]:
    """The badges of these documents by public id, in one query."""
    rows = Booking.objects.filter(
        connection__account=account, document__in=[document.pk for document in documents]
    ).values_list("document__public_id", "state")
    return {public_id: booking_badge(state) for public_id, state in rows}


def queue_counts(connection: Connection) -> dict[str, int]:
    """How many bookings are in each state."""
    rows = connection.bookings.order_by().values_list("state").annotate(Count("pk"))
    return {**dict.fromkeys(BookingState.values, 0), **dict(rows)}
