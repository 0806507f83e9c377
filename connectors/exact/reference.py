"""Reference data of a division: read from Exact, kept with its age, read again when older than 15
minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Problem, Refused, SetupNeeded, Who
from connectors.exact.client import ExactClient
from connectors.exact.envelope import Row, date_of, int_of
from connectors.exact.mapping import FinancialPeriod
from connectors.exact.models import ReferenceSet

FRESH_FOR = timedelta(minutes=15)
# Codes that a booking needs change seldom; a refusal that names one makes them be read again.
FRESH_FOR_BOOKING = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a kind of reference data comes from."""

    path: str
    select: str
    filter: str = ""


SOURCES = {
    "journals": Source(
        path="financial/Journals",
        select="ID,Code,Description,Type,IsBlocked,GLAccount,GLAccountCode",
        filter="Type eq 20",
    ),
    "revenue_accounts": Source(
        path="financial/GLAccounts",
        select="ID,Code,Description,Type,IsBlocked,UseCostcenter,UseCostunit,VATCode",
        filter="Type eq 110",
    ),
    "vat_codes": Source(
        path="vat/VATCodes",
        select="ID,Code,Description,Percentage,Type,IsBlocked,VATTransactionType,EUSalesListing,Charged,OssCountry",
    ),
    "periods": Source(
        path="financial/FinancialPeriods", select="ID,FinYear,FinPeriod,StartDate,EndDate"
    ),
}
NO_RIGHTS = Problem(
    code="no_rights",
    message=_("De gelinkte Exact-gebruiker mag %(what)s in deze administratie niet lezen."),
    cure=_("Vraag je boekhouder om een Kantoorgebruiker met rechten op Financieel en Verkoop."),
    who=Who.BOOKKEEPER,
)


def reference_rows(
    client: ExactClient, kind: str, *, fresh_for: timedelta = FRESH_FOR
) -> list[Row]:
    """The rows of this kind, from our copy while it is fresh enough, else from Exact."""
    rows: list[Row] = reference_set(client, kind, fresh_for=fresh_for).rows
    return rows


def reference_set(
    client: ExactClient, kind: str, *, fresh_for: timedelta = FRESH_FOR
) -> ReferenceSet:
    """The stored copy with its age; read again when older than `fresh_for` (0 = now).

    Raises SetupNeeded when Exact gives an empty list because the right to read was withdrawn: the
    copy is kept.
    """
    stored = ReferenceSet.objects.filter(
        connection=client.connection, division=client.division, kind=kind
    ).first()
    if stored is not None and clock.now() - stored.fetched_at < fresh_for:
        return stored
    return _keep(client, kind, _fetch(client, SOURCES[kind]))


def _keep(client: ExactClient, kind: str, rows: list[dict[str, Any]]) -> ReferenceSet:
    result, _created = ReferenceSet.objects.update_or_create(
        connection=client.connection,
        division=client.division,
        kind=kind,
        defaults={"rows": rows, "fetched_at": clock.now()},
    )
    return result


def _fetch(client: ExactClient, source: Source) -> list[dict[str, Any]]:
    params = {"$select": source.select} | ({"$filter": source.filter} if source.filter else {})
    rows = [_plain(row) for row in client.rows(source.path, params)]
    rows.sort(key=lambda row: str(row.get("Code", "")))
    if not rows and not client.may(source.path, "GET"):
        raise SetupNeeded(
            Problem(
                code=NO_RIGHTS.code,
                message=NO_RIGHTS.message,
                cure=NO_RIGHTS.cure,
                who=NO_RIGHTS.who,
                params={"what": source.path},
            )
        )
    return rows


def _plain(row: Row) -> dict[str, Any]:
    """Without metadata and with decimals as text, so that it fits a JSON column unchanged."""
    kept = {key: value for key, value in row.items() if not key.startswith("__")}
    return {
        key: value if isinstance(value, str | int | bool | type(None)) else str(value)
        for key, value in kept.items()
    }


def financial_periods(client: ExactClient) -> tuple[FinancialPeriod, ...]:
    """Exact's period table; empty where this user may not read it (then Exact chooses the
    period)."""
    try:
        rows = reference_rows(client, "periods", fresh_for=FRESH_FOR_BOOKING)
    except (SetupNeeded, Refused):
        # Kept as an answer too: asked again for each booking it would block the endpoint.
        rows = _keep(client, "periods", []).rows
    return periods_from(rows)


def periods_from(rows: list[Row]) -> tuple[FinancialPeriod, ...]:
    """The period table from its rows, oldest first."""
    periods = []
    for row in rows:
        year, period = int_of(row, "FinYear"), int_of(row, "FinPeriod")
        start, end = date_of(row, "StartDate"), date_of(row, "EndDate")
        if year and period and start and end:
            periods.append(FinancialPeriod(year=year, period=period, start=start, end=end))
    return tuple(sorted(periods, key=lambda each: each.start))


DIVISION_SELECT = "Code,Description,Country,Currency,Status,BlockingStatus,DivisionMoveDate"


def divisions(client: ExactClient) -> list[Row]:
    """The divisions that the app may reach; one of the two lists can be refused per contract
    (rest.md 2.8)."""
    params = {"$select": DIVISION_SELECT}
    try:
        rows = client.rows("system/Divisions", params)
    except Refused:
        rows = []
    return rows or client.rows("hrm/Divisions", params)
