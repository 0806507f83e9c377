"""Payment status from the ledger: a stream of terms, from which what is settled is derived per
entry.

Per entry settled = total - open, and only a positive row means paid; absence never does (DESIGN
section 7).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Problem, Who
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
from connectors.core.services.settling import settled_apply, settled_at_least, settled_from

DELETED_STREAM = "deleted"
# Row versions are handed out before their transaction commits, so a lower one may appear later.
OVERLAP = 2000
RIGHTS_CHECK_EVERY = timedelta(hours=1)


def payments_pull(job: Job) -> JobResult:
    """Read what changed since the last time and write the differences as payments."""
    connection = job.connection
    connector = connector_for(connection.kind)
    if not isinstance(connector, PullsPayments):
        raise TypeError(f"{connection.kind} does not pull payments")
    hourly = _hourly_is_due(connection)
    if hourly and not connector.may_read_payments(connection):
        return _blind(connection)
    if hourly:
        _restart_after_move(connection, connector.resync_mark(connection))
    changed = _read_terms(connection, connector)
    if hourly:
        changed += _read_deletions(connection, connector)
        Connection.objects.filter(pk=connection.pk).update(last_rights_check_at=clock.now())
    Connection.objects.filter(pk=connection.pk).update(
        last_pull_at=clock.now(), last_success_at=clock.now(), problem={}
    )
    return JobResult.done(changed=changed)


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
    Connection.objects.filter(pk=connection.pk).update(problem=problem.as_json())
    return JobResult.attention(problem)


def _restart_after_move(connection: Connection, mark: str) -> None:
    cursor, created = SyncCursor.objects.get_or_create(
        connection=connection, stream=TERMS_STREAM, defaults={"full_resync_mark": mark}
    )
    if not created and cursor.full_resync_mark != mark:
        SyncCursor.objects.filter(connection=connection).update(position=0, full_resync_mark=mark)


def _cursor(connection: Connection, stream: str) -> SyncCursor:
    cursor, _ = SyncCursor.objects.get_or_create(connection=connection, stream=stream)
    return cursor


def _read_terms(connection: Connection, connector: PullsPayments) -> int:
    start = max(_cursor(connection, TERMS_STREAM).position - OVERLAP, 1)
    unclear: set[int] = set()
    changed = 0
    for page in connector.term_pages(connection, start):
        count, open_questions = _store_page(connection, page)
        changed += count
        unclear |= open_questions
    for booking_id in unclear:
        changed += _ask_for_entry(booking_id, connection, connector)
    return changed


def _store_page(connection: Connection, page: TermPage) -> tuple[int, set[int]]:
    """Store one page and move the cursor in one transaction; returns changes and the entries
    still unclear."""
    entry_ids = {row.entry_id for row in page.rows}
    changed, unclear = 0, set()
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
                unclear.add(booking.pk)
            else:
                changed += settled_apply(booking, outcome)
        if page.position > cursor.position:
            SyncCursor.objects.filter(pk=cursor.pk).update(position=page.position)
    return changed, unclear


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
    newer = [row for row in rows if row.version > known.get(row.external_id, -1)]
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
        if not rows:
            return settled_apply(booking, settled_at_least(booking, list(booking.terms.all())))
        _replace(booking, rows)
        open_amount = sum((row.amount for row in rows if not row.is_settled), Decimal(0))
        total = abs(booking.total or Decimal(0))
        return settled_apply(booking, max(total - open_amount, Decimal(0)))


def _replace(booking: Booking, rows: tuple[TermRow, ...]) -> None:
    """Make the stored terms those of this complete answer, keeping each one's version."""
    versions = dict(booking.terms.values_list("external_id", "version"))
    booking.terms.all().delete()
    _upsert(
        booking,
        [replace(row, version=versions.get(row.external_id, row.version)) for row in rows],
    )


def _read_deletions(connection: Connection, connector: PullsPayments) -> int:
    cursor = _cursor(connection, DELETED_STREAM)
    deletions = connector.deleted_terms(connection, max(cursor.position, 1))
    touched = Booking.objects.filter(
        connection=connection, terms__external_id__in=deletions.term_ids
    ).distinct()
    ids = list(touched.values_list("pk", flat=True))
    with transaction.atomic():
        ReceivableTerm.objects.filter(
            booking__connection=connection, external_id__in=deletions.term_ids
        ).delete()
        SyncCursor.objects.filter(pk=cursor.pk, position__lt=deletions.position).update(
            position=deletions.position
        )
    return sum(_ask_for_entry(pk, connection, connector) for pk in ids)
