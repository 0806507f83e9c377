"""Accounts and memberships."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError

from accounts.audit import chain_verify
from accounts.models import Account, AuditEvent, Plan, Role
from accounts.refusals import Refused
from accounts.services import account_change_plan, account_create, membership_add
from accounts.services.accounts import account_require_two_factor
from invoicing.models import Company, RevenueGroup
from tests.accounts.builders import make_account, make_user, owner_of

pytestmark = pytest.mark.django_db


def slug_of(name: str) -> str:
    return account_create(owner=make_user(), name=name, country="BE").slug


def test_slugs_are_made_from_the_name_and_unique() -> None:
    assert [slug_of("Café 't Hoekje"), slug_of("Café 't Hoekje")] == [
        "cafe-t-hoekje",
        "cafe-t-hoekje-2",
    ]


def test_addresses_of_the_app_itself_are_no_slugs() -> None:
    assert [slug_of("Accounts"), slug_of("Static"), slug_of("مخبز")] == [
        "accounts-2",
        "static-2",
        "account-2",
    ]


def test_long_names_keep_their_slug_within_the_column() -> None:
    first, second = slug_of("x" * 200), slug_of("x" * 200)
    assert first == "x" * 40
    assert second == "x" * 38 + "-2"


def test_a_new_account_is_furnished_and_recorded() -> None:
    account = make_account(country="NL")
    assert Company.objects.get(account=account).country == "NL"
    assert list(
        RevenueGroup.objects.filter(account=account)
        .order_by("key")
        .values_list("key", "is_default")
    ) == [("diensten", True), ("goederen", False)]
    assert AuditEvent.objects.filter(account=account, action="account.created").exists()
    assert chain_verify(account) == []


def test_a_new_account_starts_on_the_basic_plan() -> None:
    account = account_create(owner=make_user(), name="Nieuw", country="BE")
    assert not account.may_connect
    assert account_change_plan(account=account, actor=None, plan=Plan.PRO).may_connect


def test_a_second_role_replaces_the_first() -> None:
    account, member = make_account(), make_user()
    for role in (Role.VIEWER, Role.BOOKKEEPER):
        membership_add(account=account, actor=owner_of(account), user=member, role=role)
    assert member.memberships.get().role == Role.BOOKKEEPER
    events = AuditEvent.objects.filter(account=account, subject_type="user").order_by("sequence")
    assert [event.action for event in events] == ["membership.added", "membership.changed"]


def test_an_account_with_a_chain_cannot_be_deleted() -> None:
    account = make_account()
    with pytest.raises(ProtectedError):
        account.delete()
    assert Account.objects.filter(pk=account.pk).exists()


def test_who_is_no_owner_by_now_changes_nothing_of_the_whole_account() -> None:
    account, owner = make_account(), make_user()
    membership_add(account=account, actor=None, user=owner, role=Role.BOOKKEEPER)
    with pytest.raises(Refused, match="geen eigenaar"):
        account_change_plan(account=account, actor=owner, plan=Plan.BASIC)
    for required in (True, False):
        Account.objects.filter(pk=account.pk).update(requires_two_factor=not required)
        with pytest.raises(Refused, match="geen eigenaar"):
            account_require_two_factor(account=account, actor=owner, required=required)
    account.refresh_from_db()
    assert account.plan == Plan.PRO
