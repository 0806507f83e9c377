"""From payment terms to payments: what is settled, and the one row that says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import PaymentSource
from connectors.core import clock
from connectors.core.models import Booking, ReceivableTerm
from connectors.core.ports import TermRow
from invoicing.models import Payment
from invoicing.models.payment import PaymentReason
from invoicing.services.payments import payment_record

ZERO = Decimal("0.00")


def settled_from(booking: Booking, terms: list[ReceivableTerm]) -> Decimal | None:
    """What the known terms say is settled (EUR, >= 0); None when they do not add up to the
    entry's total.

    A part payment may split a term or lower it, and a term may be replaced by others after an
    edit: where the
    known rows are not the whole entry, the entry itself is asked for.
    """
    total = abs(booking.total or ZERO)
    if sum((term.amount for term in terms), ZERO) != total:
        return None
    return sum((term.amount for term in terms if term.is_settled), ZERO)


def settled_at_least(booking: Booking, terms: list[ReceivableTerm]) -> Decimal:
    """The amount that is settled for certain, where the known terms are incomplete or some are
    out of date."""
    total = abs(booking.total or ZERO)
    settled = sum((term.amount for term in terms if term.is_settled), ZERO)
    open_amount = sum((term.amount for term in terms if not term.is_settled), ZERO)
    return min(settled, max(total - open_amount, ZERO))


def settled_of_entry(booking: Booking, rows: tuple[TermRow, ...]) -> Decimal:
    """What a complete answer says is settled (EUR, >= 0): the entry's own total, which a
    bookkeeper may have edited, less what is open."""
    total = max((row.total for row in rows), default=ZERO) or abs(booking.total or ZERO)
    open_amount = sum((row.amount for row in rows if not row.is_settled), ZERO)
    return max(total - open_amount, ZERO)


def settled_apply(booking: Booking, settled: Decimal) -> int:
    """Write the difference to what was known as one payment; returns 1 when something changed,
    else 0.

    Runs in the caller's transaction, which holds the booking's row. A prepaid amount of an
    imported document
    is part of what Exact calls settled, so it is not counted a second time.
    """
    document = booking.document
    sign = -1 if document.gross < 0 else 1
    prepaid = _sum(booking, "import") * sign
    known = _sum(booking, PaymentSource.EXACT) * sign
    difference = max(settled - prepaid, ZERO) - known
    Booking.objects.filter(pk=booking.pk).update(settled=settled, settled_checked_at=clock.now())
    if difference == 0:
        return 0
    count = Payment.objects.filter(document=document, source=PaymentSource.EXACT).count()
    payment_record(
        document=document,
        date=_settled_on(booking),
        amount=difference * sign,
        source=PaymentSource.EXACT,
        source_reference=f"{booking.external_id}:{count + 1}",
        reason=PaymentReason.SETTLED if difference > 0 else PaymentReason.REOPENED,
    )
    return 1


def _sum(booking: Booking, source: str) -> Decimal:
    # Added up here: SQLite would add with floats.
    payments = Payment.objects.filter(document=booking.document, source=source)
    return sum(payments.values_list("amount", flat=True), ZERO)


def _settled_on(booking: Booking) -> date:
    dates = [term.settled_on for term in booking.terms.all() if term.settled_on]
    return max(dates) if dates else clock.today()
