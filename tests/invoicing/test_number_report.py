"""The gap report: complete series, imported numbers in between, and a number that is missing."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts import clock, triggers
from accounts.models import Account
from invoicing.models import Document
from invoicing.queries.number_report import imported_counts, number_report
from invoicing.services.number_formats import NumberLook, number_format_change
from tests.invoicing.builders import make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


@pytest.fixture
def seller() -> Account:
    return make_seller()


def imported(account: Account, number: str) -> None:
    today = clock.today()
    Document.objects.filter(pk=make_draft(account).pk).update(
        state="issued", number=number, issue_date=today, due_date=today, is_imported=True
    )


def test_an_account_without_documents_has_nothing_to_report(seller: Account) -> None:
    assert number_report(account=seller) == []
    assert imported_counts(account=seller) == []


def test_each_series_is_told_from_first_to_last(seller: Account) -> None:
    number_format_change(
        account=seller, actor=None, kind="invoice", look=NumberLook(), next_number=421
    )
    original = make_issued(seller)
    make_issued(seller)
    make_issued(seller, kind="credit_note", original=original)
    invoices, notes = number_report(account=seller)
    assert (invoices.first, invoices.last, invoices.count) == (f"{YEAR}-0421", f"{YEAR}-0422", 2)
    assert (notes.first, notes.last, notes.count) == (f"C{YEAR}-0001", f"C{YEAR}-0001", 1)
    assert invoices.is_in_order
    assert notes.is_in_order
    assert number_report(account=make_seller(name="Ander bedrijf")) == []


def test_a_changed_look_leaves_no_gap(seller: Account) -> None:
    make_issued(seller)
    number_format_change(
        account=seller, actor=None, kind="invoice", look=NumberLook(prefix="F"), next_number=2
    )
    make_issued(seller)
    (report,) = number_report(account=seller)
    assert (report.first, report.last, report.missing) == (f"{YEAR}-0001", f"F{YEAR}-0002", [])


def test_imported_numbers_in_between_are_named_and_are_no_gap(seller: Account) -> None:
    imported(seller, f"{YEAR}-0001")
    imported(seller, f"{YEAR}-0003")
    make_issued(seller)
    make_issued(seller)
    (report,) = number_report(account=seller)
    assert (report.first, report.last, report.count) == (f"{YEAR}-0001", f"{YEAR}-0004", 2)
    assert report.passed_over == [f"{YEAR}-0001", f"{YEAR}-0003"]
    assert report.is_in_order
    (counted,) = imported_counts(account=seller)
    assert (counted.year, counted.count) == (YEAR, 2)


def test_a_number_that_somebody_removed_is_missing(seller: Account) -> None:
    make_issued(seller)
    gone = make_issued(seller)
    make_issued(seller)
    # Only who takes the guards away can do that.
    triggers.remove()
    with connection.cursor() as cursor:
        for table in ("documentline", "documentvattotal"):
            cursor.execute(f"DELETE FROM invoicing_{table} WHERE document_id = %s", [gone.pk])
        cursor.execute("DELETE FROM invoicing_document WHERE id = %s", [gone.pk])
    triggers.install()
    (report,) = number_report(account=seller)
    assert (report.missing, report.is_in_order) == ([2], False)


def test_the_report_asks_the_database_three_times(
    seller: Account, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    make_issued(seller)
    make_issued(seller)
    with django_assert_num_queries(3):
        number_report(account=seller)
