"""The words of bookings and connections on the page Activiteit."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.activity import (
    ActivityKind,
    Subject,
    activity_detail_add,
    activity_words_add,
    subject_namer_add,
)
from accounts.models import Account, AuditEvent
from connectors.core.models import Connection
from connectors.core.registry import connector_for


def register() -> None:
    """Hang up the words, details and names."""
    activity_words_add(
        ActivityKind.BOOKKEEPING,
        {
            "booking.sending": gettext_lazy("Naar de boekhouding gestuurd"),
            "booking.booked": gettext_lazy("Geboekt in de boekhouding"),
            "booking.refused": gettext_lazy("Niet geboekt: geweigerd"),
            "booking.unknown": gettext_lazy("Geen duidelijk antwoord op de boeking"),
            "booking.absent": gettext_lazy("De boeking stond er niet: opnieuw gestuurd"),
            "booking.conflict": gettext_lazy("Verschil tussen de factuur en de boeking"),
            "booking.number_changed": gettext_lazy("Ander boekstuknummer gekregen"),
            "connection.linked": gettext_lazy("Koppeling gemaakt"),
            "connection.taken_over": gettext_lazy("Koppeling overgenomen door een ander account"),
            "connection.disconnected": gettext_lazy("Koppeling verbroken"),
            "connection.numbering_chosen": gettext_lazy("Nummering van de boekingen gekozen"),
            "connection.settings_saved": gettext_lazy("Instellingen van de koppeling bewaard"),
        },
    )
    activity_detail_add("booking.booked", _number)
    activity_detail_add("booking.refused", lambda event: str(event.after.get("original", "")))
    subject_namer_add("connection", _connections)


def _number(event: AuditEvent) -> str:
    return _("Boekstuknummer %(number)s") % {"number": event.after.get("number", "")}


def _connections(account: Account, ids: Iterable[str]) -> dict[str, Subject]:
    url = reverse("connection_list", args=[account.slug])
    found = Connection.objects.filter(account=account, public_id__in=list(ids))
    return {each.public_id: Subject(connector_for(each.kind).name, url) for each in found}
