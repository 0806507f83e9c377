"""Payment status from the ledger: a stream of terms, from which what is settled is derived per
entry.

Per entry settled = total - open, and only a positive row means paid; absence never does (DESIGN
section 7).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Problem, Refused, SetupNeeded, Who
from connectors.core.models import (
    Booking,
    BookingState,
    Connection,
    Job,
    ReceivableTerm,
    SyncCursor,
)
from connectors.core.ports import PullsPayments, TermPage, TermRow
from connectors.core.registry import connector_for
from connectors.core.results import JobResult
from connectors.core.services.booking_states import TERMS_STREAM
from connectors.core.services.settling import (
    settled_apply,
    settled_at_least,
    settled_from,
    settled_of_entry,
)

DELETED_STREAM = "deleted"
# Row versions are handed out before their transaction commits, so a lower one may appear later.
OVERLAP = 2000
# Of a term that was not read from the stream: whatever the stream says of it is newer.
UNKNOWN_VERSION = -1
RIGHTS_CHECK_EVERY = timedelta(hours=1)


def payments_pull(job: Job) -> JobResult:
    """Read what changed since the last time and write the differences as payments."""
    connection = job.connection
    connector = connector_for(connection.kind)
    if not isinstance(connector, PullsPayments):
        raise TypeError(f"{connection.kind} does not pull payments")
    hourly = _hourly_is_due(connection)
    try:
        if hourly and not connector.may_read_payments(connection):
            return _blind(connection)
        changed = _read(connection, connector, hourly)
        if changed is None:
            return _blind(connection)
    except (Refused, SetupNeeded) as error:
        _tell(connection, error.problem)
        raise
    Connection.objects.filter(pk=connection.pk).update(
        last_pull_at=clock.now(), last_success_at=clock.now(), problem={}
    )
    return JobResult.done(changed=changed)


def _read(connection: Connection, connector: PullsPayments, hourly: bool) -> int | None:
    """Read and write; None where rows that we know of are no longer shown and the right is gone."""
    if hourly:
        _restart_after_move(connection, connector.resync_mark(connection))
    start = max(_cursor(connection, TERMS_STREAM).position - OVERLAP, 1)
    changed, seen = _read_terms(connection, connector, start)
    hidden = not seen and _knows_rows_after(connection, start)
    if hidden and not connector.may_read_payments(connection):
        return None
    if hourly:
        _read_deletions(connection, connector)
        Connection.objects.filter(pk=connection.pk).update(last_rights_check_at=clock.now())
    return changed + _answer_questions(connection, connector)


def _hourly_is_due(connection: Connection) -> bool:
    last = connection.last_rights_check_at
    return last is None or clock.now() - last >= RIGHTS_CHECK_EVERY


def _blind(connection: Connection) -> JobResult:
    problem = Problem(
        code="no_payment_rights",
        message=_(
            "De gebruiker van de koppeling mag de betalingen in Exact niet lezen. De "
            "betaalstatus blijft zoals ze was."
        ),
        cure=_("Laat je boekhouder deze gebruiker het recht 'Openstaande posten' geven."),
        who=Who.BOOKKEEPER,
    )
    _tell(connection, problem)
    return JobResult.attention(problem)


def _tell(connection: Connection, problem: Problem) -> None:
    Connection.objects.filter(pk=connection.pk).update(problem=problem.as_json())


def _restart_after_move(connection: Connection, mark: str) -> None:
    """Where the other system numbers its stream anew, what we know of it starts anew as well."""
    cursor, created = SyncCursor.objects.get_or_create(
        connection=connection, stream=TERMS_STREAM, defaults={"full_resync_mark": mark}
    )
    if created or not mark or cursor.full_resync_mark == mark:
        return
    with transaction.atomic():
        SyncCursor.objects.filter(connection=connection).update(position=0, full_resync_mark=mark)
        terms = ReceivableTerm.objects.filter(booking__connection=connection)
        terms.update(version=UNKNOWN_VERSION)


def _cursor(connection: Connection, stream: str) -> SyncCursor:
    cursor, _ = SyncCursor.objects.get_or_create(connection=connection, stream=stream)
    return cursor


def _read_terms(connection: Connection, connector: PullsPayments, start: int) -> tuple[int, int]:
    """How many bookings changed, and how many rows were shown at all."""
    changed = seen = 0
    for page in connector.term_pages(connection, start):
        changed += _store_page(connection, page)
        seen += len(page.rows)
    return changed, seen


def _knows_rows_after(connection: Connection, start: int) -> bool:
    """Whether the overlap should have shown rows of ours again."""
    terms = ReceivableTerm.objects.filter(booking__connection=connection, version__gt=start)
    return terms.exists()


def _store_page(connection: Connection, page: TermPage) -> int:
    """Store one page and move the cursor in one transaction; returns how many bookings changed.

    An entry whose known terms do not add up becomes a question, kept until it is answered.
    """
    entry_ids = {row.entry_id for row in page.rows}
    changed = 0
    with transaction.atomic():
        cursor = SyncCursor.objects.select_for_update().get(
            connection=connection, stream=TERMS_STREAM
        )
        for booking in _bookings(connection, entry_ids):
            rows = [row for row in page.rows if row.entry_id == booking.external_id]
            if not _upsert(booking, rows):
                continue
            outcome = settled_from(booking, list(booking.terms.all()))
            if outcome is None:
                _ask_later([booking.pk])
            else:
                changed += settled_apply(booking, outcome)
        if page.position > cursor.position:
            SyncCursor.objects.filter(pk=cursor.pk).update(position=page.position)
    return changed


def _ask_later(booking_ids: list[int]) -> None:
    """In the transaction that moves the cursor: a pull that breaks off here loses no question."""
    Booking.objects.filter(pk__in=booking_ids).update(has_open_question=True)


def _answer_questions(connection: Connection, connector: PullsPayments) -> int:
    asked = Booking.objects.filter(connection=connection, has_open_question=True).order_by("pk")
    ids = list(asked.values_list("pk", flat=True))
    return sum(_ask_for_entry(pk, connection, connector) for pk in ids)


def _bookings(connection: Connection, entry_ids: set[str]) -> list[Booking]:
    return list(
        Booking.objects.select_for_update(of=("self",))
        .select_related("document", "connection__account")
        .filter(
            connection=connection,
            external_id__in=entry_ids,
            state__in=[BookingState.BOOKED, BookingState.CONFLICT],
        )
        .order_by("pk")
    )


def _upsert(booking: Booking, rows: list[TermRow]) -> bool:
    """Store the rows that are newer than what is known; order does not matter. Returns whether
    any was."""
    known = dict(booking.terms.values_list("external_id", "version"))
    newer = [row for row in rows if row.version > known.get(row.external_id, UNKNOWN_VERSION)]
    for row in sorted(newer, key=lambda each: each.version):
        ReceivableTerm.objects.update_or_create(
            booking=booking,
            external_id=row.external_id,
            defaults={
                "version": row.version,
                "amount": row.amount,
                "is_settled": row.is_settled,
                "settled_on": row.settled_on,
                "status": row.status,
            },
        )
    return bool(newer)


def _ask_for_entry(booking_id: int, connection: Connection, connector: PullsPayments) -> int:
    """Read every term of one entry, where the stream alone does not add up to the entry's total."""
    entry_id = Booking.objects.values_list("external_id", flat=True).get(pk=booking_id)
    rows = connector.entry_terms(connection, entry_id)
    with transaction.atomic():
        booking = _bookings(connection, {entry_id})[0]
        Booking.objects.filter(pk=booking_id).update(has_open_question=False)
        if not rows:
            return settled_apply(booking, settled_at_least(booking, list(booking.terms.all())))
        _replace(booking, rows)
        return settled_apply(booking, settled_of_entry(booking, rows))


def _replace(booking: Booking, rows: tuple[TermRow, ...]) -> None:
    """Make the stored terms those of this complete answer, keeping each one's version."""
    versions = dict(booking.terms.values_list("external_id", "version"))
    booking.terms.all().delete()
    _upsert(
        booking, [replace(row, version=max(versions.get(row.external_id, 0), 0)) for row in rows]
    )


def _read_deletions(connection: Connection, connector: PullsPayments) -> None:
    cursor = _cursor(connection, DELETED_STREAM)
    deletions = connector.deleted_terms(connection, max(cursor.position, 1))
    with transaction.atomic():
        deleted = ReceivableTerm.objects.filter(
            booking__connection=connection, external_id__in=deletions.term_ids
        )
        _ask_later(list(deleted.values_list("booking", flat=True)))
        deleted.delete()
        SyncCursor.objects.filter(pk=cursor.pk, position__lt=deletions.position).update(
            position=deletions.position
        )
