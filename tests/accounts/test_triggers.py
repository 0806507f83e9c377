"""The triggers are put in place after migrations, and the check says when they are not."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.models import AuditEvent
from tests.accounts.builders import make_account


def warnings() -> list[str]:
    return [
        message.id for message in run_checks(databases=["default"]) if message.id == "accounts.W001"
    ]


@pytest.mark.django_db
def test_after_migrating_every_trigger_is_in_place() -> None:
    assert triggers.missing() == []
    assert warnings() == []


@pytest.mark.django_db
def test_a_missing_trigger_is_warned_about_and_migrate_puts_it_back() -> None:
    triggers.remove()
    assert "document_no_update" in triggers.missing()
    assert len(warnings()) == len(triggers.missing())
    call_command("migrate", verbosity=0)
    assert warnings() == []


@pytest.mark.django_db
def test_installing_twice_changes_nothing() -> None:
    triggers.install()
    triggers.install()
    assert triggers.missing() == []


@pytest.mark.django_db
def test_a_switched_off_trigger_counts_as_missing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can switch a trigger off")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE invoicing_document DISABLE TRIGGER document_no_update")
    assert triggers.missing() == ["document_no_update"]


HOLLOWED = {
    "sqlite": {
        "never fires": "DROP TRIGGER document_no_update; CREATE TRIGGER document_no_update "
        "BEFORE UPDATE ON invoicing_document WHEN 0 BEGIN SELECT 1; END",
        "on another table": "DROP TRIGGER document_no_update; CREATE TRIGGER document_no_update "
        "BEFORE UPDATE ON invoicing_logo BEGIN SELECT RAISE(ABORT, 'x'); END",
    },
    "postgresql": {
        "empty function": "CREATE OR REPLACE FUNCTION document_no_update() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "another search path": "ALTER FUNCTION document_no_update() RESET search_path",
        "only on a replica": "ALTER TABLE invoicing_document "
        "ENABLE REPLICA TRIGGER document_no_update",
        "not on a replica": "ALTER TABLE invoicing_document ENABLE TRIGGER document_no_update",
        "only sometimes": "CREATE OR REPLACE TRIGGER document_no_update BEFORE UPDATE ON "
        "invoicing_document FOR EACH ROW WHEN (FALSE) EXECUTE FUNCTION document_no_update();"
        "ALTER TABLE invoicing_document ENABLE ALWAYS TRIGGER document_no_update",
        "another function": "CREATE OR REPLACE TRIGGER document_no_update BEFORE UPDATE ON "
        "invoicing_document FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();"
        "ALTER TABLE invoicing_document ENABLE ALWAYS TRIGGER document_no_update",
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", HOLLOWED[connection.vendor])
def test_a_trigger_that_was_hollowed_out_counts_as_missing_and_migrate_cures_it(how: str) -> None:
    with connection.cursor() as cursor:
        # SQLite takes one statement at a time; that of a trigger ends in '; END'.
        parts = HOLLOWED[connection.vendor][how].split(";", 1)
        for statement in parts if connection.vendor == "sqlite" else [";".join(parts)]:
            cursor.execute(statement)
    assert triggers.missing() == ["document_no_update"]
    assert len(warnings()) == 1
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_keeps_the_triggers() -> None:
    make_account()
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(AuditEvent)  # type: ignore[attr-defined]
    if connection.vendor == "sqlite":
        assert "audit_event_no_update" in triggers.missing()
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(action="x")


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_everything_and_leaves_the_triggers() -> None:
    make_account()
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEvent.objects.exists()
    assert triggers.missing() == []
