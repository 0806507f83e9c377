"""Document numbers: taken from a locked series row inside the issuing transaction, so gapless.

Lock order: the format of the kind, which everybody who takes or changes numbers of that kind locks
first, and then the series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.db.models import Max, Q

from accounts.models import Account
from accounts.prepared import Prepared
from invoicing.identifiers import structured_communication
from invoicing.models import Document, NumberFormat, NumberSeries
from invoicing.models.document import DocumentKindChoice
from invoicing.models.number_series import ALL_YEARS
from invoicing.numbers import number_text, usual_format
from invoicing.queries.number_formats import series_year

# A structured communication has room for 10 digits: year and 6 digits of the number.
REFERENCE_WIDTH = 10**6


FORMAT_LOCKED = Prepared(
    lambda account, kind: NumberFormat.objects.select_for_update().filter(
        account_id=account, kind=kind
    )
)
SERIES_LOCKED = Prepared(
    lambda account, kind, year: NumberSeries.objects.select_for_update().filter(
        account_id=account, kind=kind, year=year
    )
)


@dataclass(frozen=True)
class Taken:
    """A number that a document has from now on, with its payment reference."""

    number: str
    series_number: int
    payment_reference: str


@dataclass(frozen=True)
class LockedSeries:
    """A series and how its numbers look, both locked until the transaction ends."""

    account: Account
    look: NumberFormat
    series: NumberSeries

    @property
    def has_references(self) -> bool:
        """Whether its documents get a structured communication: Belgian invoices do."""
        return self.account.country == "BE" and self.series.kind == DocumentKindChoice.INVOICE


def format_lock(*, account: Account, kind: str) -> NumberFormat:
    """Give the format of a kind, locked until the transaction ends."""
    found = FORMAT_LOCKED.rows(account.pk, kind)
    if not found:
        # Two may be the first: only one row comes of it, and both lock that one.
        usual = usual_format(account.pk, kind)
        NumberFormat.objects.bulk_create([usual], ignore_conflicts=True)
        found = FORMAT_LOCKED.rows(account.pk, kind)
    return found[0]


def series_lock(*, account: Account, kind: str, year: int) -> LockedSeries:
    """Give the series that a document of this kind and year takes its number from, locked."""
    look = format_lock(account=account, kind=kind)
    wanted = series_year(look, year)
    series = series_locked(look, wanted) or series_start(look, wanted)
    return LockedSeries(account, look, series)


def series_locked(look: NumberFormat, year: int) -> NumberSeries | None:
    """Give the series of a locked format, locked too; None where it did not begin."""
    return next(iter(SERIES_LOCKED.rows(look.account_id, look.kind, year)), None)


def series_start(look: NumberFormat, year: int) -> NumberSeries:
    """Begin a series of a locked format, at 1."""
    return NumberSeries.objects.create(
        account_id=look.account_id,
        kind=look.kind,
        year=year,
        last_issue_date=date_before(look, year),
    )


def date_before(look: NumberFormat, year: int) -> date | None:
    """Give the last date of the series that this one comes after: numbers and dates run in the
    same order, also over a change from years to one series and back.
    """
    others = NumberSeries.objects.filter(account_id=look.account_id, kind=look.kind)
    if year != ALL_YEARS:
        others = others.filter(year=ALL_YEARS)
    last: date | None = others.aggregate(last=Max("last_issue_date"))["last"]
    return last


def numbers_take(*, locked: LockedSeries, days: Sequence[date]) -> list[Taken]:
    """Take the next number of a locked series for each of these dates, which are in order.

    A number that an imported document has already is passed over: it is in use, not missing. A
    structured communication is unique within the account, also next to imported ones.
    """
    series = locked.series
    number = series.last_number
    taken: list[Taken] = []
    while len(taken) < len(days):
        rest = days[len(taken) :]
        used = _used(locked, number + 1, rest)
        for day in rest:
            number += 1
            text = number_text(locked.look, day.year, number)
            if text in used:
                series.passed_over.append([number, text])
                break
            taken.append(Taken(text, number, _reference(locked, day, number, used)))
    series.last_number = number
    series.last_issue_date = days[-1]
    series.save(update_fields=["last_number", "last_issue_date", "passed_over"])
    return taken


def _used(locked: LockedSeries, first: int, days: Sequence[date]) -> set[str]:
    """Give which numbers and references of these documents are in use already, in one query."""
    pairs = list(enumerate(days, first))
    numbers = [number_text(locked.look, day.year, number) for number, day in pairs]
    wanted = Q(kind=locked.series.kind, is_foreign=False, number__in=numbers)
    if locked.has_references:
        references = [structured_communication(_seed(day, number)) for number, day in pairs]
        wanted |= Q(payment_reference__in=references)
    rows = Document.objects.filter(wanted, account=locked.account)
    return {text for row in rows.values_list("number", "payment_reference") for text in row if text}


def _reference(locked: LockedSeries, day: date, number: int, used: set[str]) -> str:
    """Make the structured communication of a Belgian invoice, from its number; else empty."""
    if not locked.has_references:
        return ""
    reference = structured_communication(_seed(day, number))
    if reference not in used:
        return reference
    others = Document.objects.filter(account=locked.account)
    candidates = (structured_communication(_seed(day, number) + turn * 10**9) for turn in count(1))
    return next(each for each in candidates if not others.filter(payment_reference=each).exists())


def _seed(day: date, number: int) -> int:
    return day.year * REFERENCE_WIDTH + number
