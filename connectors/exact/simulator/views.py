"""Rows that are computed from other records."""

from datetime import timedelta

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.store import Record

DELETED_KEPT = timedelta(days=61)  # about two months (Invantive forum 1069)


def me(context: Context, _records: list[Record]) -> list[Record]:
    """The one row of current/Me."""
    user = context.sim.store.get("user", 0, context.user) or {}
    moment = context.sim.server_now()
    offset = context.sim.options.number("server_utc_offset")
    time = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"
    return [{**user, "ServerTime": time, "ServerUtcOffset": offset}]


def all_divisions(context: Context, _records: list[Record]) -> list[Record]:
    """The divisions of the licence."""
    return [row for row in context.sim.store.rows("division") if not row.get("_withdrawn")]


def divisions(context: Context, _records: list[Record]) -> list[Record]:
    """The divisions that the app may reach."""
    chain = context.sim.store.get("chain", 0, context.chain) or {}
    allowed = chain.get("divisions", ())
    return [row for row in all_divisions(context, []) if row["Code"] in allowed]


def visible_entries(context: Context, records: list[Record]) -> list[Record]:
    """Sales entries, without those that were made too recently to be seen (switch)."""
    delay = context.sim.options.number("late_visibility")
    if not delay:
        return records
    edge = context.sim.clock.timestamp() - delay
    return [row for row in records if row["_made"] <= edge]


def receivables(_context: Context, records: list[Record]) -> list[Record]:
    """Payment terms of sales."""
    return [row for row in records if row["LineType"] == 20]


def open_receivables(context: Context, records: list[Record]) -> list[Record]:
    """Open terms of sales; what was reconciled is absent."""
    return [
        {
            **row,
            "AccountId": row["Account"],
            "Amount": row["_owed"],
            "AmountInTransit": 0,
            "CurrencyCode": row["Currency"],
            "JournalCode": row["Journal"],
            "Id": row["ID"],
        }
        for row in receivables(context, records)
        if not row["IsFullyPaid"]
    ]


def recently_deleted(context: Context, records: list[Record]) -> list[Record]:
    """Deletions of the last two months."""
    edge = context.sim.clock.now() - DELETED_KEPT
    return [row for row in records if row["DeletedDate"] >= edge]
