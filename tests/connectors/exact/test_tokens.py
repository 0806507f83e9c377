"""One chain of tokens for one Exact user: refreshed once, never lost, never shown."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db import connections

from connectors.core import clock
from connectors.core.errors import ConnectorError, Disconnected, Limited, Temporary
from connectors.core.models import BookingState, CallLog, ConnectionState
from connectors.exact import tokens
from connectors.exact.models import ExactUser
from connectors.exact.simulator.testing import Running
from connectors.exact.tokens import access_token, token_forget
from tests.connectors.exact.browser import begin, come_back, consent
from tests.connectors.exact.middleman import Middleman
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once, open_shop

pytestmark = pytest.mark.django_db
TOKEN = "oauth2/token"


def user_of(shop: Shop) -> ExactUser:
    return ExactUser.objects.get(links__connection=shop.connection)


def outcome(shop: Shop) -> str:
    """A token, or the kind of error."""
    try:
        return access_token(user_of(shop).pk)
    except ConnectorError as error:
        return type(error).__name__


def relink(shop: Shop) -> None:
    client = shop.client()
    come_back(client, consent(begin(client, shop.account), "kantoor", (3100001,)))


def test_a_token_is_used_until_it_may_be_refreshed_and_not_refreshed_before(shop: Shop) -> None:
    first = outcome(shop)
    shop.sim.advance(569)
    assert outcome(shop) == first
    assert not shop.calls(TOKEN)
    shop.sim.advance(3)
    assert outcome(shop) not in (first, "Limited")
    assert len(shop.calls(TOKEN)) == 1
    assert not shop.history()["token_misuse"]


def test_a_token_that_exact_refuses_is_not_refreshed_before_it_may_be(shop: Shop) -> None:
    shop.sim.advance(100)
    token_forget(user_of(shop).pk, outcome(shop))
    with pytest.raises(Limited) as caught:
        access_token(user_of(shop).pk)
    assert caught.value.until == clock.now() + timedelta(seconds=471)
    assert not shop.calls(TOKEN)


def test_the_second_chain_works_on_after_a_day_of_refreshes(shop: Shop) -> None:
    for _turn in range(20):
        shop.sim.advance(580)
        assert outcome(shop) not in ("Limited", "Disconnected")
    assert shop.history()["token_calls"] == 20
    assert not shop.history()["token_misuse"]


def test_a_token_idle_for_a_month_asks_for_a_new_link_once(shop: Shop) -> None:
    shop.sim.advance(31 * 86_400)
    assert outcome(shop) == "Disconnected"
    assert outcome(shop) == "Disconnected"
    assert len(shop.calls(TOKEN)) == 1


def test_a_lost_answer_waits_600_seconds_and_retries_the_old_token_exactly_once(
    shop: Shop,
) -> None:
    shop.option(refresh_mode="grace")
    shop.sim.advance(600)
    shop.fault("lost_token_reply", TOKEN)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.READY
    for _minute in range(9):
        shop.later(60)
    assert len(shop.calls(TOKEN)) == 1, "nothing before 600 s"
    shop.later(61)
    assert len(shop.calls(TOKEN)) == 2
    assert_exactly_once(shop, document)


def test_an_answer_lost_twice_disconnects_and_keeps_the_queue(shop: Shop) -> None:
    shop.option(refresh_mode="grace")
    shop.sim.advance(600)
    shop.fault("lost_token_reply", TOKEN, times=2)
    document = shop.issue()
    for _minute in range(40):
        shop.later(60)
    assert len(shop.calls(TOKEN)) == 2
    assert shop.refreshed().state == ConnectionState.DISCONNECTED
    assert shop.booking(document).state == BookingState.READY


def test_a_lost_answer_of_a_strict_exact_ends_with_one_rejected_retry(shop: Shop) -> None:
    shop.sim.advance(600)
    shop.fault("lost_token_reply", TOKEN)
    shop.issue()
    for _minute in range(40):
        shop.later(60)
    assert [row["status"] for row in shop.calls(TOKEN)] == [0, 401]
    assert shop.refreshed().state == ConnectionState.DISCONNECTED


@pytest.mark.parametrize("fault", ["html_200", "truncated_json", "http_502_after_commit"])
def test_an_unreadable_answer_counts_as_a_lost_one(shop: Shop, fault: str) -> None:
    shop.option(refresh_mode="grace")
    shop.sim.advance(600)
    shop.fault(fault, TOKEN)
    assert outcome(shop) == "Limited"
    shop.sim.advance(590)
    assert outcome(shop) == "Limited"
    shop.sim.advance(11)
    assert len(outcome(shop)) > 20
    assert len(shop.calls(TOKEN)) == 2


def test_a_refresh_that_never_reached_exact_is_no_lost_answer(shop: Shop) -> None:
    up = user_of(shop).host
    shop.sim.advance(600)
    shop.point_at("http://127.0.0.1:9")
    assert outcome(shop) == "Limited"
    assert user_of(shop).attempt_at is None
    shop.point_at(up)
    assert len(outcome(shop)) > 20


def test_a_rejected_grant_is_never_tried_again_and_a_new_link_resumes_the_queue(
    shop: Shop,
) -> None:
    shop.sim.control("revoke", user="kantoor")
    shop.sim.advance(600)
    document = shop.issue()
    for _minute in range(10):
        shop.later(60)
    assert len(shop.calls(TOKEN)) == 1
    assert shop.refreshed().state == ConnectionState.DISCONNECTED
    later = shop.issue()
    shop.later(60)
    assert shop.booking(later).state == BookingState.READY
    relink(shop)
    assert shop.refreshed().state == ConnectionState.ACTIVE
    shop.work()
    assert_exactly_once(shop, document)
    assert_exactly_once(shop, later)


def test_an_access_token_that_dies_early_leads_to_one_refresh_and_goes_on(shop: Shop) -> None:
    shop.sim.control("revoke", user="kantoor")
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.READY
    for _minute in range(20):
        shop.later(60)
    assert [row["status"] for row in shop.calls(ENTRIES)] in ([401], [])
    assert len(shop.calls(TOKEN)) == 1
    assert shop.refreshed().state == ConnectionState.DISCONNECTED


TOO_EARLY = '{"error":"%s","error_description":"%s"}'


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (400, "access_denied", "Rate limit exceeded: access_token not expired"),
        (401, "unauthorized_client", "Access Token not expired"),
    ],
)
def test_too_early_by_exacts_clock_waits_and_disconnects_nobody(
    shop: Shop, between: Middleman, status: int, error: str, words: str
) -> None:
    shop.through(between)
    shop.sim.advance(600)
    between.instead(TOKEN, status, TOO_EARLY % (error, words), times=3)
    answers = []
    for _minute in range(12):
        answers.append(outcome(shop))
        shop.sim.advance(60)
    assert set(answers[:9]) == {"Limited"}
    assert len(answers[9]) > 20
    assert not user_of(shop).is_rejected


def test_tokens_in_a_refusal_are_stored_as_well(shop: Shop) -> None:
    shop.option(early_refresh_gives_tokens=True)
    user = user_of(shop)
    ExactUser.objects.filter(pk=user.pk).update(
        access_token="", token_at=clock.now() - timedelta(seconds=580)
    )
    token = outcome(shop)
    assert len(token) > 20
    assert [row["status"] for row in shop.calls(TOKEN)] == [400]
    assert user_of(shop).refresh_token != user.refresh_token


def test_a_worker_that_was_overtaken_does_not_overwrite_the_newer_pair(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, store = user_of(shop), tokens._store
    shop.sim.advance(600)

    def overtaken(*args: Any) -> None:
        ExactUser.objects.filter(pk=user.pk).update(refresh_token="newer", version=99)
        store(*args)

    monkeypatch.setattr(tokens, "_store", overtaken)
    outcome(shop)
    user.refresh_from_db()
    assert (user.refresh_token, user.version) == ("newer", 99)


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_on_a_dead_token_make_exactly_one_token_call(exact: Running) -> None:
    shop = open_shop(exact)
    shop.sim.advance(600)
    pk = user_of(shop).pk

    def ask(_number: int) -> str:
        try:
            return access_token(pk)
        except (Temporary, Limited, Disconnected) as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert len(shop.calls(TOKEN)) == 1
    assert {answer for answer in answers if answer != "Temporary"} == {access_token(pk)}


def test_no_token_is_seen_in_logs_call_logs_pages_or_the_database(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    relink(shop)
    shop.sim.advance(580)
    shop.book()
    shop.pull()
    user = user_of(shop)
    secrets = [user.access_token, user.refresh_token, "simulator-secret"]
    client = shop.client()
    pages = "".join(
        client.get(f"/{shop.account.slug}/connect/{path}").content.decode()
        for path in ("", "exact/", "exact/options/")
    )
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT access_token, refresh_token FROM connectors_exact_exactuser")
        stored = str(cursor.fetchall())
    seen = caplog.text + serialize("json", CallLog.objects.all()) + pages + stored
    assert all(len(secret) > 10 for secret in secrets)
    assert not [secret for secret in secrets if secret in seen]
    assert "oauth2/token" in seen
