"""Booking one document: the state machine of DESIGN section 7, around a connector's three verbs.

READY -> SENDING -> BOOKED | REFUSED | UNKNOWN | CONFLICT. SENDING is committed before the socket
opens. UNKNOWN is
resolved by looking: absent twice, 60 s and 6 minutes after the attempt, before anything is sent
again.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import (
    Disconnected,
    Limited,
    OutcomeUnknown,
    Problem,
    Refused,
    SetupNeeded,
    Temporary,
    Who,
)
from connectors.core.models import Booking, BookingAttempt, BookingState, Job
from connectors.core.ports import BooksDocuments, Look, LookOutcome, PreparedBooking, Sent
from connectors.core.registry import connector_for
from connectors.core.results import JobResult
from connectors.core.services import booking_states as states
from connectors.core.services.numbers import number_allot
from invoicing.documents import IssuedDocument
from invoicing.queries.issued_documents import issued_document

FIRST_LOOK = timedelta(seconds=60)
SECOND_LOOK = timedelta(minutes=6)
NUMBER_IN_USE = "number_in_use"
# More than one, as somebody may have deleted the newest in the ledger.
KNOWN_ROWS = 3
LOOKING = Problem(
    code="outcome_unknown",
    message=_("Exact gaf geen duidelijk antwoord. We kijken na of de boeking er staat."),
    cure=_("Je hoeft niets te doen: dit lost zichzelf op binnen enkele minuten."),
    who=Who.NOBODY,
)


def booking_work(job: Job) -> JobResult:
    """Bring the job's booking one step further; raises the closed set for what the runner must
    classify."""
    booking = Booking.objects.select_related("connection__account", "document").get(
        connection=job.connection, document=job.document
    )
    if booking.state in (BookingState.BOOKED, BookingState.CONFLICT):
        return JobResult.done(state=booking.state)
    hold = Problem.from_json(booking.connection.hold)
    if hold is not None and booking.state == BookingState.READY:
        return JobResult.attention(hold)
    connector = connector_for(job.connection.kind)
    if not isinstance(connector, BooksDocuments):
        raise TypeError(f"{job.connection.kind} does not book documents")
    document = issued_document(booking.document)
    if booking.state == BookingState.SENDING:
        # The worker that sent it died before it could write down the answer.
        states.booking_unknown(booking, "worker died while sending")
    if booking.state == BookingState.UNKNOWN:
        return _look(booking, document, connector)
    return _send(booking, document, connector)


def _send(booking: Booking, document: IssuedDocument, connector: BooksDocuments) -> JobResult:
    connection = booking.connection
    try:
        ledger = connector.ledger_for(connection, document)
        number = number_allot(booking, ledger, document.number) if ledger.numbers else None
        prepared = connector.prepare(connection, document, number)
    except (Refused, SetupNeeded) as error:
        states.booking_refused(booking, error.problem)
        raise
    attempt = states.booking_sending(booking, ledger, number, prepared, _digest(prepared))
    try:
        entry = connector.send(connection, document, prepared)
    except (Temporary, Limited, Disconnected) as error:
        states.booking_not_executed(booking, attempt, str(error))
        raise
    except Refused as error:
        if error.problem.code == NUMBER_IN_USE and number is not None:
            return _number_in_use(booking, attempt, error)
        states.booking_refused(booking, error.problem, attempt)
        raise
    except OutcomeUnknown as error:
        return _unknown(booking, attempt, error)
    return states.booking_answered(booking, entry, attempt)


def _digest(prepared: PreparedBooking) -> str:
    return hashlib.sha256(json.dumps(prepared.payload, sort_keys=True).encode()).hexdigest()


def _number_in_use(booking: Booking, attempt: BookingAttempt, error: Refused) -> JobResult:
    # It may be ours, from an attempt whose answer was lost: look now, this one was certainly not
    # executed.
    states.booking_unknown(booking, error.problem.original, attempt, code=NUMBER_IN_USE)
    return JobResult.later(clock.now(), LOOKING)


def _unknown(booking: Booking, attempt: BookingAttempt, error: OutcomeUnknown) -> JobResult:
    states.booking_unknown(booking, error.detail, attempt, text=error.text)
    return JobResult.later(_look_at(booking), LOOKING)


def _look_at(booking: Booking) -> datetime:
    attempted = booking.attempted_at or clock.now()
    return attempted + (SECOND_LOOK if booking.absent_count else FIRST_LOOK)


def _look(booking: Booking, document: IssuedDocument, connector: BooksDocuments) -> JobResult:
    in_use = booking.problem.get("code") == NUMBER_IN_USE
    if not in_use and _look_at(booking) > clock.now():
        return JobResult.later(_look_at(booking), LOOKING)
    look = connector.look(booking.connection, document, _sent(booking))
    match look.outcome:
        case LookOutcome.FOUND | LookOutcome.DIFFERS:
            return states.booking_answered(booking, look.found, None)
        case LookOutcome.BLIND:
            return JobResult.later(clock.now() + SECOND_LOOK, _blind(look))
        case LookOutcome.ABSENT:
            return _absent(booking, look, in_use)


def _absent(booking: Booking, look: Look, in_use: bool) -> JobResult:
    if in_use:
        states.booking_ready_again(booking, drop_number=True)
        return JobResult.later(clock.now(), None)
    booking.absent_count += 1
    Booking.objects.filter(pk=booking.pk).update(absent_count=booking.absent_count)
    if booking.absent_count < 2:
        return JobResult.later(_look_at(booking), LOOKING)
    if booking.problem.get("original"):
        # A refusal in words that we do not know, and it proves not to be booked: a refusal.
        problem = _unknown_refusal(booking.problem["original"])
        states.booking_refused(booking, problem)
        return JobResult.attention(problem)
    states.booking_ready_again(booking, drop_number=look.number_taken)
    return JobResult.later(clock.now(), None)


def _sent(booking: Booking) -> Sent:
    known = Booking.objects.filter(
        connection=booking.connection,
        division=booking.division,
        journal=booking.journal,
        state=BookingState.BOOKED,
    ).order_by("-booked_at", "-pk")
    return Sent(
        number=booking.number,
        relation_id=booking.relation_id,
        journal=booking.journal,
        division=booking.division,
        known_entry_ids=tuple(known.values_list("external_id", flat=True)[:KNOWN_ROWS]),
        taken_entry_ids=_taken(booking),
    )


def _taken(booking: Booking) -> frozenset[str]:
    """Entries of ours for other documents with this number (imported ones may share it): never
    adopted twice."""
    others = Booking.objects.filter(
        connection=booking.connection, document__number=booking.document.number
    ).exclude(pk=booking.pk)
    return frozenset(others.exclude(external_id="").values_list("external_id", flat=True))


def _blind(look: Look) -> Problem:
    return Problem(
        code="blind",
        message=_(
            "Exact toont ons de boekingen niet meer, zodat we niet kunnen zien of deze er staat."
        ),
        cure=_("Laat je boekhouder nakijken of de gebruiker van de koppeling nog rechten heeft."),
        who=Who.BOOKKEEPER,
        original=look.detail,
    )


def _unknown_refusal(text: str) -> Problem:
    return Problem(
        code="unknown_refusal",
        message=_("Exact weigert deze boeking. De factuur zelf is in orde."),
        cure=_("Bekijk de melding van Exact met je boekhouder en probeer daarna opnieuw."),
        who=Who.BOOKKEEPER,
        original=text,
    )
