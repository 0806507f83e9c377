"""Recording payments; what is paid is always derived from these rows."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import event_record
from accounts.models import PaymentSource, User
from invoicing.models import Document, Payment
from invoicing.models.payment import PaymentReason
from invoicing.money import round_cents
from invoicing.problems import Problem, Refused

# The source of an amount that an imported document says was paid before; it always counts.
IMPORT_SOURCE = "import"


class PaymentRefused(Refused):
    """The payment cannot be recorded; per field."""


@transaction.atomic
def payment_record(
    *,
    document: Document,
    date: datetime.date,
    amount: Decimal,
    source: str,
    source_reference: str,
    reason: str = PaymentReason.RECEIVED,
    actor: User | None = None,
) -> tuple[Payment, bool]:
    """Record a signed change of what is settled, in EUR with 2 decimals (positive = less to pay).

    `source_reference` is unique within account and source: recording it again gives the payment
    that is there, with False. Raises PaymentRefused for a draft, for zero, and for a payment by
    hand when the account's payment status comes from elsewhere.
    """
    _check(document, amount, source)
    known = _known(document, source, source_reference)
    if known is not None:
        return known, False
    if source == PaymentSource.MANUAL:
        _check_by_hand(date)
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                account=document.account,
                document=document,
                date=date,
                amount=round_cents(amount),
                source=source,
                source_reference=source_reference,
                reason=reason,
                created_at=clock.now(),
            )
    except IntegrityError:
        # Another process was first with the same reference.
        known = _known(document, source, source_reference)
        if known is None:
            raise
        return known, False
    _record(payment, actor)
    return payment, True


def payment_reverse(*, payment: Payment, actor: User) -> tuple[Payment, bool]:
    """Undo a payment that was noted by hand, by its opposite; the row itself stays as it is.

    Undoing twice is undoing once. Raises PaymentRefused for a payment that came from elsewhere.
    """
    if payment.source != PaymentSource.MANUAL or payment.reason == PaymentReason.REVERSED:
        message = _("Alleen een betaling die met de hand genoteerd is, kun je hier terugdraaien.")
        raise PaymentRefused([Problem("source", message)])
    return payment_record(
        document=payment.document,
        date=payment.date,
        amount=-payment.amount,
        source=PaymentSource.MANUAL,
        source_reference=f"reverse:{payment.public_id}",
        reason=PaymentReason.REVERSED,
        actor=actor,
    )


def _check(document: Document, amount: Decimal, source: str) -> None:
    if not document.is_issued:
        raise PaymentRefused([Problem("document", _("Een concept kan nog niet betaald zijn."))])
    if not round_cents(amount):
        raise PaymentRefused([Problem("amount", _("Vul een bedrag in dat niet nul is."))])
    is_by_hand = source == PaymentSource.MANUAL
    if is_by_hand and document.account.payment_source != PaymentSource.MANUAL:
        message = _("De betaalstatus komt van %(source)s. Kies eerst 'met de hand'.") % {
            "source": document.account.get_payment_source_display()
        }
        raise PaymentRefused([Problem("source", message)])


def _check_by_hand(date: datetime.date) -> None:
    """What a person notes has happened, so its date is not in the future."""
    if date > clock.today():
        message = _("Kies vandaag of een eerdere datum: wat nog niet betaald is, noteer je niet.")
        raise PaymentRefused([Problem("date", message)])


def _known(document: Document, source: str, source_reference: str) -> Payment | None:
    known = Payment.objects.filter(
        account_id=document.account_id, source=source, source_reference=source_reference
    ).first()
    if known is not None and known.document_id != document.pk:
        message = _("Deze betaling staat al bij een andere factuur.")
        raise PaymentRefused([Problem("reference", message)])
    return known


def _record(payment: Payment, actor: User | None) -> None:
    event_record(
        account=payment.account,
        actor=actor,
        action="payment.recorded",
        subject_type="document",
        subject_id=payment.document.public_id,
        after={
            "date": payment.date,
            "amount": payment.amount,
            "source": payment.source,
            "reason": payment.reason,
        },
        label="" if actor else _source_label(payment.source),
    )


def _source_label(source: str) -> str:
    """Name who told us of a payment; an imported document's prepayment is our own doing."""
    return str(PaymentSource(source).label) if source in PaymentSource.values else ""
