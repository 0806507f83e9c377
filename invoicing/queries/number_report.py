"""The gap report: which numbers each series gave, and whether one is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Account
from invoicing.models import Document, NumberSeries
from invoicing.models.document import DocumentKindChoice


@dataclass(frozen=True, kw_only=True)
class SeriesReport:
    """One series: its first and last number as printed, how many there are, and what is wrong.

    `missing` are the numbers between the first and the last that no document has; `passed_over`
    are texts of those that an imported document had already.
    """

    kind: str
    year: int
    first: str
    last: str
    count: int
    missing: Sequence[int]
    passed_over: Sequence[str]

    @property
    def word(self) -> str:
        """The kind in the reader's language."""
        return str(DocumentKindChoice(self.kind).label)

    @property
    def is_in_order(self) -> bool:
        """Whether every number of the series is there."""
        return not self.missing


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
    """Give a report of every series that gave numbers: by kind, the latest year first (3 queries
    where all is in order).
    """
    series = NumberSeries.objects.filter(account=account).order_by("-kind", "-year")
    given = [each for each in series if each.last_number >= each.first_number]
    counts = dict(
        Document.objects.filter(number_series__in=given)
        .values_list("number_series")
        .annotate(count=Count("pk"))
    )
    texts = _texts(given)
    return [_report(each, counts.get(each.pk, 0), texts) for each in given]


def imported_counts(*, account: Account) -> list[ImportedCount]:
    """Give how many documents of other programs there are, by kind, the latest year first."""
    rows = (
        Document.objects.filter(account=account, is_imported=True, is_foreign=False)
        .values_list("kind", "issue_date__year")
        .annotate(count=Count("pk"))
        .order_by("-kind", "-issue_date__year")
    )
    return [ImportedCount(kind=kind, year=year, count=count) for kind, year, count in rows]


def _texts(series: Sequence[NumberSeries]) -> dict[tuple[int | None, int | None], str]:
    """Give the first and last number of each series as printed, by series and number."""
    ends = Q(pk__in=[])
    for each in series:
        ends |= Q(number_series=each, series_number__in=[each.first_number, each.last_number])
    rows = Document.objects.filter(ends).values_list("number_series_id", "series_number", "number")
    return {(pk, number): text for pk, number, text in rows}


def _report(
    series: NumberSeries, count: int, texts: dict[tuple[int | None, int | None], str]
) -> SeriesReport:
    passed_over = dict(series.passed_over)
    texts = {(series.pk, number): text for number, text in passed_over.items()} | texts
    wanted = series.last_number - series.first_number + 1
    missing = [] if count + len(passed_over) == wanted else _missing(series, passed_over)
    first, last = ((series.pk, number) for number in (series.first_number, series.last_number))
    return SeriesReport(
        kind=series.kind,
        year=series.year,
        first=texts.get(first, "?"),
        last=texts.get(last, "?"),
        count=count,
        missing=missing,
        passed_over=list(passed_over.values()),
    )


def _missing(series: NumberSeries, passed_over: dict[int, str]) -> list[int]:
    there = set(series.documents.values_list("series_number", flat=True)) | set(passed_over)
    wanted = range(series.first_number, series.last_number + 1)
    return [number for number in wanted if number not in there]
