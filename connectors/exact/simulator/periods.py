"""Financial periods: they must exist, and be open, for the date or the year and period asked."""

from datetime import datetime

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.store import Record


def of_date(context: Context, day: datetime) -> Record | None:
    """The period that holds a day."""
    rows = context.rows("period")
    return next((row for row in rows if row["StartDate"] <= day <= row["EndDate"]), None)


def open_period(context: Context, day: datetime, year: int | None, number: int | None) -> Record:
    """The period of an entry: as asked, by default that of the day.

    Raises BusinessError 'Periode is afgesloten: <year> - <period>' when closed or missing.
    """
    usual = of_date(context, day)
    year = year if year is not None else (usual["FinYear"] if usual else day.year)
    number = number if number is not None else (usual["FinPeriod"] if usual else day.month)
    wanted = (year, number)
    rows = context.rows("period")
    found = next((row for row in rows if (row["FinYear"], row["FinPeriod"]) == wanted), None)
    if found is None or found["_closed"]:
        raise BusinessError("period_closed", f"{year} - {number}")
    return found


def set_closed(context: Context, year: int, number: int, closed: bool) -> bool:
    """Closes or opens a period; False when it does not exist."""
    for row in context.rows("period"):
        if (row["FinYear"], row["FinPeriod"]) == (year, number):
            context.put("period", row["ID"], {**row, "_closed": closed})
            return True
    return False
