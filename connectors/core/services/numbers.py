"""Numbers in an outside journal: each is given out once, and stored before it is sent."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.db.models import Max

from connectors.core.models import AllottedNumber, Booking
from connectors.core.ports import Ledger

# EntryNumber is an Edm.Int32 (reference rest.md 3.1).
LARGEST = 2**31 - 1


def number_allot(booking: Booking, ledger: Ledger, document_number: str) -> int:
    """The booking's number in this ledger: the one it has, the digits of the document number, or
    the next free."""
    scope = ledger.scope
    if booking.number is not None and _is_ours(booking, scope, booking.number):
        return booking.number
    wanted = _digits(document_number)
    if wanted is not None and _take(booking, scope, wanted):
        return wanted
    while True:
        highest = AllottedNumber.objects.filter(scope=scope).aggregate(top=Max("number"))["top"]
        if _take(booking, scope, (highest or 0) + 1):
            return int((highest or 0) + 1)


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
