"""Workers that race, die or are overtaken: still one entry, and no job is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from connectors.core import lease, runner
from connectors.core.models import (
    Booking,
    BookingAttempt,
    BookingState,
    Connection,
    Job,
    JobState,
)
from connectors.core.services import booking as booking_service
from connectors.core.services import booking_states, schedule
from connectors.exact import booking as exact_booking
from connectors.exact.simulator.testing import Running
from tests.connectors.exact.shop import Shop, assert_exactly_once, open_shop

pytestmark = pytest.mark.django_db
SIX_MINUTES = 360


def test_a_call_inside_a_transaction_would_be_noticed_by_these_tests(shop: Shop) -> None:
    client = exact_booking.client_for(shop.connection)
    with pytest.raises(AssertionError, match="transaction is open"), transaction.atomic():
        client.may("crm/Accounts", "GET")


class Killed(BaseException):
    """kill -9: nothing after it runs."""


def in_threads(count: int, work: Callable[[], Any]) -> list[Any]:
    gate = threading.Barrier(count)

    def one(_number: int) -> Any:
        gate.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_one_job_delivered_to_eight_workers_is_sent_once(exact: Running) -> None:
    shop = open_shop(exact)
    document = shop.issue()
    job = shop.job(document)
    shop.fault("slow", seconds=0.3)
    in_threads(8, lambda: runner.run(job.pk))
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_on_many_invoices_book_each_once(exact: Running) -> None:
    shop = open_shop(exact)
    shop.book()
    documents = [shop.issue() for _number in range(12)]

    def work() -> None:
        for _turn in range(40):
            for job_id in schedule.due_jobs():
                runner.run(job_id)

    in_threads(4, work)
    shop.work()
    for document in documents:
        assert_exactly_once(shop, document)
    assert len(shop.calls()) == 13


def die_at(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, *, after: bool) -> None:
    """The worker dies there, once: before it does that, or right after."""
    real, left = getattr(place, name), [1]

    def dying(*args: Any, **kwargs: Any) -> Any:
        if not left:
            return real(*args, **kwargs)
        left.pop()
        if after:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(place, name, dying)


def killed(shop: Shop) -> None:
    """The lane and the job stay held, as after a kill -9."""
    with pytest.raises(Killed):
        shop.work()
    held = lease.LEASE
    Connection.objects.update(lane_token="dead", lane_until=runner.clock.now() + held)
    assert Job.objects.filter(state=JobState.RUNNING).count() == 1


def test_a_worker_that_died_before_the_call_leads_to_two_looks_and_one_entry(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()
    die_at(monkeypatch, exact_booking, "send", after=False)
    killed(shop)
    assert shop.booking(document).state == BookingState.SENDING
    shop.later(100)
    assert shop.booking(document).state == BookingState.SENDING, "the lease still holds"
    shop.later(60)
    assert shop.booking(document).absent_count == 1
    shop.later(SIX_MINUTES)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_worker_that_died_after_the_call_is_made_up_for_by_a_look(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()
    die_at(monkeypatch, exact_booking, "send", after=True)
    killed(shop)
    shop.later(160)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1
    assert BookingAttempt.objects.get().outcome == "unknown"


def test_a_worker_that_died_before_it_wrote_anything_is_simply_followed_by_another(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()
    die_at(monkeypatch, booking_states, "booking_sending", after=False)
    killed(shop)
    shop.later(160)
    assert_exactly_once(shop, document)


def test_a_worker_that_died_after_the_booking_but_before_the_job_sends_nothing_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()
    die_at(monkeypatch, runner, "_record", after=False)
    killed(shop)
    assert shop.booking(document).state == BookingState.BOOKED
    shop.later(160)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_database_that_is_away_while_the_answer_is_written_is_made_up_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()
    real, left = booking_states.booking_answered, [1]

    def broken(*args: Any) -> Any:
        if left:
            left.pop()
            raise OperationalError("the database is away")
        return real(*args)

    monkeypatch.setattr(booking_states, "booking_answered", broken)
    shop.work()
    assert shop.job(document).state == JobState.WAITING
    shop.later(61)
    shop.later(61)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_fault_of_our_own_is_shown_stops_no_other_invoice_and_is_never_given_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exact_booking.prepare
    bad = shop.issue()
    good = shop.issue()

    def broken(connection: Any, document: Any, number: Any) -> Any:
        if document.number == bad.number:
            raise ZeroDivisionError
        return real(connection, document, number)

    monkeypatch.setattr(exact_booking, "prepare", broken)
    shop.work()
    assert_exactly_once(shop, good)
    shop.later(61)
    assert shop.job(bad).state == JobState.WAITING
    assert shop.job(bad).problem["code"] == "internal"
    monkeypatch.undo()
    shop.later(901)
    assert_exactly_once(shop, bad)


def overtaken_after(shop: Shop, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """While this worker waits for the answer, its lease runs out and another one acts."""
    real = exact_booking.send
    left = [1]

    def slow(*args: Any) -> Any:
        if not left:
            return real(*args)
        left.pop()
        entry = real(*args)
        Job.objects.filter(state=JobState.RUNNING).update(lease_token="another")
        act()
        return entry

    monkeypatch.setattr(exact_booking, "send", slow)


def test_an_overtaken_worker_does_not_write_over_what_the_other_found(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shop.issue()

    def other() -> None:
        Booking.objects.update(state=BookingState.CONFLICT, external_number="other")

    overtaken_after(shop, monkeypatch, other)
    runner.run(shop.job(document).pk)
    booking = shop.booking(document)
    assert (booking.state, booking.external_number) == (BookingState.CONFLICT, "other")
    assert shop.job(document).lease_token == "another"


def test_an_overtaken_worker_sends_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = shop.issue()
    real = booking_service.number_allot

    def overtaken(*args: Any) -> Any:
        Job.objects.filter(state=JobState.RUNNING).update(lease_token="another")
        return real(*args)

    monkeypatch.setattr(booking_service, "number_allot", overtaken)
    runner.run(shop.job(document).pk)
    assert not shop.calls()
    assert shop.booking(document).state == BookingState.READY
