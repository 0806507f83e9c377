"""Reading how the numbers of a kind look, and which one comes next."""

from __future__ import annotations

from accounts import clock
from accounts.models import Account
from invoicing.models import Document, NumberFormat, NumberSeries
from invoicing.models.number_series import ALL_YEARS
from invoicing.numbers import number_text, usual_format


def number_format_get(*, account: Account, kind: str) -> NumberFormat:
    """Give the account's format of a kind; the usual one (not stored) where it never chose."""
    chosen = NumberFormat.objects.filter(account=account, kind=kind).first()
    return chosen or usual_format(account.pk, kind)


def series_year(look: NumberFormat, year: int) -> int:
    """Give the year under which the series of a document of that year is kept."""
    return year if look.restarts_yearly else ALL_YEARS


def series_of(*, account: Account, kind: str, year: int) -> NumberSeries | None:
    """Give the series that a document of that year takes its number from, if it began."""
    look = number_format_get(account=account, kind=kind)
    wanted = series_year(look, year)
    return NumberSeries.objects.filter(account=account, kind=kind, year=wanted).first()


def number_next(*, account: Account, kind: str) -> int:
    """Give the number that the next document of today takes."""
    series = series_of(account=account, kind=kind, year=clock.today().year)
    look = number_format_get(account=account, kind=kind)
    number = series.last_number + 1 if series else 1
    used = Document.objects.filter(account=account, kind=kind, is_foreign=False)
    while used.filter(number=number_text(look, clock.today().year, number)).exists():
        number += 1
    return number
