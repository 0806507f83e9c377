"""What the overview says about connections: the few things that a person must do."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import Access, Right
from connectors.core.errors import Problem
from connectors.core.models import Connection
from connectors.core.queries import attention_count, live_connections
from connectors.core.registry import connector_for


@dataclass(frozen=True, kw_only=True)
class Note:
    """What happened, what it means, what to do, and the place to do it."""

    tone: str
    text: str
    meaning: str = ""
    cure: str = ""
    link_url: str = ""
    link_word: str = ""


def attention_notes(access: Access) -> list[Note]:
    """The notes of an account, most urgent first; none for who cannot do anything about them."""
    if not access.can(Right.BOOKKEEPING):
        return []
    notes = [
        _connection_note(access, connection) for connection in live_connections(access.account)
    ]
    return [note for note in [*notes, _bookings_note(access)] if note is not None]


def _connection_note(access: Access, connection: Connection) -> Note | None:
    problem = Problem.from_json(connection.problem) or Problem.from_json(connection.hold)
    if problem is None:
        return None
    url = connector_for(connection.kind).overview_url(access.account.slug)
    return Note(
        tone="warning",
        text=problem.message_text,
        cure=problem.cure_text,
        link_url=url if access.can(Right.CONNECT) else "",
        link_word=_("Naar de koppeling"),
    )


def _bookings_note(access: Access) -> Note | None:
    count = attention_count(access.account)
    if not count:
        return None
    text = ngettext(
        "%(count)d factuur is niet geboekt in je boekhouding.",
        "%(count)d facturen zijn niet geboekt in je boekhouding.",
        count,
    ) % {"count": count}
    return Note(
        tone="warning",
        text=text,
        meaning=_("De facturen zelf zijn in orde."),
        link_url=reverse("invoice_list", args=[access.account.slug]) + "?filter=attention",
        link_word=_("Bekijk wat er nodig is"),
    )
