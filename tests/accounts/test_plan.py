"""The page 'Abonnement'."""

import pytest
from django.test import Client

from accounts.models import Plan, Role
from tests.accounts.builders import add_member, make_account, owner_of

pytestmark = pytest.mark.django_db


def test_an_owner_changes_the_plan(client: Client) -> None:
    account = make_account()
    client.force_login(owner_of(account))
    assert client.get(f"/{account.slug}/settings/plan/").status_code == 200
    client.post(f"/{account.slug}/settings/plan/", {"plan": "basic"})
    account.refresh_from_db()
    assert account.plan == Plan.BASIC
    assert account.audit_events.filter(action="account.plan_changed").exists()


def test_a_plan_that_does_not_exist_changes_nothing(client: Client) -> None:
    account = make_account()
    client.force_login(owner_of(account))
    assert client.post(f"/{account.slug}/settings/plan/", {"plan": "gold"}).status_code == 200
    account.refresh_from_db()
    assert account.plan == Plan.PRO


def test_a_bookkeeper_may_not_change_the_plan(client: Client) -> None:
    account = make_account()
    client.force_login(add_member(account, Role.BOOKKEEPER))
    assert client.post(f"/{account.slug}/settings/plan/", {"plan": "basic"}).status_code == 403
