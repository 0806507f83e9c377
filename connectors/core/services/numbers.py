"""Numbers in an outside journal: each is given out once, and stored before it is sent."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from connectors.core.errors import Problem, SetupNeeded, Who
from connectors.core.models import AllottedNumber, Booking
from connectors.core.ports import Ledger

# EntryNumber is an Edm.Int32 (reference rest.md 3.1).
LARGEST = 2**31 - 1
# So many of our numbers in use by others means that the journal is not ours alone.
MOST_NUMBERS = 10
NOT_OURS = Problem(
    code="number_refused",
    message=_("In dit dagboek van Exact zijn onze boekstuknummers al gebruikt."),
    cure=_("Laat Exact zelf nummeren: stap 2 van de instellingen."),
    who=Who.BOOKKEEPER,
)


def number_allot(booking: Booking, ledger: Ledger, document_number: str) -> int:
    """The booking's number in this ledger: the one it has, the digits of the document number, or
    the next free. Raises SetupNeeded when the journal is evidently numbered by others too."""
    scope = ledger.scope
    if booking.number is not None and _is_ours(booking, scope, booking.number):
        return booking.number
    wanted = _digits(document_number)
    if wanted is not None and _take(booking, scope, wanted):
        return wanted
    if booking.numbers.filter(scope=scope).count() >= MOST_NUMBERS:
        raise SetupNeeded(NOT_OURS)
    while True:
        highest = AllottedNumber.objects.filter(scope=scope).aggregate(top=Max("number"))["top"]
        number = int(highest or 0) + 1
        if number > LARGEST:
            raise SetupNeeded(NOT_OURS)
        if _take(booking, scope, number):
            return number


def _is_ours(booking: Booking, scope: str, number: int) -> bool:
    return AllottedNumber.objects.filter(scope=scope, number=number, booking=booking).exists()


def _digits(document_number: str) -> int | None:
    digits = re.sub(r"[^0-9]", "", document_number)
    return int(digits) if digits and 0 < int(digits) <= LARGEST else None


def _take(booking: Booking, scope: str, number: int) -> bool:
    try:
        with transaction.atomic():
            AllottedNumber.objects.create(scope=scope, number=number, booking=booking)
    except IntegrityError:
        return False
    return True
