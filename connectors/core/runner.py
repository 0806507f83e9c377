"""Runs one job: claim, work, record. Holds the project's only broad `except`."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from connectors.core import clock, lease
from connectors.core.errors import (
    ConnectorError,
    Disconnected,
    Limited,
    OutcomeUnknown,
    Problem,
    Refused,
    SetupNeeded,
    Temporary,
    Who,
)
from connectors.core.models import (
    Booking,
    BookingState,
    Connection,
    ConnectionState,
    Job,
    JobKind,
    JobState,
)
from connectors.core.results import JobResult
from connectors.core.services import schedule
from connectors.core.services.booking import booking_work
from connectors.core.services.pulling import payments_pull

logger = logging.getLogger(__name__)
WORK = {JobKind.BOOK: booking_work, JobKind.PULL_PAYMENTS: payments_pull}
BACK_OFF_SECONDS = (15, 60, 300, 900)


def run(job_id: int) -> Job | None:
    """Run the job if it is due and free; afterwards the next due one of its connection is nudged.

    Not where this one waits for the other system itself: the rest would only wait as well, and
    the sweep comes back.
    """
    job = Job.objects.select_related("connection__account", "document").get(pk=job_id)
    if not job.connection.is_active:
        return None
    held = lease.take(job.pk, job.connection_id)
    if held is None:
        return None
    try:
        job.refresh_from_db()
        result = _work(job)
        _record(job, held, result)
    except lease.LeaseLost:
        logger.warning("job %s was taken over by another worker", job.pk)
        return job
    finally:
        lease.release(held)
    if not result.is_held_up:
        schedule.next_nudge(job.connection_id)
    return job


def _work(job: Job) -> JobResult:
    try:
        return WORK[JobKind(job.kind)](job)
    except ConnectorError as error:
        return _classify(job, error)
    except lease.LeaseLost:
        raise
    except Exception:
        # Whatever it was, one job must not stop the queue, and nobody may lose sight of it.
        logger.exception("job %s failed unexpectedly", job.pk)
        return _after_unexpected(job)


INTERNAL = Problem(
    code="internal",
    message=_("Er ging iets mis in Boekbrug zelf. Er is niets verloren."),
    cure=_("De helpdesk is op de hoogte en kijkt dit na."),
    who=Who.HELPDESK,
)


def _after_unexpected(job: Job) -> JobResult:
    """Never given up, only slower (a full disk, a database that was away): a booking that was being
    sent is looked for by the next run, like after a worker's death. Meanwhile a person is told."""
    return JobResult.later(_back_off(job, 60), INTERNAL)


def _classify(job: Job, error: ConnectorError) -> JobResult:
    match error:
        case Limited():
            return JobResult.held_up(error.until, error.problem)
        case Temporary():
            return JobResult.held_up(_back_off(job, error.retry_after), error.problem)
        case Disconnected():
            _disconnect(job.connection, error)
            return JobResult.held_up(clock.now(), error.problem)
        case Refused() | SetupNeeded():
            return JobResult.attention(error.problem)
        case OutcomeUnknown():
            # Reading had no clear answer; nothing was changed by it, so reading again is safe.
            return JobResult.held_up(_back_off(job, 30), None)
    raise AssertionError(f"the closed set of errors has a stranger: {error!r}")


def _back_off(job: Job, at_least: int) -> datetime:
    step = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS) - 1)]
    return clock.now() + timedelta(seconds=max(step, at_least))


def _disconnect(connection: Connection, error: Disconnected) -> None:
    state = ConnectionState.SETUP if error.keeps_link else ConnectionState.DISCONNECTED
    Connection.objects.filter(pk=connection.pk, state=ConnectionState.ACTIVE).update(
        state=state, problem=error.problem.as_json()
    )


def _record(job: Job, held: lease.Lease, result: JobResult) -> None:
    done = result.state in (JobState.DONE, JobState.NEEDS_ATTENTION)
    with transaction.atomic():
        held_still = Job.objects.filter(pk=job.pk, lease_token=held.token).update(
            state=result.state,
            not_before=result.not_before or job.not_before,
            problem=result.problem.as_json() if result.problem else {},
            result=result.summary,
            attempts=0 if result.state == JobState.DONE else job.attempts + 1,
            lease_token="",
            lease_until=None,
            finished_at=clock.now() if done else None,
        )
        if held_still and result.state == JobState.NEEDS_ATTENTION and _was_asked_again(job):
            Job.objects.filter(pk=job.pk, state=result.state).update(
                state=JobState.READY, finished_at=None
            )
    job.refresh_from_db()


def _was_asked_again(job: Job) -> bool:
    """Whether somebody cured the cause and asked again before this job was written off."""
    return Booking.objects.filter(
        connection=job.connection_id,
        connection__hold={},
        document=job.document_id,
        state=BookingState.READY,
    ).exists()
