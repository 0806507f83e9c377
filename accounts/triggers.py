"""Database triggers that refuse what may never happen, on PostgreSQL and SQLite.

An application names its guards once (`register`); they are installed after every migration, since
SQLite drops a table's triggers when it rebuilds the table. It refuses to rebuild one that another
table's trigger looks at, so there the guards are taken away while migrations run. Installing twice
changes nothing.
A refusal reaches Python as `django.db.IntegrityError`, whoever sends the statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One refusal: `condition` is SQL over OLD and NEW that both databases read the same way.

    `lock`, for PostgreSQL only, is SQL that runs first and waits for whoever is changing the row
    that the condition looks at; SQLite has one writer at a time and needs none.
    `vendor` limits the guard to one database.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str
    lock: str = ""
    vendor: str = ""


_guards: dict[str, Guard] = {}


def no_truncate(table: str, *, name: str, what: str) -> Guard:
    """Give the guard that stops PostgreSQL's TRUNCATE of a table; SQLite has no such statement."""
    return Guard(
        name=f"{name}_no_truncate",
        table=table,
        event="TRUNCATE",
        condition="TRUE",
        message=f"{what} is never emptied out",
        vendor="postgresql",
    )


def register(guards: Iterable[Guard]) -> None:
    """Add guards by name; adding the same one twice counts once."""
    _guards.update({guard.name: guard for guard in guards})


def install_after_migrations(config: AppConfig) -> None:
    """Have all guards put in place; the signal comes once the last migration has run. The command
    `migrate` sees to it when one fails.
    """
    pre_migrate.connect(_about_to_migrate, sender=config, dispatch_uid="guards")
    post_migrate.connect(_migrated, sender=config, dispatch_uid="guards")


def install(using: str = "default") -> None:
    """Put every guard in place whose table exists."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in _present(connection):
            for statement in _statements(connection.vendor, guard):
                cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """Name the guards that are not in place; tables that are not there yet are left out."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        installed = {name for (name,) in cursor.fetchall()}
    return sorted(guard.name for guard in _present(connection) if guard.name not in installed)


def remove(using: str = "default") -> None:
    """Take every guard away; only for emptying a whole database (`manage.py flush`)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in _present(connection):
            on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on_table}")


INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # A trigger that was switched off ('D') guards nothing.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def _about_to_migrate(using: str, plan: Sequence[object], **kwargs: Any) -> None:
    if plan and connections[using].vendor == "sqlite":
        remove(using)


def _migrated(using: str, **kwargs: Any) -> None:
    install(using)


def _present(connection: BaseDatabaseWrapper) -> list[Guard]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return [
        guard
        for guard in _guards.values()
        if guard.table in tables and guard.vendor in ("", connection.vendor)
    ]


def _statements(vendor: str, guard: Guard) -> list[str]:
    return _postgresql(guard) if vendor == "postgresql" else _sqlite(guard)


def _sqlite(guard: Guard) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW "
        f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
    ]


def _postgresql(guard: Guard) -> list[str]:
    # TRUNCATE has no rows: its trigger fires once for the statement, and row triggers not at all.
    level = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    result = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ "
        f"BEGIN {guard.lock} IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END $guard$",
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {guard.name}()",
        # ALWAYS: also while `session_replication_role` is 'replica'.
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
    ]
