"""Payment conditions: what they ask of a document, and how they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.audit import events_for
from accounts.models import Account
from invoicing.models import Customer, PaymentCondition
from invoicing.payment_terms import PaymentTerms
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.payment_conditions import payment_conditions_active
from invoicing.services.companies import company_update
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.services.payment_conditions import (
    PaymentConditionRefused,
    PaymentConditionValues,
    payment_condition_archive,
    payment_condition_create,
    payment_condition_restore,
    payment_condition_update,
)
from tests.invoicing.builders import (
    COMPANIES,
    line,
    make_customer,
    make_draft,
    make_issued,
    make_seller,
)

D = Decimal


def make_condition(account: Account, **values: Any) -> PaymentCondition:
    wanted = PaymentConditionValues(**({"name": "30 dagen"} | values))
    return payment_condition_create(account=account, actor=None, values=wanted)


@pytest.mark.parametrize(
    ("issued", "days", "end_of_month", "due"),
    [
        ("2026-11-20", 30, False, "2026-12-20"),
        ("2026-11-20", 30, True, "2026-12-31"),
        ("2026-01-31", 30, True, "2026-03-31"),
        ("2027-01-15", 30, True, "2027-02-28"),
        ("2028-02-01", 0, True, "2028-02-29"),
        ("2026-11-20", 0, False, "2026-11-20"),
    ],
)
def test_the_due_date_counts_days_and_then_goes_to_the_end_of_that_month(
    issued: str, days: int, end_of_month: bool, due: str
) -> None:
    terms = PaymentTerms(days=days, end_of_month=end_of_month)
    assert terms.due_date(date.fromisoformat(issued)).isoformat() == due


@pytest.mark.django_db
def test_the_customers_condition_is_frozen_on_the_invoice() -> None:
    seller = make_seller()
    condition = make_condition(seller, name="30 dagen einde maand", code="30E", end_of_month=True)
    customer = make_customer(seller, payment_condition=condition)
    invoice = make_issued(seller, customer=customer, day=date(2026, 11, 1))
    values = PaymentConditionValues(name="60 dagen", days=60)
    payment_condition_update(condition=condition, actor=None, values=values)
    value = issued_document(invoice)
    assert (value.due_date, value.payment_term_days) == (date(2026, 12, 31), 30)
    assert value.payment_condition == condition.public_id
    assert value.payment_condition_name == "30 dagen einde maand"


@pytest.mark.django_db
def test_days_that_were_typed_replace_the_condition() -> None:
    seller = make_seller()
    make_condition(seller, days=14, is_default=True, end_of_month=True)
    usual, other = make_draft(seller, payment_term_days=14), make_draft(seller, payment_term_days=7)
    assert usual.payment_condition["days"] == 14
    assert (other.payment_condition, other.payment_term_days) == ({}, 7)


@pytest.mark.django_db
def test_a_belgian_cash_discount_lowers_the_vat_whether_taken_or_not() -> None:
    seller = make_seller()
    condition = make_condition(seller, name="2C8", discount_percent=D(2), discount_days=8)
    value = issued_document(make_issued(seller, line("1000"), payment_condition=condition))
    assert (value.net, value.vat, value.gross) == (D("1000.00"), D("205.80"), D("1205.80"))
    assert value.vat_totals[0].base == D("980.00")
    assert (value.cash_discount_days, value.cash_discount_amount) == (8, D("20.00"))
    assert value.gross - value.cash_discount_amount == D("1185.80")


@pytest.mark.django_db
def test_a_dutch_cash_discount_is_a_term_only() -> None:
    seller = make_seller("NL")
    condition = make_condition(seller, name="2C8", discount_percent=D(2), discount_days=8)
    value = issued_document(make_issued(seller, line("1000"), payment_condition=condition))
    assert (value.vat, value.gross, value.vat_totals[0].base) == (D("210.00"), D("1210.00"), None)
    assert value.gross - value.cash_discount_amount == D("1185.80")


@pytest.mark.django_db
def test_a_direct_debit_needs_the_mandate_and_our_creditor_id() -> None:
    seller = make_seller()
    condition = make_condition(seller, name="Incasso", method="direct_debit")
    customer = make_customer(seller)
    draft = make_draft(seller, customer=customer, payment_condition=condition)
    with pytest.raises(IssueRefused) as refused:
        document_issue(document=draft, actor=None)
    assert [problem.field for problem in refused.value.problems] == ["seller", "customer"]
    values = replace(COMPANIES["BE"], creditor_id="BE68 ZZZ 0123456789")
    company_update(company=seller.company, actor=None, values=values)
    Customer.objects.update(mandate_reference="M-1", mandate_date=date(2026, 1, 5))
    value = issued_document(document_issue(document=draft, actor=None))
    assert (value.payment_method, value.mandate_reference) == ("direct_debit", "M-1")
    assert value.seller.creditor_id == "BE68ZZZ0123456789"


@pytest.mark.django_db
def test_one_condition_is_the_default_and_an_archived_one_is_not_offered() -> None:
    seller = make_seller()
    first, second = (make_condition(seller, name=name, is_default=True) for name in "ab")
    assert [each.is_default for each in payment_conditions_active(account=seller)] == [True, False]
    payment_condition_archive(condition=second, actor=None)
    assert list(payment_conditions_active(account=seller)) == [first]
    second.refresh_from_db()
    assert not second.is_default
    payment_condition_restore(condition=second, actor=None)
    events = events_for(seller, "payment_condition", second.public_id)
    assert [event.action.split(".")[1] for event in events] == [
        "created",
        "changed",
        "archived",
        "restored",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("name", {"name": " "}, "naam"),
        ("days", {"days": 366}, "0 tot 365"),
        ("discount_percent", {"discount_percent": D(101)}, "0 tot 100"),
        ("discount_percent", {"discount_percent": D(-2)}, "Kredietbeperking"),
        ("discount_days", {"discount_percent": D(2), "discount_days": 31}, "langer"),
        ("code", {"code": "30"}, "code"),
    ],
)
def test_a_condition_that_cannot_be_is_refused_with_the_reason(
    field: str, values: dict[str, Any], words: str
) -> None:
    seller = make_seller()
    make_condition(seller, code="30")
    with pytest.raises(PaymentConditionRefused) as refused:
        make_condition(seller, **values)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert words in problem.message
