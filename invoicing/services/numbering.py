"""Document numbers: taken from a locked series row inside the issuing transaction, so gapless."""

from __future__ import annotations

from datetime import date
from itertools import count

from accounts.models import Account
from invoicing.identifiers import structured_communication
from invoicing.models import Document, NumberSeries
from invoicing.models.document import DocumentKindChoice

PREFIXES = {DocumentKindChoice.INVOICE: "", DocumentKindChoice.CREDIT_NOTE: "C"}
# A structured communication has room for 10 digits: year and 6 digits of the number.
REFERENCE_WIDTH = 10**6


def series_lock(*, account: Account, kind: str, year: int) -> NumberSeries:
    """Give the series of a kind and year, locked until the transaction ends."""
    wanted = NumberSeries.objects.select_for_update().filter(account=account, kind=kind, year=year)
    series = wanted.first()
    if series is None:
        # Two may be the first of the year: only one row comes of it, and both lock that one.
        first = NumberSeries(account=account, kind=kind, year=year)
        NumberSeries.objects.bulk_create([first], ignore_conflicts=True)
        series = wanted.get()
    return series


def number_take(*, series: NumberSeries, issue_date: date) -> str:
    """Take the next number of a locked series: 2026-0001, or C2026-0001 for a credit note.

    A number that an imported document has already is passed over: it is in use, not missing.
    """
    prefix = f"{PREFIXES[DocumentKindChoice(series.kind)]}{series.year}-"
    used = Document.objects.filter(account_id=series.account_id, kind=series.kind, is_foreign=False)
    number = series.last_number + 1
    while used.filter(number=f"{prefix}{number:04d}").exists():
        series.passed_over.append(number)
        number += 1
    series.last_number = number
    series.last_issue_date = issue_date
    series.save(update_fields=["last_number", "last_issue_date", "passed_over"])
    return f"{prefix}{series.last_number:04d}"


def payment_reference_make(*, document: Document, series: NumberSeries) -> str:
    """Make the structured communication of a Belgian invoice, from its number.

    Empty for a credit note and for a Dutch account. Unique within the account, also next to the
    references of imported documents.
    """
    if document.account.country != "BE" or document.kind != DocumentKindChoice.INVOICE:
        return ""
    seed = series.year * REFERENCE_WIDTH + series.last_number
    candidates = (structured_communication(seed + turn * 10**9) for turn in count())
    return next(
        reference
        for reference in candidates
        if not Document.objects.filter(
            account_id=series.account_id, payment_reference=reference
        ).exists()
    )
