"""Advance and final invoices: deducted at the same rate, never more than is left of the advance."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import Account
from invoicing.line_proposals import advance_lines
from invoicing.models import Customer, Document
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.remaining import advances_open, remaining_groups
from invoicing.services.crediting import CreditRefused, credit_draft_create
from invoicing.services.issuing import IssueRefused, document_issue
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def seller() -> Account:
    return make_seller()


def make_advance(seller: Account, price: str = "3000", **values: object) -> Document:
    return make_issued(seller, line(price, nature="advance"), is_advance=True, **values)


def refusal(draft: Document) -> dict[str, str]:
    with pytest.raises(IssueRefused) as refused:
        document_issue(document=draft, actor=None)
    return {problem.field: problem.message for problem in refused.value.problems}


def test_an_advance_of_3000_leaves_7000_and_1470_on_the_final_invoice(seller: Account) -> None:
    advance = make_advance(seller)
    final = make_issued(seller, line("10000"), *advance_lines(advance))
    value = issued_document(final)
    assert (advance.net, advance.vat, advance.is_advance) == (D("3000.00"), D("630.00"), True)
    assert (value.net, value.vat, value.gross) == (D("7000.00"), D("1470.00"), D("8470.00"))
    (taken,) = value.advances
    assert (taken.number, taken.date) == (advance.number, advance.issue_date)
    assert (taken.net, taken.vat) == (D("3000.00"), D("630.00"))
    assert advance.number in value.lines[1].description
    assert value.lines[1].advance_number == advance.number


def test_an_advance_is_deducted_including_vat_too(seller: Account) -> None:
    advance = make_advance(seller)
    lines = advance_lines(advance, prices_include_vat=True)
    final = make_issued(seller, line("12100"), *lines, prices_include_vat=True)
    assert (final.net, final.vat) == (D("7000.00"), D("1470.00"))


def test_a_discount_on_the_whole_does_not_touch_the_advance(seller: Account) -> None:
    advance = make_advance(seller)
    final = make_issued(seller, line("10000"), *advance_lines(advance), discount_percent=D(10))
    assert (final.net, final.discount_amount) == (D("6000.00"), D("1000.00"))


def test_what_was_deducted_is_gone_and_a_credit_note_gives_it_back(seller: Account) -> None:
    advance = make_advance(seller)
    customer = Customer.objects.get(account=seller)
    assert advances_open(account=seller, customer=customer) == [advance]
    final = make_issued(seller, line("10000"), *advance_lines(advance))
    assert advance_lines(advance) == []
    assert advances_open(account=seller, customer=customer) == []
    document_issue(document=credit_draft_create(original=final, actor=None), actor=None)
    (left,) = remaining_groups(advance).values()
    assert (left.net, left.vat) == (D("3000.00"), D("630.00"))


def test_never_more_is_deducted_than_is_left(seller: Account) -> None:
    advance = make_advance(seller)
    (deduction,) = advance_lines(advance)
    make_issued(seller, line("1000"), replace(deduction, unit_price=D(-1000)))
    final = make_draft(seller, line("9000"), deduction)
    assert "2.000,00" in refusal(final)["lines.1.advance"]
    twice = make_draft(seller, line("9000"), *[replace(deduction, unit_price=D(-1500))] * 2)
    assert set(refusal(twice)) == {"lines.2.advance"}


def test_an_advance_that_was_deducted_is_no_longer_credited(seller: Account) -> None:
    advance = make_advance(seller)
    draft = credit_draft_create(original=advance, actor=None)
    final = make_issued(seller, line("10000"), *advance_lines(advance))
    assert "0,00" in refusal(draft)["lines"]
    with pytest.raises(CreditRefused) as refused:
        credit_draft_create(original=advance, actor=None)
    told = {problem.field: problem.message for problem in refused.value.problems}
    assert f"{advance.number} is afgetrokken op factuur {final.number}" in told["original"]


def test_only_an_issued_advance_of_the_same_customer_at_the_same_rate_is_deducted(
    seller: Account,
) -> None:
    advance = make_advance(seller)
    (deduction,) = advance_lines(advance)
    cases = {
        "ander": {"customer": make_customer(seller, name="Iemand anders")},
        "6\u00a0%": {"lines": replace(deduction, vat_rate=D(6))},
        "negatief": {"lines": replace(deduction, unit_price=D(10))},
        "verstuurd": {"lines": replace(deduction, advance=make_issued(seller))},
    }
    for words, changed in cases.items():
        wanted = changed.pop("lines", deduction)
        draft = make_draft(seller, line("10000"), wanted, **changed)
        assert words in refusal(draft)["lines.1.advance"]


def test_an_advance_invoice_deducts_no_advance(seller: Account) -> None:
    advance = make_advance(seller)
    draft = make_draft(seller, line("10000"), *advance_lines(advance), is_advance=True)
    assert set(refusal(draft)) == {"lines.1.advance"}


@pytest.mark.django_db(transaction=True)
def test_one_advance_is_deducted_once_by_six_invoices_at_once() -> None:
    seller = make_seller()
    advance = make_advance(seller)
    drafts = [make_draft(seller, line("9000"), *advance_lines(advance)).pk for _turn in range(6)]
    gate = threading.Barrier(len(drafts))

    def issue(pk: int) -> bool:
        gate.wait()
        try:
            document_issue(document=Document.objects.get(pk=pk), actor=None)
        except IssueRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(drafts)) as pool:
        done = list(pool.map(issue, drafts))
    assert sorted(done) == [False] * 5 + [True]
