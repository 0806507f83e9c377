"""The gap report: complete series, imported numbers in between, and a number that is missing."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import clock, triggers
from accounts.models import Account
from invoicing.models import Document
from invoicing.queries.number_report import SeriesReport, imported_counts, number_report
from invoicing.services.number_formats import NumberLook, number_format_change
from tests.accounts.builders import owner_of
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


@pytest.mark.parametrize("separator", ["", "."])
def test_numbers_that_look_like_numbers_are_no_other_ones(seller: Account, separator: str) -> None:
    look = NumberLook(separator=separator)
    number_format_change(account=seller, actor=None, kind="invoice", look=look, next_number=1)
    make_issued(seller)
    (report,) = number_report(account=seller)
    assert report.is_in_order
    assert (report.first, report.count) == (f"{YEAR}{separator}0001", 1)


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
    (report,) = tampered(seller, *removal(gone))
    assert (report.missing, report.is_in_order) == ([2], False)


CHILDREN = ("documentline", "documentvattotal")
SERIES = "UPDATE invoicing_numberseries SET"


def tampered(account: Account, *statements: str) -> list[SeriesReport]:
    """The report after somebody who took the guards away did this."""
    # PostgreSQL alters no table that has rows waiting for their foreign keys.
    connection.check_constraints()
    triggers.remove()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.check_constraints()
    triggers.install()
    return number_report(account=account)


def removal(document: Document) -> list[str]:
    by_child = [f"DELETE FROM invoicing_{t} WHERE document_id = {document.pk}" for t in CHILDREN]
    return [*by_child, f"DELETE FROM invoicing_document WHERE id = {document.pk}"]


def change(document: Document, what: str) -> str:
    return f"UPDATE invoicing_document SET {what} WHERE id = {document.pk}"


def test_a_document_that_was_changed_is_named(seller: Account) -> None:
    _first, second, _third = (make_issued(seller) for _ in range(3))
    number = f"{YEAR}-0002"
    for what, lost, strange in (
        ("series_number = 9999", [], [number]),
        ("state = 'draft', number = ''", [number], []),
        (f"number = '{YEAR}-9002'", [], [f"{number} → {YEAR}-9002"]),
        (f"number = '{YEAR}-9002', number_series_id = NULL", [number], []),
    ):
        with transaction.atomic():
            (report,) = tampered(seller, change(second, what))
            assert (report.missing, report.is_in_order, report.count) == ([2], False, 2), what
            assert (list(report.lost), list(report.strange)) == (lost, strange), what
            transaction.set_rollback(True)


def test_a_removed_number_is_named_also_when_its_series_was_bent_to_fit(seller: Account) -> None:
    documents = [make_issued(seller) for _ in range(3)]
    for index, bent in (
        (2, f"{SERIES} last_number = 2"),
        (0, f"{SERIES} first_number = 2"),
        (1, f"{SERIES} passed_over = '[[2, \"{YEAR}-0002\"]]'"),
    ):
        with transaction.atomic():
            (report,) = tampered(seller, *removal(documents[index]), bent)
            assert report.lost == [documents[index].number], bent
            assert (report.is_in_order, report.passed_over) == (False, []), bent
            transaction.set_rollback(True)


def test_a_series_that_was_removed_with_all_its_documents_is_named(seller: Account) -> None:
    documents = [make_issued(seller) for _ in range(2)]
    gone = [statement for each in documents for statement in removal(each)]
    (report,) = tampered(seller, *gone, "DELETE FROM invoicing_numberseries")
    assert (report.kind, report.year, report.count) == ("invoice", YEAR, 0)
    assert report.lost == [f"{YEAR}-0001", f"{YEAR}-0002"]
    assert not report.is_in_order


def test_the_page_names_what_was_lost_or_changed(seller: Account, client: Client) -> None:
    first, second = make_issued(seller), make_issued(seller)
    lowered = f"{SERIES} last_number = 1"
    tampered(seller, *removal(second), lowered, change(first, f"number = '{YEAR}-9001'"))
    client.force_login(owner_of(seller))
    page = client.get(reverse("settings_numbering", args=[seller.slug])).content.decode()
    assert f"Verstuurd, maar niet meer te vinden: {YEAR}-0002" in page
    assert f"Anders dan bij het versturen: {YEAR}-0001 → {YEAR}-9001" in page


def test_the_report_asks_the_database_three_times(
    seller: Account, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    make_issued(seller)
    make_issued(seller)
    with django_assert_num_queries(3):
        number_report(account=seller)
