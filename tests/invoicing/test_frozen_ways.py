"""Every way round the freezing that a database knows, also after a table was rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration
from django.db.models import ProtectedError

from accounts import triggers
from invoicing.models import (
    Customer,
    Document,
    DocumentFile,
    DocumentLine,
    DocumentVatTotal,
    NumberSeries,
)
from tests.invoicing.builders import line, make_draft, make_issued, make_seller

CHILDREN = ("invoicing_documentline", "invoicing_documentvattotal")
ISSUED = "state = 'issued', issue_date = '2026-01-01', due_date = '2026-01-01'"
BACK_TO_DRAFT = "UPDATE invoicing_document SET state = 'draft', number = ''"


def refused(attempt: Callable[[], object]) -> bool:
    """Whether the database says no, also only when the transaction would end."""
    try:
        with transaction.atomic():
            attempt()
            connection.check_constraints()
    except (IntegrityError, ProtectedError):
        return True
    return False


def sql(statement: str, *values: object) -> Callable[[], object]:
    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return execute


def copied(table: str, pk: int, **changed: object) -> tuple[str, str, list[Any]]:
    """The columns, placeholders and values of an INSERT that takes a row with changes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [pk])
        names = [column[0] for column in cursor.description]
    row = ", ".join("%s" if name in changed else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    return columns, row, [changed[name] for name in names if name in changed]


def insert_copy(verb: str, table: str, pk: int, tail: str = "", **changed: object) -> Any:
    columns, row, values = copied(table, pk, **changed)
    return sql(
        f"{verb} INTO {table} ({columns}) SELECT {row} FROM {table} WHERE id = %s {tail}",
        *values,
        pk,
    )


def by_the_orm(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    row = Document.objects.filter(pk=issued.pk)
    keys = DocumentLine.objects.order_by("pk").values_list("pk", flat=True)
    first, loose = keys.filter(document=issued)[0], keys.filter(document=draft)[0]

    def its_line() -> DocumentLine:
        return DocumentLine.objects.get(pk=first)

    yield "save", Document.objects.get(pk=issued.pk).save
    yield "update", lambda: row.update(note="x")
    yield "delete", Document.objects.get(pk=issued.pk).delete
    yield "queryset delete", row.delete
    yield "raw delete", lambda: row._raw_delete("default")
    yield "bulk_update", lambda: Document.objects.bulk_update([issued], ["note"])
    yield "back to draft", lambda: row.update(state="draft", number="", number_series=None)
    yield "another key", lambda: row.update(id=issued.pk + 1000)
    yield "another account", lambda: row.update(account=make_seller(name="Ander"))
    yield (
        "update_or_create",
        lambda: Document.objects.update_or_create(pk=issued.pk, defaults={"note": "x"}),
    )
    yield (
        "upsert",
        lambda: Document.objects.bulk_create(
            [issued], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
        ),
    )
    yield "line saved", its_line().save
    yield "line deleted", its_line().delete
    yield "lines deleted", issued.lines.all().delete
    yield "lines updated", lambda: issued.lines.update(net=0)
    yield "lines bulk_update", lambda: DocumentLine.objects.bulk_update([its_line()], ["net"])
    yield "line added", lambda: DocumentLine.objects.create(document=issued, position=9)
    yield (
        "lines added",
        lambda: DocumentLine.objects.bulk_create([DocumentLine(document=issued, position=9)]),
    )
    yield "line moved in", lambda: draft.lines.update(document=issued)
    yield "line moved out", lambda: issued.lines.update(document=draft)
    yield "line swapped", lambda: DocumentLine.objects.filter(pk=loose).update(id=first)
    yield (
        "line upsert",
        lambda: DocumentLine.objects.bulk_create(
            [its_line()], update_conflicts=True, unique_fields=["id"], update_fields=["description"]
        ),
    )
    yield "total updated", lambda: issued.vat_totals.update(vat=0)
    yield "total deleted", issued.vat_totals.all().delete
    yield "total moved out", lambda: issued.vat_totals.update(document=draft)
    yield "total moved in", lambda: draft.vat_totals.update(document=issued)
    yield (
        "total added",
        lambda: DocumentVatTotal.objects.create(
            document=issued, treatment="exempt", rate=0, net=0, vat=0
        ),
    )
    yield "file changed", lambda: DocumentFile.objects.update(content=b"y")
    yield "files deleted", DocumentFile.objects.all().delete


def by_sql(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    pk, other = issued.pk, draft.pk
    yield "update", sql("UPDATE invoicing_document SET note = 'x' WHERE id = %s", pk)
    yield "update all", sql("UPDATE invoicing_document SET note = 'x'")
    yield "back to draft", sql(f"{BACK_TO_DRAFT} WHERE id = %s", pk)
    yield "delete", sql("DELETE FROM invoicing_document WHERE id = %s", pk)
    yield "delete all", sql("DELETE FROM invoicing_document")
    yield "another key", sql("UPDATE invoicing_document SET id = 4000 WHERE id = %s", pk)
    yield (
        "the same number",
        sql(
            f"UPDATE invoicing_document SET number = %s, {ISSUED} WHERE id = %s",
            issued.number,
            other,
        ),
    )
    yield (
        "the same place in the series",
        sql(
            f"UPDATE invoicing_document SET number = 'Z', {ISSUED}, number_series_id = %s, "
            "series_number = %s WHERE id = %s",
            issued.number_series_id,
            issued.series_number,
            other,
        ),
    )
    yield (
        "upsert",
        insert_copy(
            "INSERT", "invoicing_document", pk, "ON CONFLICT (id) DO UPDATE SET note = 'x'"
        ),
    )
    for table in CHILDREN:
        model = DocumentLine if table.endswith("line") else DocumentVatTotal
        child = model.objects.filter(document=issued).values_list("pk", flat=True)[0]
        yield f"{table} update", sql(f"UPDATE {table} SET net = 0 WHERE id = %s", child)
        yield f"{table} update all", sql(f"UPDATE {table} SET net = 0")
        yield f"{table} delete", sql(f"DELETE FROM {table} WHERE id = %s", child)
        yield f"{table} delete all", sql(f"DELETE FROM {table}")
        yield f"{table} in", sql(f"UPDATE {table} SET document_id = %s", pk)
        yield f"{table} out", sql(f"UPDATE {table} SET document_id = %s", other)
        changed = {"id": 5000} | ({"treatment": "z"} if "total" in table else {})
        yield f"{table} insert", insert_copy("INSERT", table, child, **changed)
        yield (
            f"{table} upsert",
            insert_copy("INSERT", table, child, "ON CONFLICT (id) DO UPDATE SET net = 0"),
        )
    yield "its customer", sql("DELETE FROM invoicing_customer WHERE id = %s", issued.customer_id)
    yield "its account", sql("DELETE FROM accounts_account WHERE id = %s", issued.account_id)
    series = issued.number_series_id
    yield "its series", sql("DELETE FROM invoicing_numberseries")
    empty = NumberSeries.objects.get(account=issued.account, year=1999)
    yield "a series", sql("DELETE FROM invoicing_numberseries WHERE id = %s", empty.pk)
    for change in ("last_number = 0", "first_number = 2", "year = 1998", "kind = 'x'", "id = 4000"):
        yield (
            f"series {change}",
            sql(f"UPDATE invoicing_numberseries SET {change} WHERE id = %s", series),
        )
    yield (
        "series upsert",
        insert_copy(
            "INSERT",
            "invoicing_numberseries",
            series,
            "ON CONFLICT (id) DO UPDATE SET last_number = 0",
        ),
    )


def by_sqlite(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    tables = {"invoicing_document": issued.pk, "invoicing_documentfile": issued.files.get().pk}
    tables |= {
        "invoicing_documentline": issued.lines.all()[0].pk,
        "invoicing_documentvattotal": issued.vat_totals.all()[0].pk,
        "invoicing_numberseries": issued.number_series_id,
    }
    for table, pk in tables.items():
        for verb in ("INSERT OR REPLACE", "REPLACE"):
            yield f"{table} {verb}", insert_copy(verb, table, pk)
    draft_line = draft.lines.all()[0].pk
    yield (
        "a line under an issued one's key",
        insert_copy(
            "REPLACE", "invoicing_documentline", draft_line, id=tables["invoicing_documentline"]
        ),
    )
    yield (
        "a document under an issued one's number",
        sql(
            f"UPDATE OR REPLACE invoicing_document SET number = %s, {ISSUED} WHERE id = %s",
            issued.number,
            draft.pk,
        ),
    )
    yield (
        "a document in an issued one's place",
        sql(
            f"UPDATE OR REPLACE invoicing_document SET number = 'Z', {ISSUED}, "
            "number_series_id = %s, series_number = %s WHERE id = %s",
            issued.number_series_id,
            issued.series_number,
            draft.pk,
        ),
    )
    yield (
        "a document under an issued one's key",
        sql("UPDATE OR REPLACE invoicing_document SET id = %s WHERE id = %s", issued.pk, draft.pk),
    )
    yield (
        "a line takes an issued one's key",
        sql(
            "UPDATE OR REPLACE invoicing_documentline SET id = %s WHERE id = %s",
            tables["invoicing_documentline"],
            draft_line,
        ),
    )


def by_postgresql(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    tables = ("invoicing_document", *CHILDREN, "invoicing_documentfile")
    yield "truncate", sql(f"TRUNCATE {', '.join(tables)} CASCADE")
    for table in tables:
        yield f"truncate {table}", sql(f"TRUNCATE {table} CASCADE")
    yield "truncate series", sql("TRUNCATE invoicing_numberseries CASCADE")
    yield (
        "merge",
        sql(
            "MERGE INTO invoicing_document d USING (SELECT %s::bigint AS id) s ON d.id = s.id "
            "WHEN MATCHED THEN UPDATE SET note = 'x'",
            issued.pk,
        ),
    )
    yield (
        "merge away",
        sql(
            "MERGE INTO invoicing_documentline l USING invoicing_document d "
            "ON l.document_id = d.id WHEN MATCHED AND d.state = 'issued' THEN DELETE"
        ),
    )
    yield (
        "update from",
        sql(
            "UPDATE invoicing_documentline l SET net = 0 FROM invoicing_document d "
            "WHERE d.id = l.document_id AND d.state = 'issued'"
        ),
    )
    yield (
        "in a CTE",
        sql(
            "WITH gone AS (DELETE FROM invoicing_document WHERE id = %s RETURNING id) "
            "SELECT * FROM gone",
            issued.pk,
        ),
    )

    def as_a_replica() -> None:
        sql("SET LOCAL session_replication_role = 'replica'")()
        sql("UPDATE invoicing_document SET note = 'x' WHERE id = %s", issued.pk)()

    yield "as a replica", as_a_replica
    yield from by_shadow(issued, draft)


def by_shadow(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    """Ways with an empty table under the name that the guards look at, found before the real one:
    a temporary table always is, another schema's where the search path says so.
    """
    columns = "invoicing_document (id bigint, state text)"
    shadows = {
        "temporary": [f"CREATE TEMP TABLE {columns} ON COMMIT DROP"],
        "schema": [
            "CREATE SCHEMA evil",
            f"CREATE TABLE evil.{columns}",
            "SET LOCAL search_path = evil, public",
        ],
    }
    for name, shadow in shadows.items():
        for table in CHILDREN:
            statements = {
                "update": f"UPDATE {table} SET net = 0 WHERE document_id = {issued.pk}",
                "delete": f"DELETE FROM {table} WHERE document_id = {issued.pk}",
                "out": f"UPDATE {table} SET document_id = {draft.pk} "
                f"WHERE document_id = {issued.pk}",
                "in": f"UPDATE {table} SET document_id = {issued.pk} "
                f"WHERE document_id = {draft.pk}",
            }
            for verb, statement in statements.items():
                yield f"{name} {table} {verb}", in_turn(*shadow, statement)


def in_turn(*statements: str) -> Callable[[], object]:
    def execute() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return execute


def ways(issued: Document, draft: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    yield from by_the_orm(issued, draft)
    yield from by_sql(issued, draft)
    yield from (by_sqlite if connection.vendor == "sqlite" else by_postgresql)(issued, draft)


def stored() -> list[list[tuple[Any, ...]]]:
    """Everything that must stay as it is."""
    tables = (Document, DocumentLine, DocumentVatTotal, DocumentFile, Customer, NumberSeries)
    return [list(model.objects.order_by("pk").values_list()) for model in tables]


def issued_and_draft() -> tuple[Document, Document]:
    account = make_seller()
    issued = make_issued(account, line(), line("50"))
    DocumentFile.objects.create(
        document=issued, kind="pdf", sha256="0" * 64, content=b"x", created_at=issued.issued_at
    )
    draft = make_draft(account, line(treatment="exempt", vat_rate=0))
    NumberSeries.objects.create(account=account, kind="invoice", year=1999)
    # PostgreSQL empties no table that has rows waiting for their foreign keys.
    connection.check_constraints()
    return issued, draft


def open_ways() -> list[str]:
    """The ways that work; there must be none, and nothing may have changed."""
    issued, draft = issued_and_draft()
    before = stored()
    found = [name for name, attempt in ways(issued, draft) if not refused(attempt)]
    assert stored() == before
    return found


@pytest.mark.django_db
def test_there_is_no_way_round_the_freezing() -> None:
    assert open_ways() == []


@pytest.mark.django_db
def test_the_ways_would_work_without_the_triggers() -> None:
    """What is tried must be able to succeed, or the trying proves nothing."""
    issued, draft = issued_and_draft()
    triggers.remove()
    attempts = [attempt for _name, attempt in ways(issued, draft)]
    works = []
    for attempt in attempts:
        point = transaction.savepoint()
        works.append(not refused(attempt))
        transaction.savepoint_rollback(point)
    triggers.install()
    assert sum(works) > len(works) / 2


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_tables_leaves_no_way_open() -> None:
    # What `migrate` says before the first of its migrations.
    emit_pre_migrate_signal(0, False, "default", plan=[(Migration("0099", "invoicing"), False)])
    for model, name in ((Document, "note"), (DocumentLine, "description"), (DocumentFile, "kind")):
        old = model._meta.get_field(name)
        new = models.CharField(max_length=777, default="")
        new.set_attributes_from_name(name)
        new.model = model
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, new)
        with connection.schema_editor() as editor:
            editor.alter_field(model, new, old)
    if connection.vendor == "sqlite":
        # SQLite makes the table anew, and its triggers are gone with the old one.
        lost = triggers.missing()
        assert {"document_no_update", "document_line_no_insert"} <= set(lost)
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert open_ways() == []
