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
        schema = _schema(connection)
        for guard in _present(connection):
            for statement in _statements(connection.vendor, guard, schema):
                cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """Name the guards that are not in place just as `install` puts them there: gone, switched off
    or with other content. Tables that are not there yet are left out.
    """
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        installed = {name: rest for name, *rest in cursor.fetchall()}
    schema = _schema(connection)
    return sorted(
        guard.name
        for guard in present
        if installed.get(guard.name) != _as_installed(connection.vendor, guard, schema)
    )


def remove(using: str = "default") -> None:
    """Take every guard away; only for emptying a whole database (`manage.py flush`)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in _present(connection):
            on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on_table}")


# Name and content of what is there. Only triggers on tables of the schema that we work in count.
INSTALLED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, relname, tgenabled::text, tgtype::int, tgqual IS NULL, "
    "tgattr::text, proname, prosrc, lanname, array_to_string(proconfig, ';') "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "JOIN pg_language ON pg_language.oid = prolang "
    "WHERE NOT tgisinternal AND pg_class.relnamespace = current_schema()::regnamespace",
}
# pg_trigger.tgtype: BEFORE, and FOR EACH ROW where there are rows.
BEFORE, EACH_ROW = 2, 1
EVENT_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


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


def _schema(connection: BaseDatabaseWrapper) -> str:
    """Give the schema of the tables, quoted as PostgreSQL wants it; SQLite has only one."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _statements(vendor: str, guard: Guard, schema: str) -> list[str]:
    return _postgresql(guard, schema) if vendor == "postgresql" else _sqlite(guard)


def _as_installed(vendor: str, guard: Guard, schema: str) -> list[object]:
    """Give what INSTALLED finds of a guard, after its name, where all is as it should be."""
    if vendor == "sqlite":
        return [_sqlite(guard)[-1]]
    level = 0 if guard.event == "TRUNCATE" else EACH_ROW
    return [
        *(guard.table, "A", BEFORE | level | EVENT_BITS[guard.event], True, ""),
        *(guard.name, _body(guard), "plpgsql", f"search_path={_search_path(schema)}"),
    ]


def _sqlite(guard: Guard) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW "
        f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
    ]


def _postgresql(guard: Guard, schema: str) -> list[str]:
    # TRUNCATE has no rows: its trigger fires once for the statement, and row triggers not at all.
    level = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {_search_path(schema)} AS $guard${_body(guard)}$guard$",
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {guard.name}()",
        # ALWAYS: also while `session_replication_role` is 'replica'.
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
    ]


def _body(guard: Guard) -> str:
    result = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    return (
        f" BEGIN {guard.lock} IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END "
    )


def _search_path(schema: str) -> str:
    """Where a function looks names up, whoever calls it: without this a temporary table by the name
    of ours, or a schema put before it, would be asked instead. pg_temp is first unless named.
    """
    return f"pg_catalog, {schema}, pg_temp"
