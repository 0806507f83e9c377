"""Who may use a link: one account per Exact user, office users, and the plan."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Account, Plan, Role, User
from connectors.core.models import BookingState, Connection, ConnectionState
from connectors.exact.models import ExactUser, OAuthState
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import add_member, make_user, owner_of
from tests.connectors.exact.browser import begin, come_back, consent, link
from tests.connectors.exact.shop import BE, Shop, assert_exactly_once, open_shop
from tests.invoicing.builders import make_issued, make_seller

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


class TestOneExactUserForTwoAccounts:
    @pytest.fixture
    def second(self, shop: Shop) -> Account:
        return make_seller(name="Tweede zaak")

    def begun(self, shop: Shop, second: Account) -> tuple[Client, HttpResponse]:
        client = browser(owner_of(second))
        back = consent(begin(client, second), "kantoor", (BE,))
        return client, come_back(client, back)

    def test_the_warning_names_the_consequence_before_anything_changes(
        self, shop: Shop, second: Account
    ) -> None:
        _client, answer = self.begun(shop, second)
        text = answer.content.decode()
        assert "stopt de koppeling van dat andere account" in text
        assert shop.account.name not in text, "a stranger's account is not named"
        assert shop.refreshed().state == ConnectionState.ACTIVE

    def test_who_confirms_ends_the_first_connection_and_keeps_its_queue(
        self, shop: Shop, second: Account
    ) -> None:
        client, _answer = self.begun(shop, second)
        client.post(f"/{second.slug}/connect/exact/confirm/")
        assert shop.refreshed().state == ConnectionState.DISCONNECTED
        assert shop.connection.problem["code"] == "taken_over"
        assert Connection.objects.get(account=second).state == ConnectionState.SETUP
        document = shop.issue()
        shop.work()
        assert shop.booking(document).state == BookingState.READY
        assert not shop.calls()

    def test_who_declines_leaves_the_first_working_on_the_new_pair(
        self, shop: Shop, second: Account
    ) -> None:
        self.begun(shop, second)
        assert not Connection.objects.filter(account=second).exists()
        document = shop.issue()
        shop.work()
        assert_exactly_once(shop, document)
        shop.later(580)
        other = shop.issue()
        shop.work()
        assert_exactly_once(shop, other)
        assert not shop.history()["token_misuse"]

    def test_the_first_account_takes_it_back_with_the_same_warning(
        self, shop: Shop, second: Account
    ) -> None:
        client, _answer = self.begun(shop, second)
        client.post(f"/{second.slug}/connect/exact/confirm/")
        document = shop.issue()
        mine = shop.client()
        come_back(mine, consent(begin(mine, shop.account), "kantoor", (BE,)))
        assert shop.refreshed().state == ConnectionState.DISCONNECTED
        mine.post(f"/{shop.account.slug}/connect/exact/confirm/")
        assert Connection.objects.get(account=second).state == ConnectionState.DISCONNECTED
        shop.work()
        assert_exactly_once(shop, document)

    def test_linking_again_asks_nothing_of_an_account_that_already_lost_it(
        self, shop: Shop, second: Account
    ) -> None:
        client, _answer = self.begun(shop, second)
        client.post(f"/{second.slug}/connect/exact/confirm/")
        link(second, owner_of(second))
        assert shop.refreshed().problem["code"] == "taken_over"
        assert client.get(f"/{second.slug}/connect/exact/confirm/").status_code == 404

    def test_a_user_that_the_helpdesk_shared_serves_both(self, shop: Shop, second: Account) -> None:
        ExactUser.objects.update(is_shared=True)
        link(second, owner_of(second))
        assert shop.refreshed().state == ConnectionState.ACTIVE
        document = shop.issue()
        shop.work()
        assert_exactly_once(shop, document)


def test_a_my_office_user_is_told_so_and_nothing_can_be_booked(
    exact: Running, account: Account
) -> None:
    owner = owner_of(account)
    connection = link(account, owner, user="mijnkantoor")
    assert connection.state == ConnectionState.SETUP
    page = browser(owner).get(f"/{account.slug}/connect/exact/").content.decode()
    assert "MijnKantoor-gebruiker" in page
    assert "Kantoorgebruiker" in page
    make_issued(account)
    shop = Shop(exact, account, owner, connection)
    shop.work()
    assert not shop.calls()


def test_a_my_office_user_that_became_an_office_user_goes_on_after_a_check(
    exact: Running, account: Account
) -> None:
    owner = owner_of(account)
    connection = link(account, owner, user="mijnkantoor")
    exact.control("user", user="mijnkantoor", role="full")
    browser(owner).post(f"/{account.slug}/connect/exact/rights/")
    connection.refresh_from_db()
    assert (connection.state, connection.problem) == (ConnectionState.SETUP, {})


@pytest.mark.parametrize(
    "reason", ["BlockedUser", "LicenseExpired", "DivisionBlocked", "NoDivisionAccess", ""]
)
def test_what_exact_forbids_altogether_stops_the_connection_after_one_error(
    shop: Shop, reason: str
) -> None:
    shop.book()
    if reason == "":
        shop.sim.control("user", user="kantoor", role="viewer")
    else:
        shop.sim.control("user", user="kantoor", refusal=reason)
    shop.forget_calls()
    documents = [shop.issue() for _number in range(8)]
    shop.work()
    shop.later(60)
    assert len(shop.calls()) == 1
    assert shop.refreshed().state == ConnectionState.SETUP
    assert {shop.booking(each).state for each in documents} == {BookingState.READY}
    page = shop.client().get(f"/{shop.account.slug}/connect/exact/").content.decode()
    assert shop.connection.problem["message"][:30] in page
    shop.sim.control("user", user="kantoor", refusal="", role="full")
    shop.client().post(f"/{shop.account.slug}/connect/exact/rights/")
    assert shop.refreshed().state == ConnectionState.ACTIVE
    shop.work()
    for document in documents:
        assert_exactly_once(shop, document)


class TestBelowPro:
    PATHS = ("division/", "journals/", "vat/", "options/")

    def test_the_page_explains_and_nothing_is_sent(self, exact: Running, account: Account) -> None:
        Account.objects.update(plan=Plan.BASIC)
        client = browser(owner_of(account))
        page = client.get(f"/{account.slug}/connect/exact/").content.decode()
        assert "vanaf het Pro-abonnement" in page
        answer = client.post(f"/{account.slug}/connect/exact/start/")
        assert answer["Location"].startswith(f"/{account.slug}/")
        assert not OAuthState.objects.exists()

    def test_a_downgrade_pauses_everything_and_loses_nothing(self, shop: Shop) -> None:
        Account.objects.update(plan=Plan.BASIC)
        document = shop.issue()
        shop.work()
        for path in self.PATHS:
            shop.client().get(f"/{shop.account.slug}/connect/exact/{path}")
        shop.client().post(f"/{shop.account.slug}/connect/exact/rights/")
        assert shop.sim.read("journal") == []
        assert shop.booking(document).state == BookingState.READY
        Account.objects.update(plan=Plan.PRO)
        shop.work()
        assert_exactly_once(shop, document)

    def test_a_downgrade_while_at_exact_links_nothing(
        self, exact: Running, account: Account
    ) -> None:
        client = browser(owner_of(account))
        back = consent(begin(client, account), "kantoor", (BE,))
        Account.objects.update(plan=Plan.BASIC)
        assert_refused(exact, come_back(client, back))


def test_disconnecting_stops_booking_and_keeps_the_queue(shop: Shop) -> None:
    shop.client().post(f"/{shop.account.slug}/connect/exact/disconnect/")
    document = shop.issue()
    shop.work()
    assert not shop.calls()
    link(shop.account, shop.owner)
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("path", ["", "division/", "journals/", "vat/", "options/", "confirm/"])
def test_a_stranger_finds_no_page_and_a_viewer_may_not_enter(shop: Shop, path: str) -> None:
    url = f"/{shop.account.slug}/connect/exact/{path}"
    assert shop.client(make_user()).get(url).status_code == 404
    assert shop.client(add_member(shop.account, Role.VIEWER)).get(url).status_code == 403


def test_two_accounts_of_two_exact_users_do_not_touch_each_other(exact: Running) -> None:
    first = open_shop(exact)
    exact.control("user", user="mijnkantoor", role="full")
    second = make_seller(name="Tweede zaak")
    link(second, owner_of(second), user="mijnkantoor")
    assert first.refreshed().state == ConnectionState.ACTIVE
    assert ExactUser.objects.count() == 2
