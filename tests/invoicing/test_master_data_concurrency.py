"""What is unique in an account stays so, and is refused with words, when several ask at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import Account
from invoicing.models import Customer, PaymentCondition, RevenueGroup
from invoicing.problems import Refused
from invoicing.services.customers import CustomerValues, customer_create
from invoicing.services.payment_conditions import payment_conditions_furnish
from invoicing.services.revenue_groups import revenue_group_create, revenue_group_update
from tests.invoicing.builders import make_seller

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def at_once(do: Callable[[int], object]) -> list[str]:
    """Do something in several threads at the same time; give what was refused."""
    gate = threading.Barrier(AT_ONCE)

    def one(number: int) -> str:
        gate.wait()
        try:
            do(number)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [said for said in pool.map(one, range(AT_ONCE)) if said]


@pytest.fixture
def account() -> Account:
    return make_seller()


def test_one_customer_number_is_given_once(account: Account) -> None:
    refused = at_once(
        lambda number: customer_create(
            account=account, actor=None, values=CustomerValues(name=f"Klant {number}", code="K-1")
        )
    )
    assert len(refused) == AT_ONCE - 1
    assert all("heeft dit nummer al" in said for said in refused)
    assert Customer.objects.filter(account=account).count() == 1


def test_one_revenue_group_is_made_of_one_name(account: Account) -> None:
    refused = at_once(
        lambda number: revenue_group_create(account=account, actor=None, name="Verhuur")
    )
    assert refused == ["Er is al een omzetgroep met deze naam."] * (AT_ONCE - 1)


def test_groups_with_names_that_look_alike_get_keys_of_their_own(account: Account) -> None:
    assert (
        at_once(
            lambda number: revenue_group_create(
                account=account, actor=None, name=f"Verhuur{'!' * number}"
            )
        )
        == []
    )
    assert RevenueGroup.objects.filter(key__startswith="verhuur").count() == AT_ONCE


def test_one_revenue_group_is_the_usual_one(account: Account) -> None:
    groups = [
        revenue_group_create(account=account, actor=None, name=f"Groep {number}")
        for number in range(AT_ONCE)
    ]
    at_once(
        lambda number: revenue_group_update(
            group=groups[number], actor=None, name=f"Groep {number}", is_default=True
        )
    )
    assert RevenueGroup.objects.filter(account=account, is_default=True).count() == 1


def test_the_usual_conditions_are_made_once(account: Account) -> None:
    at_once(lambda number: payment_conditions_furnish(account=account, actor=None))
    assert PaymentCondition.objects.filter(account=account).count() == 4
