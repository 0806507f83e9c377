"""The main job: link, set up, issue, booked, paid there, paid here."""

from __future__ import annotations

import pytest

from accounts.models import Account
from connectors.core import runner
from connectors.core.models import Booking, BookingState, Connection, ConnectionState, Job, JobKind
from connectors.core.services.jobs import job_put
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator.testing import Running
from invoicing.models import Document
from invoicing.queries.documents import DocumentFilter, document_page
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link, set_up
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db


def run_due() -> None:
    """Run every job that is due, as the worker would."""
    for job in Job.objects.filter(state__in=["ready", "waiting"]).order_by("urgency", "pk"):
        runner.run(job.pk)


def booked(account: Account, **values: object) -> tuple[Document, Booking]:
    document = make_issued(account, **values)
    run_due()
    return document, Booking.objects.get(document=document)


def pull(connection: Connection) -> Job:
    job = job_put(connection=connection, kind=JobKind.PULL_PAYMENTS, document=None)
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def test_linking_needs_the_settings_before_it_works(exact: Running) -> None:
    account = make_seller()
    connection = link(account, owner_of(account))
    assert connection.state == ConnectionState.SETUP
    assert connection.exact.exact_user.user_name
    assert all(connection.exact.rights.values())


def test_the_proposals_complete_the_settings(exact: Running) -> None:
    account = make_seller()
    connection = set_up(account, owner_of(account))
    answers = answers_of(connection)
    assert connection.state == ConnectionState.ACTIVE
    assert str(answers.sales_journal) == "700 Verkoop"
    assert str(answers.credit_journal).startswith("705")
    assert answers.vat["domestic:21.00"].code == "3"
    assert answers.vat["be_cocontractor:0.00"].code == "45"


def test_an_issued_invoice_is_booked_to_the_cent(exact: Running) -> None:
    account = make_seller()
    set_up(account, owner_of(account))
    document, booking = booked(account)
    assert booking.state == BookingState.BOOKED, booking.problem
    (entry,) = [
        row
        for row in exact.read("entries", division=3100001)
        if row["description"].endswith(document.number)
    ]
    assert entry["total"] == document.gross
    assert booking.differences == []


def test_paid_in_exact_is_paid_here(exact: Running) -> None:
    account = make_seller()
    connection = set_up(account, owner_of(account))
    _document, booking = booked(account)
    exact.control("entries/pay", division=3100001, entry=booking.external_id)
    job = pull(connection)
    assert job.state == "done", job.problem
    account.refresh_from_db()
    page = document_page(account=account, filter=DocumentFilter.ALL)
    assert page.object_list[0].payment_state == "paid"
