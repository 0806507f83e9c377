"""What the gap report compares: the documents of an account as they are, and what was recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from accounts.models import Account, AuditEvent
from invoicing.models import Document, NumberSeries
from invoicing.models.document import DocumentState
from invoicing.models.number_series import ALL_YEARS

# Kind and year of a series, which is how its numbers are told apart.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document that stands in a series or has a number, as the database has it now."""

    public_id: str
    kind: str
    number: str
    series_id: int | None
    series_number: int | None
    issue_date: date | None
    is_issued: bool

    @property
    def agrees(self) -> bool:
        """Whether the number as printed is that of its place in the series, in whatever look."""
        if self.issue_date is None:
            return False
        digits, year = re.sub(r"\D", "", self.number), str(self.issue_date.year)
        rests = {digits}
        for shown in (year, year[2:]):
            rests |= {digits.removeprefix(shown), digits.removesuffix(shown)}
        return any(rest and int(rest) == self.series_number for rest in rests)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A number that the audit chain says was given."""

    public_id: str
    number: str
    place: Place


def documents_read(account: Account) -> dict[str, Numbered]:
    """Read every numbered document of an account, by public id; in one query."""
    rows = Document.objects.filter(~Q(number="") | Q(number_series__isnull=False), account=account)
    columns = ("public_id", "kind", "number", "number_series_id", "series_number", "issue_date")
    found = rows.filter(is_foreign=False).values_list(*columns, "state")
    return {row[0]: _numbered(row) for row in found}


def _numbered(row: Sequence[Any]) -> Numbered:
    public_id, kind, number, series_id, series_number, issue_date, state = row
    is_issued = state == DocumentState.ISSUED
    return Numbered(public_id, kind, number, series_id, series_number, issue_date, is_issued)


def recorded_read(account: Account) -> list[Recorded]:
    """Read which numbers the account's audit chain says were given; in one query."""
    events = AuditEvent.objects.filter(
        account=account, subject_type="document", action="document.issued"
    ).order_by("sequence")
    # As text: '20260001' would be read as a number of JSON.
    rows = events.values_list(
        "subject_id", KT("after__number"), KT("after__kind"), KT("after__issue_date")
    )
    return [
        Recorded(pk, number or "", (kind or "", int((day or "0")[:4])))
        for pk, number, kind, day in rows
    ]


def place_of(recorded: Recorded, document: Numbered | None, series: Mapping[int, Place]) -> Place:
    """Give the series that a recorded number belongs to: its document's, or else that of its kind
    and year, which may be one series through all years.
    """
    if document and document.series_id is not None and document.series_id in series:
        return series[document.series_id]
    kind, year = recorded.place
    known = set(series.values())
    return (
        (kind, ALL_YEARS)
        if (kind, year) not in known and (kind, ALL_YEARS) in known
        else (kind, year)
    )


def strange_numbers(
    documents: Mapping[str, Numbered],
    recorded: Mapping[str, str],
    series: Mapping[int, NumberSeries],
) -> Iterator[tuple[Place, str]]:
    """Name the documents in a series whose number is not the one that was recorded, or not that of
    their place: `2026-0003 → 2026-9003` where both are known.
    """
    for each in documents.values():
        row = series.get(each.series_id or 0)
        if row is None or not each.is_issued:
            continue
        place, given = (row.kind, row.year), recorded.get(each.public_id)
        if given is not None and given != each.number:
            yield place, f"{given} → {each.number}"
        elif given is None or not (stands_in(each, row) and each.agrees):
            yield place, each.number


def stands_in(document: Numbered, row: NumberSeries) -> bool:
    """Tell whether a document's place lies between the first and the last of its series."""
    return row.first_number <= (document.series_number or 0) <= row.last_number
