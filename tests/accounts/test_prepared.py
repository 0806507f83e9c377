"""SELECTs whose SQL is written once: the same rows as Django's own query, whatever the values."""

from __future__ import annotations

import pytest

from accounts.models import Account, AuditEvent
from accounts.prepared import Prepared
from tests.accounts.builders import make_account

pytestmark = pytest.mark.django_db


def test_each_call_gives_the_rows_of_its_own_values() -> None:
    first, second = make_account(name="Een"), make_account(name="Twee")
    by_key = Prepared(lambda pk: Account.objects.filter(pk=pk))
    assert by_key.rows(first.pk) == [first]
    assert by_key.rows(second.pk) == [second]
    assert by_key.rows(0) == []
    assert vars(by_key.rows(first.pk)[0])["created_at"] == first.created_at


def test_values_that_stand_twice_and_constants_keep_their_place() -> None:
    account = make_account(name="Een")
    events = Prepared(
        lambda pk, action: (
            AuditEvent.objects.filter(account_id=pk, action=action)
            .exclude(actor_label="niemand")
            .exclude(account_id=pk, action="iets anders")
            .order_by("sequence")
        )
    )
    wanted = AuditEvent.objects.filter(account=account).order_by("sequence")
    assert wanted
    for event in wanted:
        assert event in events.rows(account.pk, event.action)
    assert events.rows(account.pk, "nooit") == []


def test_json_dates_and_decimals_come_back_as_from_django() -> None:
    account = make_account(name="Een")
    events = Prepared(lambda pk: AuditEvent.objects.filter(account_id=pk).order_by("sequence"))
    same = AuditEvent.objects.filter(account=account).order_by("sequence")
    rows = [{**vars(row), "_state": None} for row in events.rows(account.pk)]
    assert rows == [{**vars(row), "_state": None} for row in same]


def test_a_value_that_is_not_asked_for_is_a_mistake() -> None:
    careless = Prepared(lambda pk: Account.objects.filter(plan="pro"))
    with pytest.raises(ValueError, match="each of its values"):
        careless.rows(1)


def test_it_is_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    by_key = Prepared(lambda pk: Account.objects.filter(pk=pk))
    for _turn in range(2):
        with django_assert_num_queries(1):
            by_key.rows(1)
