"""The overview, the list of invoices and one invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts import clock
from accounts.models import Account
from invoicing.models import Document, Payment
from invoicing.services.payments import payment_record
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller
from tests.invoicing.screens import logged_in, text, url

pytestmark = pytest.mark.django_db
# Session, user, membership with account, accounts of the switcher, counts, number of rows, rows,
# totals; and what connectors add: attention ids, row states.
MOST_QUERIES = 10


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def late(account: Account, days: int, price: str = "100", **values: Any) -> Any:
    day = clock.today() - timedelta(days=30 + days)
    return make_issued(account, line(price), day=day, payment_term_days=30, **values)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_takes_ten_queries_at_most_whatever_the_rows(
    client: Client,
    account: Account,
    rows: int,
    django_assert_max_num_queries: Callable[..., DjangoAssertNumQueries],
) -> None:
    for _row in range(rows):
        make_issued(account)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(url(account, "invoice_list"))


@pytest.mark.parametrize("lines", [1, 12])
def test_an_invoice_takes_ten_queries_at_most_whatever_its_lines(
    client: Client,
    account: Account,
    lines: int,
    django_assert_max_num_queries: Callable[..., DjangoAssertNumQueries],
) -> None:
    document = make_issued(account, *[line()] * lines)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(url(account, "invoice_detail", document.public_id))


def test_an_empty_account_has_one_sentence_and_one_button(client: Client, account: Account) -> None:
    for name in ("dashboard", "invoice_list"):
        page = text(client.get(url(account, name)))
        assert page.count(url(account, "invoice_new")) == 2
    assert "Hier komen je facturen." in page


def test_the_overview_says_who_still_has_to_pay(client: Client, account: Account) -> None:
    for days in (90, 45, 10):
        late(account, days)
    make_issued(account)
    page = text(client.get(url(account, "dashboard")))
    assert "Wie moet mij nog betalen?" in page
    assert "€ 363,00" in page
    assert "Meer dan 60 dagen te laat" in page
    assert page.count("<rect") == 4


def test_the_filters_count_and_choose(client: Client, account: Account) -> None:
    make_draft(account)
    overdue, open_one = late(account, 12), make_issued(account)
    page = text(client.get(url(account, "invoice_list") + "?filter=overdue"))
    assert "12 dagen te laat" in page
    assert overdue.number in page
    assert open_one.number not in page
    assert "Samen <b" in page


def test_an_unknown_filter_or_page_shows_the_list(client: Client, account: Account) -> None:
    document = make_issued(account)
    for query in ("?filter=onzin", "?page=abc", "?page=-1", "?page=99999999999", "?page=²"):
        answer = client.get(url(account, "invoice_list") + query)
        assert answer.status_code == 200
        assert document.number in text(answer)


def test_the_search_finds_by_customer_and_keeps_the_words(client: Client, account: Account) -> None:
    make_issued(account, customer=make_customer(account, name="مخبز السلام"))
    make_issued(account, customer=make_customer(account, name="=cmd|'/c calc'!A1"))
    page = text(client.get(url(account, "invoice_list"), {"q": "مخبز"}))
    assert "<bdi>مخبز السلام</bdi>" in page
    assert "calc" not in page


def test_a_search_that_no_database_takes_finds_nothing(client: Client, account: Account) -> None:
    make_issued(account)
    answer = client.get(url(account, "invoice_list"), {"q": "\x00%_\\" + "x" * 5000})
    assert answer.status_code == 200
    assert "Niets gevonden" in text(answer)


def test_an_invoice_shows_its_payments_and_its_story(client: Client, account: Account) -> None:
    document = late(account, 3)
    payment_record(
        document=document,
        date=clock.today(),
        amount=Decimal("21"),
        source="manual",
        source_reference="1",
    )
    page = text(client.get(url(account, "invoice_detail", document.public_id)))
    for words in ("€ 100,00", "3 dagen te laat", "€ 21,00 betaald: ontvangen", "Factuur verstuurd"):
        assert words in page


def test_an_issued_belgian_business_invoice_still_has_to_go_by_peppol(
    client: Client, account: Account
) -> None:
    document = make_issued(account)
    page = text(client.get(url(account, "invoice_detail", document.public_id)))
    assert "nog niet via Peppol bezorgd" in page
    consumer = make_customer(account, name="Jan", is_business=False, vat_number="")
    private = make_issued(account, customer=consumer)
    page = text(client.get(url(account, "invoice_detail", private.public_id)))
    assert "Peppol" not in page


def test_a_payment_by_hand_is_noted_once_when_pressed_twice(
    client: Client, account: Account
) -> None:
    document = make_issued(account)
    data = {"amount": "60,50", "date": clock.today().isoformat(), "reference": "abc"}
    for _press in range(2):
        client.post(url(account, "payment_new", document.public_id), data)
    assert [payment.amount for payment in Payment.objects.all()] == [Decimal("60.50")]


def test_a_wrong_payment_stays_typed(client: Client, account: Account) -> None:
    document = make_issued(account)
    data = {"amount": "veel", "date": "31-02-2026", "reference": "abc"}
    answer = client.post(url(account, "payment_new", document.public_id), data)
    assert answer.status_code == 422
    assert 'value="veel"' in text(answer)
    assert 'value="31-02-2026"' in text(answer)


def test_payments_are_not_noted_by_hand_when_they_come_from_exact(
    client: Client, account: Account
) -> None:
    document = make_issued(account)
    account.payment_source = "exact"
    account.save()
    page = text(client.get(url(account, "invoice_detail", document.public_id)))
    assert "Betaling noteren" not in page
    data = {"amount": "1", "date": clock.today().isoformat(), "reference": "abc"}
    assert client.post(url(account, "payment_new", document.public_id), data).status_code == 422


def test_the_files_of_an_invoice(client: Client, account: Account) -> None:
    for document in (make_issued(account), make_draft(account)):
        pdf = client.get(url(account, "invoice_pdf", document.public_id) + "?download")
        assert pdf.content.startswith(b"%PDF-")
        assert pdf["Content-Disposition"].startswith("attachment; filename=")
        page = client.get(url(account, "invoice_page", document.public_id))
        assert page["Content-Type"] == "image/svg+xml"
        assert b"<svg" in page.content[:200]


def test_old_drafts_do_not_stand_before_newer_invoices(client: Client, account: Account) -> None:
    old = [make_draft(account, note=f"oud {number}") for number in range(30)]
    long_ago = clock.now() - timedelta(days=90)
    Document.objects.filter(pk__in=[draft.pk for draft in old]).update(updated_at=long_ago)
    issued, fresh = make_issued(account), make_draft(account)
    page = client.get(url(account, "invoice_list"))
    shown = [row.public_id for row in page.context["page"].object_list]
    assert shown[:2] == [fresh.public_id, issued.public_id]
    assert "gewijzigd vandaag om" in text(page)


def test_the_ageing_table_counts_invoices_in_english(client: Client, account: Account) -> None:
    make_issued(account)
    owner = owner_of(account)
    owner.language = "en"
    owner.save()
    page = text(client.get(url(account, "dashboard")))
    assert '<th scope="col">Invoices</th>' in page
    translation.activate("nl")
