"""An issued document cannot be touched, whichever way somebody tries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from invoicing.models import Document, DocumentFile, DocumentLine, DocumentVatTotal, Payment
from invoicing.services.payments import payment_record
from tests.invoicing.builders import line, make_draft, make_issued, make_seller


def refused(attempt: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except IntegrityError as error:
        return "never" in str(error)
    return False


def run(sql: str, *values: object) -> Callable[[], object]:
    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return execute


@pytest.fixture
def issued(db: None) -> Document:
    return make_issued(make_seller(), line(), line("50"))


def test_issued_document_cannot_change_by_the_orm(issued: Document) -> None:
    issued.note = "iets anders"
    assert refused(issued.save)
    assert refused(lambda: Document.objects.filter(pk=issued.pk).update(gross=1, net=1, vat=0))
    assert refused(lambda: Document.objects.bulk_update([issued], ["note"]))
    assert refused(lambda: Document.objects.filter(pk=issued.pk).update(state="draft", number=""))


def test_issued_document_cannot_be_deleted_by_the_orm(issued: Document) -> None:
    assert refused(issued.delete)
    assert refused(lambda: Document.objects.filter(pk=issued.pk)._raw_delete("default"))


def test_issued_document_cannot_change_by_raw_sql(issued: Document) -> None:
    assert refused(run("UPDATE invoicing_document SET note = 'x' WHERE id = %s", issued.pk))
    assert refused(run("DELETE FROM invoicing_document WHERE id = %s", issued.pk))


def test_issued_document_cannot_be_overwritten_by_an_upsert(issued: Document) -> None:
    copy = Document.objects.get(pk=issued.pk)
    copy.note = "x"
    assert refused(
        lambda: Document.objects.bulk_create(
            [copy], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
        )
    )


def test_issued_rows_cannot_be_replaced_on_sqlite(issued: Document) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    for table in ("invoicing_document", "invoicing_documentline", "invoicing_documentvattotal"):
        assert refused(run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    draft = make_draft(issued.account)
    assert refused(
        run(
            "UPDATE OR REPLACE invoicing_document SET number = %s, state = 'issued', "
            "issue_date = '2026-01-01', due_date = '2026-01-01' WHERE id = %s",
            issued.number,
            draft.pk,
        )
    )
    assert refused(
        run(
            "UPDATE OR REPLACE invoicing_documentline SET id = %s WHERE document_id = %s",
            issued.lines.all()[0].pk,
            draft.pk,
        )
    )


def test_lines_of_an_issued_document_cannot_change(issued: Document) -> None:
    first = issued.lines.all()[0]
    first.description = "iets anders"
    assert refused(first.save)
    assert refused(first.delete)
    assert refused(lambda: issued.lines.all().update(net=0))
    assert refused(lambda: issued.lines.all().delete())
    assert refused(run("DELETE FROM invoicing_documentline WHERE id = %s", first.pk))


def test_a_line_cannot_be_added_to_an_issued_document(issued: Document) -> None:
    assert refused(lambda: DocumentLine.objects.create(document=issued, position=3))
    assert refused(
        lambda: DocumentLine.objects.bulk_create([DocumentLine(document=issued, position=3)])
    )


def test_a_line_cannot_be_moved_onto_or_off_an_issued_document(issued: Document) -> None:
    draft = make_draft(issued.account)
    assert refused(lambda: draft.lines.update(document=issued))
    assert refused(lambda: issued.lines.update(document=draft))


def test_vat_totals_of_an_issued_document_are_frozen_too(issued: Document) -> None:
    draft = make_draft(issued.account, line(vat_rate=Decimal(6)))
    total = issued.vat_totals.all()[0]
    assert refused(lambda: issued.vat_totals.update(vat=0))
    assert refused(total.delete)
    assert refused(lambda: draft.vat_totals.update(document=issued))
    assert refused(
        lambda: DocumentVatTotal.objects.create(
            document=issued, treatment="exempt", rate=0, net=0, vat=0
        )
    )


def test_payments_are_append_only(issued: Document) -> None:
    payment, _created = payment_record(
        document=issued,
        date=issued.issue_date,
        amount=issued.gross,
        source="manual",
        source_reference="1",
    )
    assert refused(lambda: Payment.objects.update(amount=1))
    assert refused(payment.delete)
    assert refused(run("DELETE FROM invoicing_payment"))


def test_the_file_of_a_document_is_kept_as_it_is(issued: Document) -> None:
    kept = DocumentFile.objects.create(
        document=issued, kind="pdf", sha256="0" * 64, content=b"x", created_at=issued.issued_at
    )
    assert refused(lambda: DocumentFile.objects.update(content=b"y"))
    assert refused(kept.delete)


def test_a_draft_may_change_and_go(db: None) -> None:
    draft = make_draft(make_seller())
    assert Document.objects.filter(pk=draft.pk).update(note="x") == 1
    draft.lines.all().delete()
    draft.vat_totals.all().delete()
    draft.delete()
    assert not Document.objects.filter(pk=draft.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_that_waits_for_the_issuing_of_its_document_is_refused() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    draft = make_draft(make_seller())
    outcomes: list[bool] = []

    def add_line() -> None:
        outcomes.append(
            refused(lambda: DocumentLine.objects.create(document_id=draft.pk, position=9))
        )
        connection.close()

    with transaction.atomic():
        run(
            "UPDATE invoicing_document SET state = 'issued', number = 'x', "
            "issue_date = '2026-01-01', due_date = '2026-01-01' WHERE id = %s",
            draft.pk,
        )()
        other = threading.Thread(target=add_line)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()
    assert outcomes == [True]
