"""Linking an account to an Exact user, and what it means for another account."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts.models import Account, Role, User
from connectors.core.models import Connection
from connectors.exact.models import ExactUser
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import add_member, owner_of
from tests.connectors.exact.browser import begin, come_back, consent, link
from tests.connectors.exact.middleman import Answer, Middleman
from tests.connectors.exact.shop import BE
from tests.invoicing.builders import make_seller

pytestmark = pytest.mark.django_db
REFUSED = "Koppelen is niet gelukt"


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def token_calls(exact: Running) -> int:
    return sum(row["path"].endswith("/token") for row in exact.read("journal"))


@pytest.fixture
def account(exact: Running) -> Account:
    return make_seller()


def assert_refused(exact: Running, answer: HttpResponse) -> None:
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()
    assert token_calls(exact) == 0
    assert not Connection.objects.exists()


def test_an_answer_in_another_session_is_refused(exact: Running, account: Account) -> None:
    owner = owner_of(account)
    back = consent(begin(browser(owner), account), "kantoor", (BE,))
    assert_refused(exact, come_back(browser(owner), back))


def test_an_answer_of_another_person_is_refused(exact: Running, account: Account) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    client.force_login(add_member(account, Role.BOOKKEEPER))
    assert_refused(exact, come_back(client, back))


def test_an_answer_without_login_leads_to_the_login_and_not_to_exact(
    exact: Running, account: Account
) -> None:
    back = consent(begin(browser(owner_of(account)), account), "kantoor", (BE,))
    come_back(Client(), back)
    assert token_calls(exact) == 0


def test_an_answer_is_used_once(exact: Running, account: Account) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    come_back(client, back)
    assert token_calls(exact) == 1
    assert come_back(client, back).status_code == 400
    assert token_calls(exact) == 1


def test_an_answer_after_eleven_minutes_is_refused(exact: Running, account: Account) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    exact.advance(660)
    assert_refused(exact, come_back(client, back))


@pytest.mark.parametrize("state", ["", "unknown", "' or 1=1 --", "x" * 5000])
def test_an_unknown_state_is_refused(exact: Running, account: Account, state: str) -> None:
    client = browser(owner_of(account))
    answer = client.get("/connect/exact/callback/", {"code": "x!y", "state": state})
    assert_refused(exact, answer)


def test_an_answer_of_another_host_is_refused(
    exact: Running, account: Account, settings: Settings
) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    settings.EXACT_BASE_URL = "http://127.0.0.1:9"
    assert_refused(exact, come_back(client, back))


def test_who_lost_the_role_meanwhile_links_nothing(exact: Running, account: Account) -> None:
    person = add_member(account, Role.BOOKKEEPER)
    client = browser(person)
    back = consent(begin(client, account), "kantoor", (BE,))
    person.memberships.update(role=Role.VIEWER)
    assert_refused(exact, come_back(client, back))


def test_who_comes_back_without_the_code_that_the_account_asks_by_now_links_nothing(
    exact: Running, account: Account
) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    Account.objects.filter(pk=account.pk).update(requires_two_factor=True)
    assert_refused(exact, come_back(client, back))


def test_the_state_goes_for_the_account_that_began_whatever_tab_comes_back(
    exact: Running, account: Account
) -> None:
    owner = owner_of(account)
    other = make_seller(name="Tweede zaak")
    other.memberships.update(user=owner)
    client = browser(owner)
    first = consent(begin(client, account), "kantoor", (BE,))
    begin(client, other)
    come_back(client, first)
    assert Connection.objects.get().account == account


def test_no_consent_changes_nothing_and_says_so(exact: Running, account: Account) -> None:
    client = browser(owner_of(account))
    state = parse_qs(urlsplit(begin(client, account)).query)["state"][0]
    answer = client.get(
        "/connect/exact/callback/", {"error": "access_denied", "state": state}, follow=True
    )
    assert "Er is niets veranderd" in answer.content.decode()
    assert token_calls(exact) == 0
    assert not Connection.objects.exists()


def test_a_code_that_exact_refuses_leaves_nothing_behind(exact: Running, account: Account) -> None:
    client = browser(owner_of(account))
    back = consent(begin(client, account), "kantoor", (BE,))
    exact.advance(200)  # a code lives for three minutes
    answer = come_back(client, back)
    assert "Exact gaf geen toegang" in answer.content.decode()
    assert not ExactUser.objects.exists()
    assert not Connection.objects.exists()


def test_an_exact_that_does_not_say_who_is_linked_links_nobody(
    exact: Running, account: Account, between: Middleman
) -> None:
    between.change("current/Me", lambda a: a.having({"results": [{"UserID": None}]}))
    client = browser(owner_of(account))
    answer = come_back(client, consent(begin(client, account), "kantoor", (BE,)))
    assert answer.status_code == 200
    assert not Connection.objects.exists()


def test_the_same_user_in_other_letters_is_the_same_user(
    exact: Running, account: Account, between: Middleman
) -> None:
    link(account, owner_of(account))

    def upper(answer: Answer) -> Answer:
        row = answer.d["results"][0]
        return answer.having({"results": [row | {"UserID": row["UserID"].upper()}]})

    between.change("current/Me", upper)
    link(account, owner_of(account))
    assert ExactUser.objects.count() == 1
