"""Paid is derived: payments, their sources, and the states that follow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts import clock
from accounts.models import Account
from accounts.services import account_change_payment_source
from invoicing.models import Document, Payment
from invoicing.queries.documents import (
    document_counts,
    document_get,
    document_page,
)
from invoicing.services.payments import PaymentRefused, payment_record
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def seller() -> Account:
    return make_seller()


def pay(document: Document, amount: str, reference: str, source: str = "manual") -> bool:
    _payment, is_new = payment_record(
        document=document,
        date=TODAY,
        amount=Decimal(amount),
        source=source,
        source_reference=reference,
    )
    return is_new


def state(document: Document) -> tuple[str, Decimal]:
    account = Account.objects.get(pk=document.account_id)
    row = document_get(account=account, public_id=document.public_id)
    return row.payment_state, row.open_amount


def test_the_state_follows_from_the_payments(seller: Account) -> None:
    document = make_issued(seller)
    assert state(document) == ("open", Decimal("121.00"))
    pay(document, "0.10", "1")
    assert str(state(document)) == "('partly_paid', Decimal('120.90'))"
    pay(document, "0.20", "2")
    pay(document, "120.70", "3")
    assert state(document) == ("paid", Decimal("0.00"))
    pay(document, "0.01", "4")
    assert state(document) == ("overpaid", Decimal("-0.01"))


def test_a_reversed_payment_opens_the_document_again(seller: Account) -> None:
    document = make_issued(seller)
    pay(document, "121", "1")
    pay(document, "-121", "2")
    assert state(document) == ("open", Decimal("121.00"))


def test_a_document_past_its_due_date_is_overdue_even_when_partly_paid(seller: Account) -> None:
    day = TODAY - timedelta(days=31)
    document = make_issued(seller, day=day)
    pay(document, "1", "1")
    assert state(document)[0] == "overdue"
    due_today = make_issued(seller, payment_term_days=0)
    assert state(due_today)[0] == "open"


def test_a_credit_note_is_never_overdue(seller: Account) -> None:
    invoice = make_issued(seller, day=TODAY - timedelta(days=40))
    pay(invoice, "121", "1")
    credit = make_issued(
        seller, kind="credit_note", original=invoice, day=TODAY - timedelta(days=35)
    )
    assert state(credit)[0] == "refund"


def test_a_draft_is_a_draft_and_cannot_be_paid(seller: Account) -> None:
    draft = make_draft(seller)
    assert state(draft)[0] == "draft"
    with pytest.raises(PaymentRefused):
        pay(draft, "1", "1")


def test_the_same_reference_counts_once(seller: Account) -> None:
    document = make_issued(seller)
    assert pay(document, "50", "entry-1", source="exact")
    assert not pay(document, "50", "entry-1", source="exact")
    assert pay(document, "50", "entry-1", source="bank")
    assert Payment.objects.count() == 2


def test_only_the_accounts_own_source_counts(seller: Account) -> None:
    document = make_issued(seller)
    pay(document, "21", "prepaid", source="import")
    pay(document, "50", "1", source="exact")
    assert state(document) == ("partly_paid", Decimal("100.00"))
    account_change_payment_source(account=seller, actor=None, source="exact")
    assert state(document) == ("partly_paid", Decimal("50.00"))


def test_a_payment_by_hand_under_another_source_is_refused(seller: Account) -> None:
    document = make_issued(seller)
    account_change_payment_source(account=document.account, actor=None, source="exact")
    with pytest.raises(PaymentRefused) as refusal:
        pay(document, "50", "1")
    assert refusal.value.problems[0].field == "source"


def test_a_payment_of_nothing_is_refused(seller: Account) -> None:
    with pytest.raises(PaymentRefused):
        pay(make_issued(seller), "0.004", "1")


# Lists
def test_filters_and_counts_agree(seller: Account) -> None:
    overdue = make_issued(seller, day=TODAY - timedelta(days=31))
    paid, over, half = make_issued(seller), make_issued(seller), make_issued(seller)
    draft = make_draft(seller)
    make_issued(make_seller(name="Ander bedrijf"))
    pay(paid, "121", "1")
    pay(over, "200", "2")
    pay(half, "21", "3")
    shown = {
        name: [row.pk for row in document_page(account=seller, filter=name)]
        for name in ("all", "draft", "open", "overdue", "paid", "attention")
    }
    assert shown == {
        "all": [draft.pk, half.pk, over.pk, paid.pk, overdue.pk],
        "draft": [draft.pk],
        "open": [half.pk, overdue.pk],
        "overdue": [overdue.pk],
        "paid": [over.pk, paid.pk],
        "attention": [over.pk],
    }
    counts = document_counts(account=seller)
    assert {name: counts.of(name) for name in shown} == {
        name: len(rows) for name, rows in shown.items()
    }
    assert counts.open_amount == Decimal("221.00")
    assert counts.overdue_amount == Decimal("121.00")


def test_what_a_connector_points_at_needs_attention(seller: Account) -> None:
    document = make_issued(seller)
    page = document_page(account=seller, filter="attention", attention=[document.public_id])
    assert [row.pk for row in page] == [document.pk]
    assert document_counts(account=seller, attention=[document.public_id]).attention == 1


@pytest.mark.parametrize("words", ["0001", "korst", "De Korst", "PO-77", "2026"])
def test_search_finds_number_customer_and_reference(seller: Account, words: str) -> None:
    document = make_issued(seller, customer_reference="PO-77 uit 2026")
    other = make_customer(seller, name="Iemand anders")
    make_issued(seller, customer=other, customer_reference="x")
    found = [row.pk for row in document_page(account=seller, search=words)]
    assert document.pk in found


def test_search_finds_nothing_of_others(seller: Account) -> None:
    make_issued(seller)
    assert not list(document_page(account=seller, search="zzz"))
    assert not list(document_page(account=make_seller(name="Ander bedrijf")))


def test_a_page_takes_two_queries_whatever_its_rows(
    seller: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(6):
        make_issued(seller, line())
    with django_assert_num_queries(2):
        names = [row.customer.name for row in document_page(account=seller) if row.customer]
    assert len(names) == 6
    with django_assert_num_queries(1):
        document_counts(account=seller)
