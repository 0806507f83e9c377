"""How an invoice stands in the books, as each role sees it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account, Role, User
from connectors.core import runner
from connectors.core.models import Booking, Job
from connectors.exact.simulator.testing import Running
from invoicing.models import Document
from tests.accounts.builders import add_member, owner_of
from tests.connectors.exact.browser import set_up
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db


def page_of(user: User, document: Document) -> str:
    client = Client()
    client.force_login(user)
    path = f"/{document.account.slug}/invoices/{document.public_id}/"
    return client.get(path).content.decode()


@pytest.fixture
def account(exact: Running) -> Account:
    account = make_seller()
    set_up(account, owner_of(account))
    return account


def booked(account: Account) -> Document:
    document = make_issued(account)
    for job in Job.objects.filter(document=document):
        runner.run(job.pk)
    return document


def test_a_viewer_sees_that_it_is_booked_and_nothing_more(account: Account) -> None:
    document = booked(account)
    number = Booking.objects.get(document=document).external_number
    viewer = page_of(add_member(account, Role.VIEWER), document)
    bookkeeper = page_of(add_member(account, Role.BOOKKEEPER), document)
    owner = page_of(owner_of(account), document)
    assert "Geboekt in de boekhouding" in viewer
    for words in ("Boekstuk", "Dagboek", f"Boekstuknummer {number}", "Betaalstatus ophalen"):
        assert words not in viewer
    assert "<dt>Dagboek</dt>" in bookkeeper
    assert "<dt>Boekstuk</dt>" in owner
    assert "<dt>Dagboek</dt>" not in owner


def test_a_refusal_in_the_ledgers_words_is_for_who_may_see_the_books(account: Account) -> None:
    document = booked(account)
    Booking.objects.filter(document=document).update(
        state="refused",
        problem={
            "code": "x",
            "message": "Periode is afgesloten",
            "cure": "Kies een andere",
            "who": "bookkeeper",
            "original": "Ongeldig: Periode",
        },
    )
    viewer = page_of(add_member(account, Role.VIEWER), document)
    assert "nog niet geboekt" in viewer
    assert "Ongeldig: Periode" not in viewer
    assert "Ongeldig: Periode" in page_of(add_member(account, Role.BOOKKEEPER), document)
