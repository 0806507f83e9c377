"""Whatever happens between two writes, no invoice and no token pair is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from connectors.core import runner
from connectors.core.models import Booking, BookingState, CallLog, Connection, Job, JobState
from connectors.core.services import schedule
from connectors.exact.models import ExactUser
from connectors.exact.services.linking import unidentified_finish
from tests.connectors.exact.browser import begin, come_back, consent
from tests.connectors.exact.shop import BE, NL, PEPPOL, Shop
from tests.connectors.exact.test_workers import assert_exactly_once

pytestmark = pytest.mark.django_db


def test_a_booking_on_its_way_without_a_job_gets_one(shop: Shop) -> None:
    document = shop.issue()
    Job.objects.filter(document=document).update(state=JobState.NEEDS_ATTENTION)
    assert schedule.stranded_put() == 1
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("hold", [{}, {"code": "number_changed"}])
def test_a_booking_behind_a_hold_waits_for_the_choice(shop: Shop, hold: dict[str, str]) -> None:
    document = shop.issue()
    Job.objects.filter(document=document).update(state=JobState.NEEDS_ATTENTION)
    Connection.objects.update(hold=hold)
    assert schedule.stranded_put() == (0 if hold else 1)


def test_asking_again_while_the_job_ends_is_not_lost(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sim.control("period", division=BE, year=2027, period=5)
    document = shop.issue()
    real = runner._record

    def meanwhile(job: Job, *rest: Any) -> None:
        Booking.objects.filter(document=document).update(state=BookingState.READY, problem={})
        real(job, *rest)

    monkeypatch.setattr(runner, "_record", meanwhile)
    runner.run(Job.objects.get(document=document).pk)
    assert Job.objects.get(document=document).state == JobState.READY


def test_a_pair_is_kept_although_the_call_log_fails(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ExactUser.objects.get()
    real = CallLog.objects.filter

    def locked(*args: Any, **kwargs: Any) -> Any:
        if CallLog.objects.order_by("-pk")[0].path.endswith("/oauth2/token"):
            raise OperationalError("database is locked")
        return real(*args, **kwargs)

    monkeypatch.setattr(CallLog.objects, "filter", locked)
    document = shop.issue()
    shop.later(700)
    monkeypatch.undo()
    after = ExactUser.objects.get()
    assert after.version > before.version
    assert after.refresh_token != before.refresh_token
    assert_exactly_once(shop, document)


def test_a_new_pair_whose_owner_could_not_be_asked_finds_its_home(shop: Shop) -> None:
    shop.sim.control("faults", kind="http_503_before", path="current/Me")
    client = Client()
    client.force_login(shop.owner)
    come_back(client, consent(begin(client, shop.account), "kantoor", (BE, NL, PEPPOL)))
    assert ExactUser.objects.count() == 2
    assert unidentified_finish() == 1
    assert ExactUser.objects.get().links.count() == 1
    shop.later(700)
    assert_exactly_once(shop, shop.book().document)
