"""An account's audit events as people tell them: who did what, to what, when.

Each package words its own actions and names its own subjects (`activity_words_add`,
`subject_namer_add`); a test demands words for every action that the code records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import clock
from accounts.audit import COMMAND_LABEL
from accounts.models import Account, AuditEvent, Membership, User
from accounts.plain_forms import EARLIEST, LATEST

PAGE_SIZE = 50


class ActivityKind(StrEnum):
    """What an event is about, to filter by."""

    INVOICES = "invoices"
    MASTER = "master"
    BOOKKEEPING = "bookkeeping"
    PEOPLE = "people"
    SETTINGS = "settings"


KIND_WORDS: dict[ActivityKind, str | Promise] = {
    ActivityKind.INVOICES: gettext_lazy("Facturen en betalingen"),
    ActivityKind.MASTER: gettext_lazy("Klanten, leveranciers en artikelen"),
    ActivityKind.BOOKKEEPING: pgettext_lazy("activity", "Boekhouding en koppelingen"),
    ActivityKind.PEOPLE: gettext_lazy("Gebruikers"),
    ActivityKind.SETTINGS: gettext_lazy("Instellingen"),
}


@dataclass(frozen=True)
class Subject:
    """What an event is about: its name, and its page when it has one."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the activity.

    `who` is the name that the person has now and chose freely; `address` is what was recorded when
    it happened, empty where `who` says it already.
    """

    sequence: int
    at: datetime
    who: str
    address: str
    text: str
    detail: str
    subject: Subject | None


@dataclass(frozen=True, kw_only=True)
class ActivityFilter:
    """What somebody wants to see; what is empty does not limit."""

    person: int | None = None
    kind: ActivityKind | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ActivityPage:
    """One page, newest first; `older` is where the next page starts, 0 at the end."""

    lines: list[Line]
    older: int


# A detail is a second line: what changed from what to what.
Detail = Callable[[AuditEvent], str]
Namer = Callable[[Account, Iterable[str]], dict[str, Subject]]
_words: dict[str, tuple[ActivityKind, str | Promise]] = {}
_details: dict[str, Detail] = {}
_namers: dict[str, Namer] = {}


def activity_words_add(kind: ActivityKind, words: Mapping[str, str | Promise]) -> None:
    """Word actions: 'customer.created' is 'Klant toegevoegd'."""
    _words.update({action: (kind, text) for action, text in words.items()})


def activity_detail_add(action: str, detail: Detail) -> None:
    """Give an action a second line."""
    _details[action] = detail


def subject_namer_add(subject_type: str, namer: Namer) -> None:
    """Name the subjects of a type: one query for all ids of a page."""
    _namers[subject_type] = namer


def worded_actions() -> frozenset[str]:
    """Give every action that has words."""
    return frozenset(_words)


def activity_page(
    *, account: Account, wanted: ActivityFilter, before: int = 0, size: int = PAGE_SIZE
) -> ActivityPage:
    """Give a page of events with a sequence below `before` (0: the newest)."""
    events = _filtered(account, wanted)
    if before:
        events = events.filter(sequence__lt=before)
    rows = list(events.select_related("actor").order_by("-sequence")[: size + 1])
    shown = rows[:size]
    older = shown[-1].sequence if len(rows) > size else 0
    return ActivityPage(_lines(account, shown), older)


def activity_people(*, account: Account) -> list[User]:
    """Give who may have done something here: the members, now and before."""
    about = AuditEvent.objects.filter(account=account, subject_type="user").order_by()
    ids = {int(pk) for pk in about.values_list("subject_id", flat=True).distinct() if pk.isdigit()}
    ids |= set(Membership.objects.filter(account=account).values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=ids).order_by("full_name", "email"))


def _filtered(account: Account, wanted: ActivityFilter) -> QuerySet[AuditEvent]:
    limits = Q(account=account)
    if wanted.person is not None:
        limits &= Q(actor_id=wanted.person)
    if wanted.kind is not None:
        limits &= Q(action__in=[a for a, (kind, _text) in _words.items() if kind == wanted.kind])
    if wanted.since is not None:
        limits &= Q(at__gte=_midnight(max(wanted.since, EARLIEST)))
    if wanted.until is not None and wanted.until < LATEST:
        limits &= Q(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return AuditEvent.objects.filter(limits)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.LOCAL_ZONE)


def _lines(account: Account, events: list[AuditEvent]) -> list[Line]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[event.subject_type].add(event.subject_id)
    subjects = {
        (kind, pk): subject
        for kind, ids in wanted.items()
        if kind in _namers
        for pk, subject in _namers[kind](account, ids).items()
    }
    return [
        Line(
            sequence=event.sequence,
            at=event.at,
            who=_who(event),
            address=_address(event),
            text=_text(event),
            detail=_details[event.action](event) if event.action in _details else "",
            subject=subjects.get((event.subject_type, event.subject_id)),
        )
        for event in events
    ]


def _who(event: AuditEvent) -> str:
    if event.actor is not None:
        return str(event.actor)
    if event.actor_label.startswith(COMMAND_LABEL):
        return _("de beheerder van Boekbrug (%(command)s)") % {"command": event.actor_label}
    return event.actor_label


def _address(event: AuditEvent) -> str:
    is_told = event.actor is None or str(event.actor) == event.actor_label
    return "" if is_told else event.actor_label


def _text(event: AuditEvent) -> str:
    if event.action in _words:
        return str(_words[event.action][1])
    # Of an older or newer Boekbrug: the name of the action is better than nothing.
    return _("Iets anders gewijzigd (%(action)s)") % {"action": event.action}
