"""Whatever goes wrong on the way, an invoice stands in Exact once, or somebody is told why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from connectors.core.models import BookingState, JobState
from connectors.exact.simulator.testing import running_simulator
from tests.connectors.exact.middleman import Answer, Middleman, error_body
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once, open_shop
from tests.invoicing.builders import make_customer

pytestmark = pytest.mark.django_db
AFTER_COMMIT = (
    "reset_after_commit",
    "http_500_after_commit",
    "http_502_after_commit",
    "http_503_after_commit",
    "truncated_json",
)
BEFORE_COMMIT = (
    "reset_before",
    "http_500_before",
    "http_502_before",
    "http_503_before",
    "html_200",
)
SIX_MINUTES = 360


def test_a_clean_booking_of_a_known_customer_costs_one_call(shop: Shop) -> None:
    shop.book()
    shop.forget_calls()
    document = shop.issue()
    shop.work()
    assert_exactly_once(shop, document)
    assert [row["method"] for row in shop.sim.read("journal")] == ["POST"]


@pytest.mark.parametrize("fault", AFTER_COMMIT)
def test_an_answer_lost_after_the_commit_is_found_and_adopted(shop: Shop, fault: str) -> None:
    shop.fault(fault)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(30)
    assert not shop.calls(method="GET"), "nothing is looked for within a minute"
    shop.later(31)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


@pytest.mark.parametrize("fault", BEFORE_COMMIT)
def test_a_call_lost_before_the_commit_is_sent_again_after_two_looks(
    shop: Shop, fault: str
) -> None:
    shop.fault(fault)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert shop.booking(document).state == BookingState.UNKNOWN
    assert len(shop.calls()) == 1
    shop.later(SIX_MINUTES - 61)
    assert_exactly_once(shop, document)
    assert (len(shop.calls()), len(shop.calls(method="GET"))) == (2, 2)


def test_a_time_out_after_the_commit_is_found_and_adopted(shop: Shop, settings: Settings) -> None:
    settings.EXACT_READ_TIMEOUT = 0.3
    shop.fault("timeout_after_commit", seconds=2)
    document = shop.issue()
    shop.work()
    settings.EXACT_READ_TIMEOUT = 5
    shop.later(61)
    assert_exactly_once(shop, document)


def test_a_commit_that_comes_90_seconds_later_is_found_by_the_second_look(shop: Shop) -> None:
    shop.fault("late_commit", seconds=90)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert shop.booking(document).absent_count == 1
    shop.later(SIX_MINUTES)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_customer_called_error_is_booked_like_any_other(shop: Shop) -> None:
    customer = make_customer(shop.account, name="Error & Exception BV", vat_number="")
    document = shop.issue(customer=customer)
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_closed_period_is_refused_in_every_language_and_goes_on_once_opened(
    shop: Shop, language: str
) -> None:
    shop.sim.control("user", user="kantoor", language=language)
    shop.sim.control("period", division=3100001, year=2027, period=5, closed=True)
    document = shop.issue()
    booking = shop.booking_after(document)
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "period_closed")
    assert shop.job(document).state == JobState.NEEDS_ATTENTION
    shop.later(3600)
    assert len(shop.calls()) == 1, "a refusal is not tried again by itself"
    shop.sim.control("period", division=3100001, year=2027, period=5, closed=False)
    shop.ask_again(document)
    assert_exactly_once(shop, document)


def test_a_refusal_in_unknown_words_is_shown_as_such_once_it_proves_not_booked(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body("De sterren staan niet goed")
    between.instead(ENTRIES, 500, body, method="POST", times=1)
    booking = shop.book()
    assert booking.state == BookingState.UNKNOWN
    booking = shop.booking_after(booking.document, 61)
    assert booking.state == BookingState.UNKNOWN
    booking = shop.booking_after(booking.document, SIX_MINUTES)
    assert booking.state == BookingState.REFUSED
    assert booking.problem["original"] == "De sterren staan niet goed"
    assert not shop.entries(booking.document)


def test_unknown_words_over_a_booking_that_was_made_end_as_booked(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body("Unknown error in journal")
    between.change(ENTRIES, lambda a: a.failing(500, body), method="POST", times=1)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert_exactly_once(shop, document)


def test_words_of_an_outage_leave_the_outcome_open_and_are_no_refusal(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body(
        "A problem has occurred. The cause of this issue will be investigated as soon as possible."
    )
    between.change(ENTRIES, lambda a: a.failing(500, body), method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(61)
    assert_exactly_once(shop, document)


def only_key(answer: Answer) -> Answer:
    """A 201 as it comes where Prefer is not honoured."""
    row = dict.fromkeys(answer.d) | {"EntryID": answer.d["EntryID"].upper()}
    return answer.having(row)


def test_a_created_answer_with_only_the_key_is_read_back_and_compared(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    between.change(ENTRIES, only_key, method="POST")
    document = shop.issue()
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_booking_that_was_made_is_never_sent_again_because_reading_it_back_fails(
    shop: Shop, between: Middleman, status: int
) -> None:
    shop.through(between)
    between.change(ENTRIES, only_key, method="POST")
    between.change(ENTRIES, lambda a: a.failing(status), method="GET", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(660)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_created_answer_without_a_key_is_looked_for(shop: Shop, between: Middleman) -> None:
    shop.through(between)
    between.change(ENTRIES, lambda a: a.having(a.d | {"EntryID": None}), method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(61)
    assert_exactly_once(shop, document)


def test_while_exact_is_down_invoices_wait_and_go_through_once_when_it_is_back(
    shop: Shop, settings: Settings
) -> None:
    shop.book()
    up = settings.EXACT_BASE_URL
    shop.point_at("http://127.0.0.1:9")
    documents = [shop.issue() for _number in range(3)]
    shop.work()
    assert {shop.booking(each).state for each in documents} == {BookingState.READY}
    for _minute in range(10):
        shop.later(60)
    shop.point_at(up)
    for _minute in range(16):
        shop.later(60)
    for document in documents:
        assert_exactly_once(shop, document)
    assert len(shop.calls()) == 4


def test_a_simulator_that_is_killed_while_booking_and_comes_back_has_it_once(
    exact: object, settings: Settings, tmp_path: Path, db: None
) -> None:
    database = str(tmp_path / "simulator.sqlite3")
    clock = tmp_path / "clock.json"
    with running_simulator(database, clock=clock) as first:
        settings.EXACT_BASE_URL = first.base_url
        port = first.server.server_address[1]
        shop = open_shop(first)
        shop.fault("reset_after_commit")
        document = shop.issue()
        shop.work()
    with running_simulator(database, port=int(port), clock=clock) as second:
        shop.sim = second
        shop.later(61)
        assert_exactly_once(shop, document)
        assert len(shop.calls()) == 1


def test_a_refused_token_and_a_used_up_minute_are_no_attempt_and_go_through_later(
    shop: Shop, between: Middleman
) -> None:
    shop.book()
    shop.through(between)
    between.instead(ENTRIES, 401, method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.READY
    shop.fault("rate_limited")
    shop.later(600)
    assert shop.booking(document).state == BookingState.READY
    shop.later(60)
    assert_exactly_once(shop, document)
    assert not shop.calls(method="GET"), "what was not executed needs no look"
