"""Putting work in the outbox, and nudging the workers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.prepared import Prepared
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
from connectors.core.ports import BooksDocuments
from connectors.core.registry import connector_for
from invoicing.models import Document

logger = logging.getLogger(__name__)
LIVE = (JobState.READY, JobState.RUNNING, JobState.WAITING)
URGENT, NORMAL = 0, 1
RUN_JOB = "connectors.core.tasks.run_job"


def job_nudge(job_id: int) -> None:
    """Wake a worker for this job after commit; a broker that is down is logged, the sweep finds
    the job."""
    transaction.on_commit(lambda: _send_nudge(job_id))


def _send_nudge(job_id: int) -> None:
    try:
        # By name: the task runs the runner, which stands above this.
        current_app.send_task(RUN_JOB, args=[job_id])
    except (OperationalError, OSError) as error:
        logger.warning("nudge of job %s failed: %s", job_id, error)


def job_put(
    *, connection: Connection, kind: JobKind, document: Document | None, urgency: int = NORMAL
) -> Job:
    """Make the one live job of this kind for this document, due now, or return the one there is.

    A job that waits for its time (a limit, an unknown outcome) keeps that time.
    """
    with transaction.atomic():
        job = None
        while job is None:
            live = _live(connection, kind, document)
            job = live or _created(connection, kind, document, urgency)
        if job.state == JobState.READY and job.urgency > urgency:
            Job.objects.filter(pk=job.pk).update(urgency=urgency)
    job_nudge(job.pk)
    return job


def _live(connection: Connection, kind: JobKind, document: Document | None) -> Job | None:
    """Locked, so that a worker which is about to end this job sees what the caller changed."""
    live = Job.objects.filter(connection=connection, kind=kind, document=document, state__in=LIVE)
    return live.select_for_update().first()


def _created(
    connection: Connection, kind: JobKind, document: Document | None, urgency: int
) -> Job | None:
    """A new job; None where somebody pressed at the same moment: theirs is as good as ours."""
    now = clock.now()
    try:
        with transaction.atomic():
            return Job.objects.create(
                connection=connection,
                kind=kind,
                document=document,
                urgency=urgency,
                not_before=now,
                created_at=now,
            )
    except IntegrityError:
        return None


def booking_request(
    *, connection: Connection, document: Document, urgency: int = NORMAL
) -> Booking:
    """Ask for a document to be booked, in the caller's transaction; asking twice is asking once.

    A refused booking becomes ready again (somebody cured the cause); booked, unknown and conflict
    stay.
    """
    with transaction.atomic():
        booking, _ = Booking.objects.get_or_create(
            connection=connection, document=document, defaults={"created_at": clock.now()}
        )
        if booking.state == BookingState.REFUSED:
            Booking.objects.filter(pk=booking.pk, state=BookingState.REFUSED).update(
                state=BookingState.READY, problem={}
            )
            booking.refresh_from_db()
        if booking.state not in (BookingState.BOOKED, BookingState.CONFLICT):
            job_put(connection=connection, kind=JobKind.BOOK, document=document, urgency=urgency)
    return booking


BOOK_AT_ISSUE = Prepared(
    lambda account: Connection.objects.filter(account_id=account, book_at_issue=True).exclude(
        state=ConnectionState.ENDED
    )
)


def documents_issued_book(documents: Sequence[Document]) -> None:
    """The receiver of 'documents issued': put a booking job for every connection that books at
    issue."""
    for connection in BOOK_AT_ISSUE.rows(documents[0].account_id):
        if isinstance(connector_for(connection.kind), BooksDocuments):
            _first_bookings(connection, documents)


def _first_bookings(connection: Connection, documents: Sequence[Document]) -> None:
    """Ask for documents that this transaction issued: nobody can have asked for them before."""
    now = clock.now()
    Booking.objects.bulk_create(
        Booking(connection=connection, document=document, created_at=now) for document in documents
    )
    jobs = Job.objects.bulk_create(
        Job(
            connection=connection,
            kind=JobKind.BOOK,
            document=document,
            urgency=URGENT,
            not_before=now,
            created_at=now,
        )
        for document in documents
    )
    # A worker that is done with one goes on with the next.
    job_nudge(jobs[0].pk)


def not_queued(connection: Connection) -> QuerySet[Document]:
    """Issued documents of the account that this connection was never asked to book."""
    issued = Document.objects.filter(account=connection.account, state="issued")
    return issued.exclude(bookings__connection=connection)


def backlog_request(*, connection: Connection, since: object, actor: User | None = None) -> int:
    """Ask for every issued document from `since` (a date) that is not in the queue yet; returns
    how many."""
    documents = not_queued(connection).filter(issue_date__gte=since)
    count = 0
    for document in documents.order_by("issue_date", "pk"):
        booking_request(connection=connection, document=document)
        count += 1
    return count
