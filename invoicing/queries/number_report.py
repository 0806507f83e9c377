"""The gap report: which numbers each series gave, and whether one is missing or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Account
from invoicing.models import Document, NumberSeries
from invoicing.models.document import DocumentKindChoice
from invoicing.queries.number_facts import (
    Numbered,
    Place,
    documents_read,
    place_of,
    recorded_read,
    stands_in,
    strange_numbers,
)


@dataclass(frozen=True, kw_only=True)
class SeriesReport:
    """One series: its first and last number as printed, how many there are, and what is wrong.

    `missing` are the numbers between the first and the last that no document has; `passed_over`
    are texts of those that an imported document had already. `lost` are numbers that were recorded
    as given and that no document has any more, `strange` those that are not as recorded.
    """

    kind: str
    year: int
    first: str
    last: str
    count: int
    missing: Sequence[int]
    passed_over: Sequence[str]
    lost: Sequence[str] = ()
    strange: Sequence[str] = ()

    @property
    def word(self) -> str:
        """The kind in the reader's language."""
        return str(DocumentKindChoice(self.kind).label)

    @property
    def is_in_order(self) -> bool:
        """Whether every number of the series is there, as it was given."""
        return not (self.missing or self.lost or self.strange)


@dataclass(frozen=True, kw_only=True)
class Deviations:
    """What the audit chain says otherwise than a series, see `SeriesReport`."""

    lost: Sequence[str]
    strange: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ImportedCount:
    """How many documents of a kind another program issued, and from when to when."""

    kind: str
    year: int
    count: int

    @property
    def word(self) -> str:
        """The kind in the reader's language."""
        return str(DocumentKindChoice(self.kind).label)


def number_report(*, account: Account) -> list[SeriesReport]:
    """Give a report of every series that gave numbers: by kind, the latest year first (3 queries).

    What is there is compared with what the audit chain says was given, so that neither a changed
    document nor a changed series makes a number disappear.
    """
    series = {each.pk: each for each in NumberSeries.objects.filter(account=account)}
    documents = documents_read(account)
    recorded = recorded_read(account)
    places = {pk: (each.kind, each.year) for pk, each in series.items()}
    lost: dict[Place, list[str]] = defaultdict(list)
    for each in recorded:
        document = documents.get(each.public_id)
        if not (document and document.is_issued and document.series_id in series):
            lost[place_of(each, document, places)].append(each.number)
    given = {each.public_id: each.number for each in recorded}
    strange: dict[Place, list[str]] = defaultdict(list)
    for place, text in strange_numbers(documents, given, series):
        strange[place].append(text)
    rows = {(each.kind, each.year): each for each in series.values()}
    sound = _sound(documents, given, series)
    # Of other programs: only they can have had a number when its turn came.
    others = {(each.kind, each.number) for each in documents.values() if each.series_id is None}
    others -= {(each.place[0], each.number) for each in recorded}
    began = {place for place, row in rows.items() if row.last_number >= row.first_number}
    return [
        _report(
            rows.get(place) or NumberSeries(account=account, kind=place[0], year=place[1]),
            sound[place],
            {text for kind, text in others if kind == place[0]},
            Deviations(lost=lost[place], strange=sorted(strange[place])),
        )
        for place in sorted(began | set(lost) | set(strange), reverse=True)
    ]


def imported_counts(*, account: Account) -> list[ImportedCount]:
    """Give how many documents of other programs there are, by kind, the latest year first."""
    rows = (
        Document.objects.filter(account=account, is_imported=True, is_foreign=False)
        .values_list("kind", "issue_date__year")
        .annotate(count=Count("pk"))
        .order_by("-kind", "-issue_date__year")
    )
    return [ImportedCount(kind=kind, year=year, count=count) for kind, year, count in rows]


def _sound(
    documents: Mapping[str, Numbered], given: Mapping[str, str], series: Mapping[int, NumberSeries]
) -> dict[Place, dict[int, str]]:
    """Give the numbers that are as they were given, per series: place and text."""
    found: dict[Place, dict[int, str]] = defaultdict(dict)
    for each in documents.values():
        row = series.get(each.series_id or 0)
        if row is None or not each.is_issued or each.series_number is None:
            continue
        if stands_in(each, row) and each.agrees and given.get(each.public_id) == each.number:
            found[row.kind, row.year][each.series_number] = each.number
    return found


def _report(
    series: NumberSeries, sound: Mapping[int, str], others: Set[str], deviations: Deviations
) -> SeriesReport:
    passed_over = {
        number: text
        for number, text in series.passed_over
        if text in others and series.first_number <= number <= series.last_number
    }
    texts = passed_over | dict(sound)
    wanted = range(series.first_number, series.last_number + 1)
    return SeriesReport(
        kind=series.kind,
        year=series.year,
        first=texts.get(series.first_number, "?"),
        last=texts.get(series.last_number, "?"),
        count=len(sound),
        missing=[number for number in wanted if number not in texts],
        passed_over=list(passed_over.values()),
        lost=deviations.lost,
        strange=deviations.strange,
    )
