"""The audit chain: whole while untouched, broken by any change."""

from datetime import date
from decimal import Decimal
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.audit import (
    AuditOutsideTransaction,
    chain_check,
    chain_verify,
    event_record,
    events_for,
)
from accounts.models import Account, AuditEvent, AuditHead
from tests.accounts.builders import make_account, owner_of


def record(account: Account, number: int) -> AuditEvent:
    return event_record(
        account=account,
        actor=owner_of(account),
        action="customer.changed",
        subject_type="customer",
        subject_id="abc",
        before={"amount": Decimal("1.10"), "day": date(2026, 1, 31)},
        after={"number": number, "name": "Café \u202e"},
    )


@pytest.mark.django_db
def test_events_chain_and_keep_who_did_what() -> None:
    account = make_account()
    first, second = record(account, 1), record(account, 2)
    assert second.previous_hash == first.hash
    assert second.sequence == first.sequence + 1
    assert first.before == {"amount": "1.10", "day": "2026-01-31"}
    assert first.actor_label == owner_of(account).email
    assert list(events_for(account, "customer", "abc")) == [first, second]
    assert chain_verify(account) == []


@pytest.mark.django_db
def test_each_account_has_a_chain_of_its_own() -> None:
    one, other = make_account(), make_account()
    record(one, 1)
    before = AuditHead.objects.get(account=other).hash
    record(one, 2)
    assert AuditHead.objects.get(account=other).hash == before


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    account = make_account()
    with pytest.raises(AuditOutsideTransaction):
        record(account, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_auditevent SET action = 'x'", "DELETE FROM accounts_auditevent"]
)
def test_an_event_cannot_be_changed_or_deleted(statement: str) -> None:
    make_account()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# One change of every column, and of the rows as such; `{other}` is another account's id.
TAMPERING = {
    "account_id = {other}, sequence = 99": "event 4 is missing",
    "sequence = 99": "event 4 is missing",
    "at = '2020-01-01 00:00:00+00:00'": "event 4 was changed",
    "actor_id = NULL": "event 4 was changed",
    "actor_label = 'iemand anders'": "event 4 was changed",
    "action = 'x'": "event 4 was changed",
    "subject_type = 'invoice'": "event 4 was changed",
    "subject_id = 'xyz'": "event 4 was changed",
    "before = '{{}}'": "event 4 was changed",
    "after = '{{\"number\": 1}}'": "event 4 was changed",
    "previous_hash = ''": "event 4 does not follow the one before it",
    "hash = previous_hash": "event 4 was changed",
}


def chain_of_five() -> Account:
    account = make_account()
    while record(account, 0).sequence < 5:
        pass
    return account


def verify(*accounts: Account) -> tuple[int, str]:
    """Run the command for each account or for all; gives its exit code and what it said."""
    said = StringIO()
    options: dict[str, object] = {"account": accounts[0].slug} if accounts else {}
    try:
        call_command("verify_audit", stdout=said, stderr=said, **options)
    except SystemExit as stop:
        return int(stop.code or 0), said.getvalue()
    return 0, said.getvalue()


def execute(statement: str) -> None:
    """Do what nobody may, with the triggers taken away."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("change", TAMPERING)
def test_a_change_of_any_column_is_found(change: str) -> None:
    account, other = chain_of_five(), chain_of_five()
    column = change.format(other=other.pk)
    execute(
        f"UPDATE accounts_auditevent SET {column} WHERE sequence = 4 AND account_id = {account.pk}"
    )
    code, said = verify(account)
    assert code == 1
    assert f"{account.slug}: {TAMPERING[change]}" in said


def test_every_column_of_an_event_is_tampered_with_above() -> None:
    columns = {field.column for field in AuditEvent._meta.concrete_fields} - {"id"}
    tried = {part.split(" = ")[0] for change in TAMPERING for part in change.split(", ")}
    assert columns <= tried


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM accounts_auditevent WHERE sequence = 1", "event 1 is missing"),
        ("DELETE FROM accounts_auditevent WHERE sequence IN (2, 3)", "event 2 is missing"),
        ("DELETE FROM accounts_auditevent WHERE sequence = 5", "at event 5 and ends at 4"),
        ("DELETE FROM accounts_auditevent", "should end at event 5 and ends at 0"),
        ("DELETE FROM accounts_audithead", "its head was removed"),
        ("UPDATE accounts_audithead SET sequence = 4", "should end at event 4"),
        ("UPDATE accounts_audithead SET hash = 'x'", "should end at event 5"),
        (
            "UPDATE accounts_auditevent SET sequence = 9 - sequence WHERE sequence IN (4, 5)",
            "does not follow",
        ),
    ],
)  # fmt: skip
def test_what_is_taken_away_or_moved_is_found(statement: str, finding: str) -> None:
    if "9 - sequence" in statement:  # two rows change places: in steps, the pair is unique
        statements = [
            "UPDATE accounts_auditevent SET sequence = 99 WHERE sequence = 4",
            "UPDATE accounts_auditevent SET sequence = 4 WHERE sequence = 5",
            "UPDATE accounts_auditevent SET sequence = 5 WHERE sequence = 99",
        ]
    else:
        statements = [statement]
    account = chain_of_five()
    for each in statements:
        execute(each)
    code, said = verify(account)
    assert (code, finding in said) == (1, True), said


@pytest.mark.django_db
def test_one_broken_chain_makes_the_command_fail_and_the_other_stays_whole() -> None:
    broken, whole = chain_of_five(), chain_of_five()
    execute(f"DELETE FROM accounts_auditevent WHERE sequence = 5 AND account_id = {broken.pk}")
    code, said = verify()
    assert code == 1
    assert f"{broken.slug}: the chain should end" in said
    assert f"{whole.slug}: the chain is whole (5 events" in said
    assert verify(whole)[0] == 0


@pytest.mark.django_db
def test_a_chain_is_walked_in_parts_with_the_same_outcome() -> None:
    account = chain_of_five()
    first = chain_check(account, limit=3)
    assert (first.reached.sequence, first.breaks, first.is_done) == (3, [], False)
    rest = chain_check(account, start=first.reached, limit=3)
    assert (rest.reached.sequence, rest.breaks, rest.is_done) == (5, [], True)
    exactly = chain_check(account, limit=5)
    assert not exactly.is_done
    assert chain_check(account, start=exactly.reached, limit=5).is_done


@pytest.mark.django_db(transaction=True)
def test_what_is_appended_while_somebody_looks_is_no_break() -> None:
    account = make_account()
    stop = Event()

    def append() -> None:
        while not stop.is_set():
            with transaction.atomic():
                record(account, 1)
        connection.close()

    writer = Thread(target=append)
    writer.start()
    try:
        found = [chain_verify(account) for _round in range(15)]
    finally:
        stop.set()
        writer.join()
    assert found == [[]] * 15


@pytest.mark.django_db
def test_the_command_says_that_every_chain_is_whole() -> None:
    account = make_account()
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert f"{account.slug}: the chain is whole" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_audit", account="niemand")
