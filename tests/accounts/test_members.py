"""Members: roles change, people go, and an account never loses its last owner."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import Account, AuditEvent, Membership, Role, User
from accounts.refusals import Refused
from accounts.services import account_create
from accounts.services.accounts import ACCOUNTS_A_DAY, account_start
from accounts.services.members import (
    membership_change_payroll,
    membership_change_role,
    membership_remove,
)
from tests.accounts.builders import add_member, make_account, make_user, owner_of

pytestmark = pytest.mark.django_db
PEOPLE = "/oventechniek/settings/people/"


@pytest.fixture
def account() -> Account:
    return make_account()


def member_of(account: Account, user: User) -> Membership:
    return Membership.objects.get(account=account, user=user)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_owner_changes_a_role_and_it_is_recorded(account: Account) -> None:
    viewer = add_member(account, Role.VIEWER)
    path = f"{PEOPLE}{member_of(account, viewer).pk}/"
    client = as_user(owner_of(account))
    assert "checked" in client.get(path).content.decode()
    client.post(path, {"role": "bookkeeper"})
    assert member_of(account, viewer).role == "bookkeeper"
    event = AuditEvent.objects.get(action="membership.changed")
    assert (event.before["role"], event.after["role"]) == ("viewer", "bookkeeper")
    assert event.subject_id == str(viewer.pk)
    assert client.post(path, {"role": "keizer"}).status_code == 422


def test_nobody_changes_their_own_role(account: Account) -> None:
    add_member(account, Role.OWNER)
    first = Membership.objects.filter(account=account, role=Role.OWNER).first()
    assert first
    with pytest.raises(Refused, match="Je eigen rol"):
        membership_change_role(membership=first, actor=first.user, role=Role.BOOKKEEPER)


def test_the_last_owner_stays_owner_and_stays(account: Account) -> None:
    owner = member_of(account, owner_of(account))
    with pytest.raises(Refused, match="altijd een eigenaar"):
        membership_change_role(membership=owner, actor=None, role=Role.VIEWER)
    with pytest.raises(Refused, match="altijd een eigenaar"):
        membership_remove(membership=owner, actor=owner.user)
    answer = as_user(owner.user).post("/oventechniek/settings/leave/")
    assert answer.status_code == 422
    assert "altijd een eigenaar" in answer.content.decode()
    assert member_of(account, owner.user).role == Role.OWNER


@pytest.mark.parametrize("role", [Role.VIEWER, Role.BOOKKEEPER])
def test_anybody_else_leaves_by_themselves(account: Account, role: str) -> None:
    member = add_member(account, role)
    client = as_user(member)
    assert "Account verlaten" in client.get("/oventechniek/settings/leave/").content.decode()
    assert client.post("/oventechniek/settings/leave/")["Location"] == "/accounts/mine/"
    assert client.get("/oventechniek/").status_code == 404
    event = AuditEvent.objects.get(action="membership.left")
    assert (event.actor, event.before) == (member, {"role": role})


def test_who_was_removed_is_a_stranger_at_once(account: Account) -> None:
    member = add_member(account, Role.BOOKKEEPER)
    theirs = as_user(member)
    assert theirs.get("/oventechniek/").status_code == 200
    as_user(owner_of(account)).post(f"{PEOPLE}{member_of(account, member).pk}/remove/")
    assert theirs.get("/oventechniek/").status_code == 404


def test_a_member_of_another_account_does_not_exist_here(account: Account) -> None:
    other = make_account(name="Ander bedrijf")
    theirs = member_of(other, owner_of(other))
    client = as_user(owner_of(account))
    assert client.get(f"{PEOPLE}{theirs.pk}/").status_code == 404
    for what in ("", "remove/"):
        assert client.post(f"{PEOPLE}{theirs.pk}/{what}", {"role": "viewer"}).status_code == 404


def test_wages_are_given_by_the_bookkeeper_to_an_owner_only(account: Account) -> None:
    owner, bookkeeper = owner_of(account), add_member(account, Role.BOOKKEEPER)
    viewer = add_member(account, Role.VIEWER)
    path = f"{PEOPLE}{member_of(account, owner).pk}/payroll/"
    assert as_user(owner).post(path, {"sees_payroll": "yes"}).status_code == 403
    assert as_user(viewer).post(path, {"sees_payroll": "yes"}).status_code == 403
    client = as_user(bookkeeper)
    assert "Lonen tonen" in client.get(PEOPLE).content.decode()
    client.post(path, {"sees_payroll": "yes"})
    assert member_of(account, owner).sees_payroll
    assert AuditEvent.objects.filter(action="membership.payroll_given").count() == 1
    client.post(f"{PEOPLE}{member_of(account, viewer).pk}/payroll/", {"sees_payroll": "yes"})
    assert not member_of(account, viewer).sees_payroll
    client.post(path, {"sees_payroll": "no"})
    assert not member_of(account, owner).sees_payroll


def test_the_right_to_see_wages_does_not_survive_another_role(account: Account) -> None:
    second = add_member(account, Role.OWNER)
    member = member_of(account, second)
    membership_change_payroll(membership=member, actor=None, sees_payroll=True)
    for role in (Role.VIEWER, Role.OWNER):
        membership_change_role(membership=member, actor=None, role=role)
    assert not member_of(account, second).sees_payroll


def test_an_owner_sees_what_a_bookkeeper_may_only_read(account: Account) -> None:
    bookkeeper = add_member(account, Role.BOOKKEEPER)
    assert "Iemand uitnodigen" in as_user(owner_of(account)).get(PEOPLE).content.decode()
    page = as_user(bookkeeper).get(PEOPLE).content.decode()
    assert "Iemand uitnodigen" not in page
    assert owner_of(account).email in page


def together(*changes: Callable[[], object]) -> list[str]:
    """Run the changes at the same moment; gives what was refused."""
    start = Barrier(len(changes))

    def run(change: Callable[[], object]) -> str:
        start.wait()
        try:
            change()
        except Refused as refused:
            return refused.message
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(changes)) as pool:
        return [told for told in pool.map(run, changes) if told]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_who_remove_each_other_do_not_both_succeed(attempt: int) -> None:
    account = make_account(name=f"Race {attempt}")
    one, two = owner_of(account), add_member(account, Role.OWNER)
    refused = together(
        lambda: membership_remove(membership=member_of(account, one), actor=two),
        lambda: membership_remove(membership=member_of(account, two), actor=one),
    )
    assert len(refused) == 1
    assert Membership.objects.filter(account=account, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_both_succeed() -> None:
    account = make_account()
    one, two = owner_of(account), add_member(account, Role.OWNER)
    refused = together(
        *(
            lambda user=user: membership_remove(  # type: ignore[misc]
                membership=member_of(account, user), actor=user
            )
            for user in (one, two)
        )
    )
    assert refused == ["Een account heeft altijd een eigenaar. Maak eerst iemand anders eigenaar."]


def test_one_starts_another_account_but_not_endlessly() -> None:
    owner = make_user()
    client = as_user(owner)
    form = {"company_name": "Zonnepanelen Zuid", "country": "NL"}
    assert client.post("/accounts/new/", form)["Location"] == "/zonnepanelen-zuid/"
    for number in range(ACCOUNTS_A_DAY - 1):
        account_start(owner=owner, name=f"Zaak {number}", country="BE")
    answer = client.post("/accounts/new/", form)
    assert answer.status_code == 422
    assert "Morgen" in answer.content.decode()
    assert client.post("/accounts/new/", {"company_name": "", "country": "BE"}).status_code == 422


def test_many_accounts_are_searched_and_the_menu_stays_short() -> None:
    bookkeeper = make_user()
    for number in range(60):
        account = account_create(owner=make_user(), name=f"Zaak {number:03}", country="BE")
        Membership.objects.create(account=account, user=bookkeeper, role=Role.BOOKKEEPER)
    make_account(bookkeeper, name="Bakkerij Zonneschijn")
    client = as_user(bookkeeper)
    page = client.get("/accounts/mine/").content.decode()
    assert page.count('class="name"') == 50
    assert "Bladzijde 1 van 2" in page
    found = client.get("/accounts/mine/?q=zonneschijn").content.decode()
    assert found.count('class="name"') == 1
    assert "Eigenaar" in found
    assert "Geen account met" in client.get("/accounts/mine/?q=bestaat niet").content.decode()
    switcher = client.get("/zaak-001/").content.decode()
    assert switcher.count("#building") <= 8
    assert "/accounts/mine/" in switcher


def test_the_helpdesk_gives_a_role_takes_it_and_lets_an_owner_see_wages(account: Account) -> None:
    person, said = make_user("nieuw"), StringIO()

    def helpdesk(**options: object) -> None:
        call_command("member", account=account.slug, email=person.email, stdout=said, **options)

    helpdesk(role="owner")
    helpdesk(payroll="yes")
    assert "is eigenaar, ziet de lonen" in said.getvalue()
    helpdesk(remove=True)
    labels = AuditEvent.objects.filter(subject_id=str(person.pk)).values_list(
        "actor_label", "actor", "action"
    )
    assert list(labels.order_by("sequence")) == [
        ("helpdesk", None, "membership.added"),
        ("helpdesk", None, "membership.payroll_given"),
        ("helpdesk", None, "membership.removed"),
    ]
    owner = owner_of(account).email
    with pytest.raises(CommandError, match="altijd een eigenaar"):
        call_command("member", account=account.slug, email=owner, remove=True)
    for wrong in ({"account": "niemand", "email": owner}, {"account": account.slug, "email": "x"}):
        with pytest.raises(CommandError):
            call_command("member", role="viewer", **wrong)
