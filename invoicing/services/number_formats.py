"""Changing how the numbers of a kind look, and where they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import Document, NumberFormat
from invoicing.models.document import DocumentKindChoice
from invoicing.models.number_series import YearPlace
from invoicing.numbers import LARGEST_NUMBER, PREFIX, SEPARATORS, WIDTHS, letters_of, number_text
from invoicing.problems import Problem, Refused
from invoicing.queries.number_formats import series_year
from invoicing.services.numbering import date_before, format_lock, series_locked, series_start


class NumbersRefused(Refused):
    """The numbers cannot look or go on like that; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class NumberLook:
    """How the numbers of a kind are to look, as in `NumberFormat`."""

    prefix: str = ""
    year_place: str = YearPlace.FULL_BEFORE
    separator: str = "-"
    width: int = 4
    restarts_yearly: bool = True


@transaction.atomic
def number_format_change(
    *, account: Account, actor: User | None, kind: str, look: NumberLook, next_number: int
) -> NumberFormat:
    """Have the numbers of a kind look like this from now on, with this as the next one.

    What is issued keeps its number, and the series goes on where it is: `next_number` may only be
    another than the one whose turn it is while the series has given none. Raises NumbersRefused.
    """
    # Both kinds, always in one order: their numbers must differ, and each is locked by who issues.
    looks = {each: format_lock(account=account, kind=each) for each in DocumentKindChoice.values}
    stored = looks[kind]
    before = _summary(stored)
    others = [other for other in looks.values() if other.kind != kind]
    problems = [*look_problems(look), *_same_letters(look, others)]
    if problems:
        raise NumbersRefused(problems)
    for name, value in asdict(look).items():
        setattr(stored, name, value)
    stored.save()
    first = _series_go_on(stored, next_number)
    after = _summary(stored) | first
    if after != before:
        _record(account, actor, kind, before, after)
    return stored


def look_problems(look: NumberLook) -> list[Problem]:
    """Name what is wrong with a look in itself, per field."""
    found = {
        "prefix": (
            not PREFIX.fullmatch(look.prefix) or len(look.prefix) > 10,
            _("Gebruik hoogstens 10 tekens: letters, met eventueel een - / of . erachter."),
        ),
        "year_place": (
            look.year_place not in YearPlace.values
            or (look.restarts_yearly and look.year_place == YearPlace.NONE),
            _("Begin je elk jaar opnieuw, zet dan het jaar in het nummer: anders komt het terug."),
        ),
        "separator": (look.separator not in SEPARATORS, _("Kies een van de mogelijkheden.")),
        "width": (look.width not in WIDTHS, _("Kies 3 tot 6 cijfers.")),
    }
    return [Problem(name, message) for name, (is_wrong, message) in found.items() if is_wrong]


def _same_letters(look: NumberLook, others: list[NumberFormat]) -> Iterator[Problem]:
    """The letters tell the kinds apart, also for who leaves out signs: all else is digits."""
    for other in others:
        if letters_of(other.prefix) == letters_of(look.prefix):
            message = _(
                "Kies andere letters dan bij %(kind)s (%(example)s): zo zie je het verschil."
            )
            name = DocumentKindChoice(other.kind).label
            example = number_text(other, clock.today().year, 1)
            yield Problem("prefix", message % {"kind": name, "example": example})


def _series_go_on(look: NumberFormat, next_number: int) -> dict[str, Any]:
    """Set where the series begins or goes on; gives that for the event, where it is set."""
    year = series_year(look, clock.today().year)
    highest = _highest_this_year(look)
    series = series_locked(look, year)
    if series is not None and series.last_number >= series.first_number:
        if highest > series.last_number:
            message = _("Zo zou een nummer van dit jaar twee keer voorkomen. Laat dit staan.")
            raise NumbersRefused([Problem("restarts_yearly", message)])
        _only(next_number, series.last_number + 1)
        # A series that rested meanwhile goes on after what the other one gave.
        series.last_issue_date = date_before(look, year) or series.last_issue_date
        series.save(update_fields=["last_issue_date"])
        return {}
    if highest:
        _only(next_number, highest + 1)
    if not 1 <= next_number <= LARGEST_NUMBER:
        message = _("Kies een nummer van 1 tot %(n)s.") % {"n": LARGEST_NUMBER}
        raise NumbersRefused([Problem("next_number", message)])
    series = series or series_start(look, year)
    if series.last_number == next_number - 1:
        return {}
    series.first_number, series.last_number = next_number, next_number - 1
    series.save(update_fields=["first_number", "last_number"])
    return {"first_number": next_number}


def _highest_this_year(look: NumberFormat) -> int:
    """Give the highest number that documents of this kind took this year, of whatever series."""
    taken = Document.objects.filter(
        number_series__account_id=look.account_id,
        number_series__kind=look.kind,
        issue_date__year=clock.today().year,
    )
    return int(taken.aggregate(top=Max("series_number"))["top"] or 0)


def _only(next_number: int, turn: int) -> None:
    if next_number < turn:
        message = _("Nummer %(n)s is al gebruikt: het volgende is %(turn)s.")
    elif next_number > turn:
        message = _("Dan ontbreken er nummers: na %(last)s komt %(turn)s, niet %(n)s.")
    else:
        return
    values = {"n": next_number, "turn": turn, "last": turn - 1}
    raise NumbersRefused([Problem("next_number", message % values)])


def _summary(look: NumberFormat) -> dict[str, Any]:
    names = NumberLook.__dataclass_fields__
    return {name: getattr(look, name) for name in names}


def _record(
    account: Account,
    actor: User | None,
    kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    event_record(
        account=account,
        actor=actor,
        action="number_format.changed",
        subject_type="number_format",
        subject_id=kind,
        before=before,
        after=after,
    )
