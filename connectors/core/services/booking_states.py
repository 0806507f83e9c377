"""The transitions of a booking, each written in one short transaction with its line in the audit
chain."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from accounts.audit import event_record
from connectors.core import clock, lease
from connectors.core.errors import Problem, Who
from connectors.core.models import (
    Booking,
    BookingAttempt,
    BookingState,
    Connection,
    JobState,
    SyncCursor,
)
from connectors.core.ports import Ledger, LedgerEntry, PreparedBooking
from connectors.core.results import JobResult

TERMS_STREAM = "payment_terms"
CONFLICT = Problem(
    code="conflict",
    message=_("In Exact staat een boeking voor deze factuur, maar ze verschilt van de factuur."),
    cure=_("Laat je boekhouder beide naast elkaar leggen en de boeking in Exact rechtzetten."),
    who=Who.BOOKKEEPER,
)


def _change(booking: Booking, **values: Any) -> None:
    """Move on from the state that was read; a worker that was overtaken meanwhile stops here.

    Renewing the lease locks the job's row until the transition is committed.
    """
    lease.renew()
    if not Booking.objects.filter(pk=booking.pk, state=booking.state).update(**values):
        raise lease.LeaseLost(f"booking {booking.pk} is no longer {booking.state}")
    for name, value in values.items():
        setattr(booking, name, value)


def _event(booking: Booking, action: str, **after: Any) -> None:
    event_record(
        account=booking.connection.account,
        actor=None,
        action=action,
        subject_type="document",
        subject_id=booking.document.public_id,
        after={"connection": booking.connection.kind, **after},
    )


def _finish(attempt: BookingAttempt | None, outcome: str, detail: str = "") -> None:
    if attempt is not None:
        attempt.outcome, attempt.detail, attempt.finished_at = outcome, detail, clock.now()
        attempt.save(update_fields=["outcome", "detail", "finished_at"])


def booking_sending(
    booking: Booking, ledger: Ledger, number: int | None, prepared: PreparedBooking, digest: str
) -> BookingAttempt:
    """Write down what is about to be sent; committed when this returns, before any socket opens."""
    cursor = SyncCursor.objects.filter(connection=booking.connection, stream=TERMS_STREAM).first()
    with transaction.atomic():
        _change(
            booking,
            state=BookingState.SENDING,
            division=ledger.division,
            journal=ledger.journal,
            number=number,
            relation_id=prepared.relation_id,
            total=prepared.total,
            mapping_version=prepared.mapping_version,
            attempted_at=clock.now(),
            cursor_at_attempt=cursor.position if cursor else 0,
            absent_count=0,
            problem={},
        )
        _event(booking, "booking.sending", number="" if number is None else str(number))
        return BookingAttempt.objects.create(
            booking=booking,
            started_at=clock.now(),
            mapping_version=prepared.mapping_version,
            payload=prepared.payload,
            digest=digest,
        )


def booking_not_executed(booking: Booking, attempt: BookingAttempt, detail: str) -> None:
    """The other side certainly did not execute it: back to ready."""
    with transaction.atomic():
        _change(booking, state=BookingState.READY)
        _finish(attempt, "not executed", detail)


def booking_unknown(
    booking: Booking,
    detail: str,
    attempt: BookingAttempt | None = None,
    *,
    code: str = "outcome_unknown",
    text: str = "",
) -> None:
    """Nobody knows whether it was booked; `text` is a refusal in words that we do not know."""
    with transaction.atomic():
        _change(booking, state=BookingState.UNKNOWN, problem={"code": code, "original": text or ""})
        _finish(attempt or booking.attempts.filter(outcome="").last(), "unknown", detail)
        _event(booking, "booking.unknown", detail=detail)


def booking_refused(
    booking: Booking, problem: Problem, attempt: BookingAttempt | None = None
) -> None:
    """The other side, or our own check before sending, said no."""
    with transaction.atomic():
        _change(booking, state=BookingState.REFUSED, problem=problem.as_json())
        _finish(attempt, "refused", problem.original or problem.message)
        _event(
            booking,
            "booking.refused",
            code=problem.code,
            original=problem.original,
            message=problem.message,
            params=dict(problem.params),
        )


def booking_ready_again(booking: Booking, *, drop_number: bool) -> None:
    """It proved not to be booked: it may be sent again, with a new number where ours was taken."""
    number = None if drop_number else booking.number
    with transaction.atomic():
        _change(booking, state=BookingState.READY, number=number, absent_count=0, problem={})
        _event(booking, "booking.absent", drop_number=drop_number)


def booking_answered(
    booking: Booking, entry: LedgerEntry, attempt: BookingAttempt | None
) -> JobResult:
    """The entry stands in the ledger: booked when it agrees, a conflict for a person when it does
    not."""
    try:
        with transaction.atomic():
            return _answered(booking, entry, attempt)
    except IntegrityError:
        # Another booking of ours already holds this entry: never two documents on one entry.
        with transaction.atomic():
            _change(booking, state=BookingState.CONFLICT, problem=CONFLICT.as_json())
            _finish(attempt, BookingState.CONFLICT.value, "entry of another booking")
            _event(booking, "booking.conflict", number=entry.external_number)
        return JobResult.attention(CONFLICT)


def _answered(booking: Booking, entry: LedgerEntry, attempt: BookingAttempt | None) -> JobResult:
    differences = [vars(difference) for difference in entry.differences]
    state = BookingState.BOOKED if entry.agrees else BookingState.CONFLICT
    _change(
        booking,
        state=state,
        external_id=entry.external_id,
        external_number=entry.external_number,
        differences=differences,
        problem={} if entry.agrees else CONFLICT.as_json(),
        booked_at=clock.now(),
    )
    _finish(attempt, state.value)
    _rewind_terms(booking)
    Connection.objects.filter(pk=booking.connection_id).update(last_success_at=clock.now())
    _event(booking, f"booking.{state.value}", number=entry.external_number)
    if not entry.agrees:
        return JobResult.attention(CONFLICT)
    _hold_on_other_number(booking)
    return JobResult(state=JobState.DONE, summary={"number": entry.external_number})


def _rewind_terms(booking: Booking) -> None:
    """Terms that were read while nobody knew that this entry is ours must be read again."""
    if booking.cursor_at_attempt is not None:
        SyncCursor.objects.filter(
            connection=booking.connection,
            stream=TERMS_STREAM,
            position__gt=booking.cursor_at_attempt,
        ).update(position=booking.cursor_at_attempt)


def _hold_on_other_number(booking: Booking) -> None:
    """Exact gave another number than we sent: the next booking waits until the bookkeeper chose."""
    if booking.number is None or booking.external_number in ("", str(booking.number)):
        return
    hold = Problem(
        code="number_changed",
        message=_("Exact gaf %(document)s boekstuknummer %(got)s in plaats van %(sent)s."),
        cure=_("Kies bij Koppelingen > Exact Online hoe de volgende boekingen genummerd worden."),
        who=Who.BOOKKEEPER,
        params={
            "document": booking.document.number,
            "got": booking.external_number,
            "sent": str(booking.number),
        },
    )
    Connection.objects.filter(pk=booking.connection_id).update(hold=hold.as_json())
    _event(booking, "booking.number_changed", sent=booking.number, got=booking.external_number)
