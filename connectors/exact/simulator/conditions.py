"""Payment conditions and due dates."""

import calendar
from datetime import datetime, timedelta

from connectors.exact.simulator.store import Record


def due_date(condition: Record | None, day: datetime) -> datetime:
    """The due date of an invoice: month endings first, then days (Exact's own description).

    Example of Exact: 17/01 with 2 month endings gives 31/03 (the present month's end not counted
    as one of them is not said; here each ending moves to the end of a next month).
    """
    if condition is None:
        return day
    endings = condition.get("PaymentEndOfMonths") or 0
    days = timedelta(days=condition.get("PaymentDays") or 0)
    if not endings:
        return day + days
    month = day.month - 1 + endings
    year, month = day.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return day.replace(year=year, month=month, day=last) + days
