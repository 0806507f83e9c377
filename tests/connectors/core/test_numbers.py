"""Numbers in an outside journal, jobs and secrets: what the database itself guarantees."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Account
from accounts.secrets import SecretUnreadable, decrypt, encrypt
from connectors.core import clock
from connectors.core.errors import SetupNeeded
from connectors.core.models import AllottedNumber, Booking, Connection, Job, JobKind
from connectors.core.ports import Ledger
from connectors.core.services.numbers import LARGEST, number_allot
from connectors.exact.models import ExactUser
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db
LEDGER = Ledger(scope="exact x 1 700", division="1", journal="700", numbers=True)


@pytest.fixture
def account() -> Account:
    return make_seller()


def booking(account: Account) -> Booking:
    link, _created = Connection.objects.get_or_create(account=account, kind="exact")
    document = make_issued(account)
    made, _created = Booking.objects.get_or_create(
        connection=link, document=document, defaults={"created_at": clock.now()}
    )
    return made


def test_the_digits_of_the_document_number_are_taken_where_they_fit(account: Account) -> None:
    assert number_allot(booking(account), LEDGER, "F2026-0007") == 20260007


@pytest.mark.parametrize("number", ["", "ABC", "0000", "2026-99999999", str(LARGEST + 1)])
def test_where_the_digits_do_not_fit_the_next_free_one_is_taken(
    account: Account, number: str
) -> None:
    AllottedNumber.objects.create(scope=LEDGER.scope, number=41, booking=booking(account))
    assert number_allot(booking(account), LEDGER, number) == 42


def test_a_number_is_given_out_once_and_kept_for_its_booking(account: Account) -> None:
    first, second = booking(account), booking(account)
    first.number = number_allot(first, LEDGER, "F-12")
    assert number_allot(first, LEDGER, "F-99") == 12
    assert number_allot(second, LEDGER, "G-12") == 13
    other = Ledger(scope="exact x 1 705", division="1", journal="705", numbers=True)
    assert number_allot(second, other, "G-12") == 12


def test_past_the_largest_number_exact_must_number(account: Account) -> None:
    AllottedNumber.objects.create(scope=LEDGER.scope, number=LARGEST, booking=booking(account))
    with pytest.raises(SetupNeeded):
        number_allot(booking(account), LEDGER, "ABC")


@pytest.mark.parametrize("kind", JobKind)
def test_the_database_keeps_one_live_job_of_a_kind(account: Account, kind: str) -> None:
    held = booking(account)
    Job.objects.all().delete()
    values: dict[str, Any] = {
        "connection": held.connection,
        "kind": kind,
        "document": held.document if kind == JobKind.BOOK else None,
        "not_before": clock.now(),
        "created_at": clock.now(),
    }
    Job.objects.create(state="done", **values)
    Job.objects.create(state="waiting", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(state="ready", **values)


def test_the_database_keeps_two_bookings_off_one_entry(account: Account) -> None:
    first, second = booking(account), booking(account)
    Booking.objects.filter(pk=first.pk).update(external_id="entry")
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(external_id="entry")


def test_a_secret_stands_encrypted_and_opens_with_an_older_key(settings: Any) -> None:
    stored = encrypt("token")
    assert "token" not in stored
    newer = "bmV3ZXIta2V5LW5ld2VyLWtleS1uZXdlci1rZXktMDE="
    settings.ENCRYPTION_KEYS = [newer, *settings.ENCRYPTION_KEYS]
    assert decrypt(stored) == "token"
    settings.ENCRYPTION_KEYS = [newer]
    with pytest.raises(SecretUnreadable) as caught:
        decrypt(stored)
    assert stored not in str(caught.value)


def test_a_token_row_whose_key_is_lost_fails_closed(settings: Any) -> None:
    ExactUser.objects.create(host="http://x", client_id="c", user_id="u", refresh_token="secret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_token FROM connectors_exact_exactuser")
        assert "secret" not in cursor.fetchone()[0]
    settings.ENCRYPTION_KEYS = ["bmV3ZXIta2V5LW5ld2VyLWtleS1uZXdlci1rZXktMDE="]
    with pytest.raises(SecretUnreadable):
        ExactUser.objects.get()
