"""The queue: fair, found by the sweep, and asked for once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from celery import Celery
from django.db import connections

from connectors.core import runner, tasks
from connectors.core.models import (
    Connection,
    Job,
)
from connectors.core.services import schedule
from connectors.core.services.jobs import booking_request
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link
from tests.connectors.exact.shop import BE, Shop, assert_exactly_once, open_shop
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db
SIX_MINUTES = 360


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
def test_pressing_the_button_eight_times_at_once_makes_one_job(exact: Running) -> None:
    shop = open_shop(exact)
    shop.save_settings(book_at_issue=False)
    document = shop.issue()
    in_threads(8, lambda: booking_request(connection=shop.connection, document=document))
    assert Job.objects.filter(document=document).count() == 1
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.django_db(transaction=True)
def test_pulls_asked_for_at_once_are_one_job(exact: Running) -> None:
    shop = open_shop(exact)
    in_threads(6, lambda: shop.client().post(f"/{shop.account.slug}/connect/exact/payments/"))
    assert Job.objects.filter(kind="pull_payments").count() == 1


def test_who_asks_again_while_the_refused_job_is_being_closed_is_heard(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sim.control("period", division=BE, year=2027, period=5)
    document = shop.issue()
    real = runner._record

    def asked_meanwhile(*args: Any) -> None:
        monkeypatch.setattr(runner, "_record", real)
        shop.sim.control("period", division=BE, year=2027, period=5, closed=False)
        booking_request(connection=shop.connection, document=document)
        real(*args)

    monkeypatch.setattr(runner, "_record", asked_meanwhile)
    shop.work()
    assert_exactly_once(shop, document)
    assert Job.objects.filter(document=document).count() == 1


def test_a_long_queue_of_one_business_hides_no_other(exact: Running) -> None:
    busy = open_shop(exact)
    exact.control("user", user="mijnkantoor", role="full")
    small = make_seller(name="Kleine zaak")
    connection = link(small, owner_of(small), user="mijnkantoor")
    Connection.objects.filter(pk=connection.pk).update(state="active")
    documents = [busy.issue() for _number in range(20)]
    booking_request(connection=connection, document=make_issued(small))
    due = Job.objects.filter(pk__in=schedule.due_jobs())
    assert {job.connection_id for job in due} == {busy.connection.pk, connection.pk}
    assert len(documents) == 20


def test_a_job_is_found_by_the_sweep_when_its_nudge_failed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []

    def broker_is_down(_app: Celery, name: str, **_rest: Any) -> None:
        asked.append(name)
        raise OSError("no broker")

    monkeypatch.setattr(Celery, "send_task", broker_is_down)
    with django_capture_on_commit_callbacks(execute=True):
        document = shop.issue()
    assert asked == [tasks.run_job.name]
    tasks.sweep()
    assert_exactly_once(shop, document)


def test_payment_pulls_are_put_every_quarter_of_an_hour(shop: Shop) -> None:
    assert schedule.pulls_put() == 1
    assert schedule.pulls_put() == 0
    shop.work()
    shop.sim.advance(14 * 60)
    assert schedule.pulls_put() == 0
    shop.sim.advance(61)
    assert schedule.pulls_put() == 1
    shop.save_settings(pull_automatically=False)
    shop.work()
    shop.sim.advance(3600)
    assert schedule.pulls_put() == 0
