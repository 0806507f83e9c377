"""The demo's own documents can be booked in the demo's own bookkeeping."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from accounts.models import Account
from connectors.core import runner
from connectors.core.models import Booking, BookingState
from connectors.core.services.jobs import backlog_request
from connectors.core.services.schedule import due_jobs
from connectors.exact.services.setup import proposals_accept
from connectors.exact.simulator.testing import Running
from invoicing.demo.load import demo_load
from invoicing.models import Document
from invoicing.services.issuing import document_issue
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link_without_screens

DIVISIONS = {
    "oventechniek-demo": 3100001,
    "flexwerk-demo": 3100002,
    "klei-demo": 3100004,
    "naaiwerk-demo": 3100005,
}


def work() -> None:
    for _turn in range(60):
        ids = due_jobs()
        if not ids:
            return
        for job_id in ids:
            runner.run(job_id)
    raise AssertionError("the queue never comes to rest")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slug", DIVISIONS)
def test_every_document_of_the_demo_is_booked(
    exact: Running, settings: Settings, slug: str
) -> None:
    settings.DEBUG = True
    demo_load()
    account = Account.objects.get(slug=slug)
    connection = link_without_screens(account, owner_of(account), (DIVISIONS[slug],))
    proposals_accept(connection=connection, actor=owner_of(account), division=str(DIVISIONS[slug]))
    for draft in Document.objects.filter(account=account, state="draft"):
        document_issue(document=draft, actor=owner_of(account))
    backlog_request(connection=connection, since=date(2026, 1, 1))
    work()
    # So many at once are more than a minute allows.
    exact.advance(120)
    work()
    found = {
        f"{booking.document.kind} {booking.document.number} {booking.document.buyer['name']}": (
            booking.state,
            booking.problem,
        )
        for booking in Booking.objects.filter(document__account=account)
    }
    refused = {name: why for name, (state, why) in found.items() if state != BookingState.BOOKED}
    assert refused == {}
    assert len(found) == Document.objects.filter(account=account).count()
