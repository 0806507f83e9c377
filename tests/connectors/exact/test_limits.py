"""The shared limiter: never over Exact's limits, never asleep for years."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from connectors.core import clock, runner
from connectors.core.errors import Limited, Refused, Temporary
from connectors.core.models import BookingState
from connectors.core.services import schedule
from connectors.exact import limits
from connectors.exact.client import ExactClient
from connectors.exact.limits import Urgency
from connectors.exact.models import Quota
from connectors.exact.simulator.testing import Running
from tests.connectors.exact.middleman import Answer, Middleman
from tests.connectors.exact.shop import Shop, assert_exactly_once, open_shop

pytestmark = pytest.mark.django_db
JOURNALS = "financial/Journals"
LIMIT_HEADERS = {"X-RateLimit-Minutely-Limit": "60", "X-RateLimit-Limit": "5000"}


def client_of(shop: Shop, urgency: Urgency = Urgency.PERSON) -> ExactClient:
    link = shop.connection.exact
    return ExactClient(link.exact_user, link.division, urgency=urgency)


def read(client: ExactClient) -> bool:
    """Whether one call went through."""
    try:
        client.page(JOURNALS, {"$select": "ID"})
    except Limited:
        return False
    return True


def quota_of(shop: Shop) -> Quota:
    return Quota.objects.get(host=shop.connection.exact.exact_user.host)


def until_limited(client: ExactClient) -> Limited:
    with pytest.raises(Limited) as caught:
        client.page(JOURNALS, {"$select": "ID"})
    return caught.value


@pytest.mark.django_db(transaction=True)
def test_eight_threads_together_never_go_over_the_minute(exact: Running) -> None:
    shop = open_shop(exact)
    shop.sim.advance(60)
    client = client_of(shop)

    def work(_number: int) -> int:
        try:
            return sum(read(client_of(shop)) for _turn in range(12))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 60
    assert not read(client)
    shop.sim.advance(60)
    assert read(client)
    assert not shop.history()["limit_overruns"]
    minutes = Counter(int(row["time"]) // 60 for row in shop.calls(JOURNALS, "GET"))
    assert max(minutes.values()) == 60


def test_windows_follow_exacts_clock_and_not_ours(shop: Shop, between: Middleman) -> None:
    shop.through(between)

    def skewed(answer: Answer) -> Answer:
        """Exact's clock runs 245 s and a half minute behind."""
        headers = dict(answer.headers)
        for name in ("X-RateLimit-Minutely-Reset", "X-RateLimit-Reset"):
            headers[name] = str(int(headers[name]) - 275_000)
        their_now = clock.now() - timedelta(seconds=275)
        headers["Date"] = their_now.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return answer.failing(answer.status, answer.text, **headers)

    between.change(JOURNALS, skewed)
    assert read(client_of(shop))
    resets_at = quota_of(shop).minute_resets_at
    assert resets_at is not None
    assert timedelta(0) < resets_at - clock.now() <= timedelta(seconds=61)


def test_another_server_of_the_app_that_eats_the_quota_is_seen(shop: Shop) -> None:
    shop.sim.advance(60)
    client = client_of(shop)
    read(client)
    shop.sim.control("quota", division=3100001, minute=55)
    read(client)
    assert quota_of(shop).minute_left == 3
    assert [read(client) for _turn in range(5)] == [True, True, True, False, False]
    assert not shop.history()["limit_overruns"]


@pytest.mark.parametrize("headers", ["family", "none", "with_retry_after"])
def test_a_429_is_not_executed_and_waits_for_the_next_minute(shop: Shop, headers: str) -> None:
    shop.book()
    shop.option(limit_headers=headers)
    shop.sim.control("quota", division=3100001, minute=60)
    shop.forget_calls()
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.READY
    assert [row["status"] for row in shop.calls()] == [429]
    shop.later(20)
    assert len(shop.calls()) == 1, "nothing is sent before the minute is over"
    shop.later(60)
    assert_exactly_once(shop, document)


def test_a_used_up_day_waits_for_midnight_utc_and_loses_nothing(shop: Shop) -> None:
    shop.book()
    shop.sim.control("quota", division=3100001, day=5000)
    document = shop.issue()
    shop.work()
    shop.forget_calls()
    midnight = datetime(2026, 11, 21, tzinfo=UTC)
    assert shop.job(document).not_before - midnight < timedelta(seconds=1)
    for _hour in range(11):
        shop.later(3600)
    assert not shop.calls()
    assert shop.booking(document).state == BookingState.READY
    shop.later(3600 + 5)
    assert_exactly_once(shop, document)


# In the past, in seconds, in microseconds, no number at all, or beyond every calendar.
GARBAGE = ("1577836800000", "1795176060", "1795176060000000", "soon", "", "-1", "9" * 40)


@pytest.mark.parametrize("status", [200, 429])
def test_a_reset_that_makes_no_sense_costs_at_most_a_minute(
    shop: Shop, between: Middleman, status: int
) -> None:
    shop.through(between)
    client = client_of(shop)
    for reset in GARBAGE:
        garbage = {f"X-RateLimit-{f}Reset": reset for f in ("", "Minutely-")}
        garbage |= LIMIT_HEADERS | {f"X-RateLimit-{f}Remaining": "0" for f in ("", "Minutely-")}
        between.changes.clear()
        between.change(JOURNALS, lambda a, g=garbage: a.failing(status, a.text, **g), times=1)
        read(client)
        shop.sim.advance(61)
        assert read(client), reset


def test_answers_without_limit_headers_are_fine(shop: Shop, between: Middleman) -> None:
    shop.through(between)

    def bare(answer: Answer) -> Answer:
        kept = {k: v for k, v in answer.headers.items() if not k.lower().startswith("x-rate")}
        return Answer(answer.method, answer.path, answer.status, kept, answer.text)

    between.change("/api/v1/", bare)
    shop.sim.advance(60)
    client = client_of(shop)
    assert sum(read(client) for _turn in range(70)) == 60


def test_a_late_answer_about_the_last_minute_gives_no_second_allowance(shop: Shop) -> None:
    quota = quota_of(shop)
    reserved = limits.reserve(quota, Urgency.PERSON)
    ends = reserved.minute
    shop.sim.advance((ends - clock.now()).total_seconds() + 0.3)
    limits.reserve(quota, Urgency.PERSON)
    late = {
        "Date": (ends - timedelta(seconds=1)).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "X-RateLimit-Minutely-Limit": "60",
        "X-RateLimit-Minutely-Remaining": "2",
        "X-RateLimit-Minutely-Reset": str(int(ends.timestamp() * 1000)),
    }
    limits.learn(quota, late, reserved)
    quota.refresh_from_db()
    assert quota.minute_left == 59
    assert quota.minute_resets_at == ends + timedelta(minutes=1)


def test_five_errors_in_an_hour_close_an_endpoint_before_exact_does(shop: Shop) -> None:
    client = client_of(shop)
    for _turn in range(5):
        with pytest.raises(Refused):
            client.page("crm/Accounts", {"$select": "ID"})
    with pytest.raises(Limited) as caught:
        client.page("crm/Accounts", {"$select": "ID"})
    assert caught.value.until == clock.now() + timedelta(hours=1)
    assert len(shop.calls("crm/Accounts", "GET")) == 5
    assert read(client), "other endpoints go on"
    shop.sim.advance(3601)
    with pytest.raises((Refused, Temporary)):
        ExactClient(client.exact_user, client.division).page("crm/Accounts", {"$select": "ID"})


def test_each_class_leaves_calls_for_those_before_it(shop: Shop) -> None:
    shop.sim.advance(60)
    went = {
        urgency.name: sum(read(client_of(shop, urgency)) for _turn in range(61))
        for urgency in reversed(Urgency)
    }
    assert went == {"REFERENCE": 50, "PULL": 2, "BOOKING": 5, "PERSON": 3}


def test_a_small_quota_still_serves_every_class(shop: Shop) -> None:
    Quota.objects.filter(pk=quota_of(shop).pk).update(day_limit=300, day_left=300)
    quota = quota_of(shop)
    for urgency in Urgency:
        limits.reserve(quota, urgency)
    assert quota.day_left == 296


def test_a_used_up_minute_holds_the_whole_queue_without_trying_each(shop: Shop) -> None:
    shop.book()
    documents = [shop.issue() for _number in range(5)]
    Quota.objects.update(minute_left=0)
    (first,) = schedule.due_jobs()
    runner.run(first)
    assert [shop.job(each).state for each in documents] == ["waiting"] + ["ready"] * 4


def test_forty_invoices_are_booked_within_a_minute_and_one_call_each(shop: Shop) -> None:
    shop.book()
    shop.later(60)
    shop.forget_calls()
    documents = [shop.issue() for _number in range(40)]
    shop.work_fully()
    shop.later(60)
    shop.work_fully()
    assert {shop.booking(each).state for each in documents} == {BookingState.BOOKED}
    assert len(shop.calls()) == 40
    assert not shop.history()["limit_overruns"]


def test_headers_are_read_as_the_reference_shows_them() -> None:
    headers = {
        "Date": "Fri, 12 May 2023 08:18:25 GMT",
        "X-RateLimit-Minutely-Limit": "60",
        "X-RateLimit-Minutely-Remaining": "58",
        "X-RateLimit-Minutely-Reset": "1683879540000",
    }
    window = limits._minute(headers)
    assert window is not None
    assert (window.limit, window.left) == (60, 58)
    wait = window.resets_at - datetime.now(UTC)
    assert timedelta(seconds=30) < wait < timedelta(seconds=36)
