"""A document's audit events in words: one line each, as people tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from invoicing.documents import DocumentKind
from invoicing.formats import format_amount, format_date
from invoicing.models.payment import PaymentReason
from invoicing.reader_language import reader_language


@dataclass(frozen=True, kw_only=True)
class Words:
    """What happened, with the icon and tone of a state; `detail` is a second line."""

    text: str
    icon: str
    tone: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    who: str
    text: str
    icon: str
    tone: str
    detail: str = ""


Teller = Callable[[AuditEvent], Words | None]
_tellers: dict[str, Teller] = {}


def timeline_teller_add(prefix: str, teller: Teller) -> None:
    """Let another package word the events whose action starts with `prefix` ('booking.')."""
    _tellers[prefix] = teller


def moments(events: Iterable[AuditEvent], *, bookkeeping: bool = True) -> list[Moment]:
    """Give the timeline of these events, newest first; an event without words is left out.

    Without `bookkeeping` a booking is told without its number or what the ledger answered.
    """
    told = [(event, _words(event)) for event in events]
    return [
        Moment(
            at=event.at,
            who=str(event.actor or event.actor_label),
            text=words.text,
            icon=words.icon,
            tone=words.tone,
            detail=words.detail if bookkeeping or not _is_booking(event) else "",
        )
        for event, words in reversed(told)
        if words
    ]


def _is_booking(event: AuditEvent) -> bool:
    return event.action.startswith("booking.")


def _words(event: AuditEvent) -> Words | None:
    for prefix, teller in _tellers.items():
        if event.action.startswith(prefix):
            return teller(event)
    return None


def _document(event: AuditEvent) -> Words | None:
    known = {
        "document.created": (_("Concept gemaakt"), "draft", "draft"),
        "document.changed": (_("Concept gewijzigd"), "draft", "draft"),
        "document.issued": (_issued_words(event), "sent", "sent"),
        "document.imported": (_("Ingelezen uit een e-factuur"), "download", "sent"),
    }
    if event.action not in known:
        return None
    text, icon, tone = known[event.action]
    detail = _change(event) if event.action == "document.changed" else ""
    if event.action == "document.issued":
        detail = _("Nummer %(number)s, vastgelegd: ze verandert niet meer.") % {
            "number": event.after.get("number", "")
        }
    return Words(text=text, icon=icon, tone=tone, detail=detail)


def _issued_words(event: AuditEvent) -> str:
    if event.after.get("kind") == DocumentKind.CREDIT_NOTE:
        return _("Creditnota verstuurd")
    return _("Factuur verstuurd")


def _change(event: AuditEvent) -> str:
    """Tell what became of the customer and the total, where they are not what they were."""
    told = []
    customer = event.after.get("customer", "")
    if customer and customer != event.before.get("customer", ""):
        told.append(_("Klant: %(customer)s") % {"customer": customer})
    before, after = amount_of(event.before.get("gross")), amount_of(event.after.get("gross"))
    if before != after:
        amounts = {"before": before, "after": after}
        shown = {name: format_amount(value, reader_language()) for name, value in amounts.items()}
        told.append(_("Totaal van %(before)s naar %(after)s") % shown)
    return ". ".join(told)


def _payment(event: AuditEvent) -> Words:
    amount = amount_of(event.after.get("amount"))
    reason = dict(PaymentReason.choices).get(event.after.get("reason", ""), "")
    values = {"amount": format_amount(abs(amount), reader_language()), "reason": reason}
    detail = _("Op %(date)s") % {"date": _day(event.after.get("date", ""))}
    if amount < 0:
        text = _("%(amount)s staat weer open: %(reason)s") % values
        return Words(text=text, icon="refresh", tone="late", detail=detail)
    text = _("%(amount)s betaald: %(reason)s") % values
    return Words(text=text, icon="paid", tone="paid", detail=detail)


def amount_of(value: object) -> Decimal:
    """Read the amount of an event; what is no amount counts as nothing."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text), reader_language())
    except ValueError:
        return text


timeline_teller_add("document.", _document)
timeline_teller_add("payment.", _payment)
