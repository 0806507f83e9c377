"""The audit chain: whole while untouched, broken by any change."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.audit import AuditOutsideTransaction, chain_verify, event_record, events_for
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE accounts_auditevent SET action = 'x' WHERE sequence = 4", "event 4 was changed"),
        ("DELETE FROM accounts_auditevent WHERE sequence = 4", "event 4 is missing"),
        ("DELETE FROM accounts_auditevent WHERE sequence = 5", "should end at event 5"),
    ],
)
def test_verify_finds_what_was_done_behind_the_triggers(tampering: str, finding: str) -> None:
    account = make_account()
    while record(account, 0).sequence < 5:
        pass
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert finding in " / ".join(chain_verify(account))
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", account=account.slug, stderr=errors)
    assert finding in errors.getvalue()


@pytest.mark.django_db
def test_the_command_says_that_every_chain_is_whole() -> None:
    account = make_account()
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert f"{account.slug}: the chain is whole" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_audit", account="niemand")
