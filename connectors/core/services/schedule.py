"""Which jobs are due, and which pulls must be scheduled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import PaymentSource
from connectors.core import clock
from connectors.core.models import (
    Booking,
    BookingState,
    Connection,
    ConnectionState,
    Job,
    JobKind,
    JobState,
)
from connectors.core.ports import PullsPayments
from connectors.core.registry import connector_for
from connectors.core.services.jobs import LIVE, NORMAL, job_nudge, job_put

SWEEP_BATCH = 50
ON_THE_WAY = (BookingState.READY, BookingState.SENDING, BookingState.UNKNOWN)


def _due() -> QuerySet[Job]:
    now = clock.now()
    return Job.objects.filter(
        Q(state__in=[JobState.READY, JobState.WAITING], not_before__lte=now)
        | Q(state=JobState.RUNNING, lease_until__lt=now),
        connection__state=ConnectionState.ACTIVE,
        connection__account__plan__in=settings.PLANS_WITH_CONNECTORS,
    ).order_by("urgency", "not_before", "pk")


def due_jobs() -> list[int]:
    """Ids of due jobs, most urgent first: one for each connection whose lane is free, as a lane
    takes one at a time; a long queue of one connection hides no other."""
    lane_is_free = Q(connection__lane_until__isnull=True) | Q(
        connection__lane_until__lt=clock.now()
    )
    first = _due().filter(connection=OuterRef("connection")).values("pk")[:1]
    due = _due().filter(lane_is_free, pk=Subquery(first))
    return list(due.values_list("pk", flat=True)[:SWEEP_BATCH])


def stranded_put() -> int:
    """Put a job for each booking that is on its way but has none (a wake-up that was lost between
    two writes); returns how many."""
    live = Job.objects.filter(
        connection=OuterRef("connection"),
        document=OuterRef("document"),
        kind=JobKind.BOOK,
        state__in=LIVE,
    )
    stranded = Booking.objects.select_related("connection", "document").filter(
        ~Exists(live),
        state__in=ON_THE_WAY,
        connection__hold={},
        connection__state=ConnectionState.ACTIVE,
        connection__account__plan__in=settings.PLANS_WITH_CONNECTORS,
    )
    count = 0
    for booking in stranded[:SWEEP_BATCH]:
        job_put(connection=booking.connection, kind=JobKind.BOOK, document=booking.document)
        count += 1
    return count


def next_nudge(connection_id: int) -> None:
    """Nudge the next due job of this connection, if there is one."""
    job_id = _due().filter(connection_id=connection_id).values_list("pk", flat=True).first()
    if job_id is not None:
        job_nudge(job_id)


def next_pull_at(connection: Connection) -> datetime | None:
    """When the payment status is pulled next (aware UTC); None where that is switched off."""
    if not connection.pull_automatically:
        return None
    if connection.last_pull_at is None:
        return clock.now()
    return connection.last_pull_at + timedelta(minutes=settings.PAYMENT_PULL_MINUTES)


def pulls_put() -> int:
    """Put a pull job for each active connection that is due; returns how many."""
    horizon = clock.now() - timedelta(minutes=settings.PAYMENT_PULL_MINUTES)
    connections = Connection.objects.filter(
        Q(last_pull_at__isnull=True) | Q(last_pull_at__lte=horizon),
        state=ConnectionState.ACTIVE,
        pull_automatically=True,
        account__payment_source=PaymentSource.EXACT,
        account__plan__in=settings.PLANS_WITH_CONNECTORS,
    )
    pulled = Job.objects.filter(
        connection=OuterRef("pk"), kind=JobKind.PULL_PAYMENTS, created_at__gt=horizon
    )
    count = 0
    for connection in connections.filter(~Exists(pulled)):
        if isinstance(connector_for(connection.kind), PullsPayments):
            job_put(
                connection=connection, kind=JobKind.PULL_PAYMENTS, document=None, urgency=NORMAL
            )
            count += 1
    return count
