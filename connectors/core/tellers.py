"""What core tells invoicing's screens: which documents need action, and booking events in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Account, AuditEvent
from connectors.core.queries import attention_bookings
from invoicing.timeline import Words


def attention_ids(account: Account) -> frozenset[str]:
    """Public ids of the documents whose booking waits for a person."""
    return frozenset(attention_bookings(account).values_list("document__public_id", flat=True))


def booking_words(event: AuditEvent) -> Words | None:
    """One line of a document's timeline."""
    number = event.after.get("number", "")
    match event.action:
        case "booking.sending":
            return Words(text=_("Naar de boekhouding gestuurd"), icon="sent", tone="sent")
        case "booking.booked":
            text = _("Geboekt in de boekhouding")
            detail = _("Boekstuknummer %(number)s") % {"number": number}
            return Words(text=text, icon="booked", tone="booked", detail=detail)
        case "booking.refused":
            return Words(text=_("Niet geboekt"), icon="act", tone="act", detail=_refusal(event))
        case "booking.unknown":
            text = _("Geen duidelijk antwoord: we kijken na of de boeking er staat")
            return Words(text=text, icon="wait", tone="wait")
        case "booking.absent":
            text = _("De boeking staat er niet: ze gaat opnieuw")
            return Words(text=text, icon="wait", tone="wait")
        case "booking.conflict":
            text = _("Verschil tussen de factuur en de boeking")
            return Words(text=text, icon="act", tone="act")
        case "booking.number_changed":
            text = _("Boekstuknummer %(got)s gekregen in plaats van %(sent)s")
            values = {name: event.after.get(name, "") for name in ("got", "sent")}
            return Words(text=text % values, icon="act", tone="act")
    return None


def _refusal(event: AuditEvent) -> str:
    """Why it was refused: in our words, and then in those of the other system."""
    message, original = event.after.get("message", ""), event.after.get("original", "")
    ours = _(message) % event.after.get("params", {}) if message else ""
    return " ".join(part for part in (ours, original and f"({original})") if part) or original
