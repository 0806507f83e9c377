"""How numbers look and go on: formats per kind, starts in mid-year, and changes of both."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from accounts import clock
from accounts.audit import chain_verify, events_for
from accounts.models import Account
from connectors.core.services.numbers import LARGEST, _digits
from invoicing.identifiers import is_structured_communication
from invoicing.models import Document, NumberFormat
from invoicing.models.number_series import YearPlace
from invoicing.numbers import LARGEST_NUMBER, SEPARATORS, WIDTHS, number_text
from invoicing.queries.number_formats import number_next
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.services.number_formats import (
    NumberLook,
    NumbersRefused,
    look_problems,
    number_format_change,
)
from tests.accounts.builders import owner_of
from tests.invoicing.builders import make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
YEAR = clock.today().year
USUAL = NumberLook()
RUNNING_ON = NumberLook(restarts_yearly=False)


@pytest.fixture
def seller() -> Account:
    return make_seller()


def change(account: Account, look: NumberLook, first: int, kind: str = "invoice") -> NumberFormat:
    return number_format_change(
        account=account, actor=owner_of(account), kind=kind, look=look, next_number=first
    )


def refusal(account: Account, look: NumberLook, first: int, kind: str = "invoice") -> set[str]:
    with pytest.raises(NumbersRefused) as refused:
        change(account, look, first, kind)
    return {problem.field for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (NumberLook(prefix="F"), f"F{YEAR}-0001"),
        (NumberLook(prefix="VF-", separator="/", width=5), f"VF-{YEAR}/00001"),
        (NumberLook(year_place=YearPlace.SHORT_BEFORE, separator=""), f"{YEAR % 100}0001"),
        (NumberLook(year_place=YearPlace.FULL_AFTER, separator="/"), f"0001/{YEAR}"),
        (NumberLook(year_place=YearPlace.SHORT_AFTER, separator="."), f"0001.{YEAR % 100}"),
        (NumberLook(year_place=YearPlace.NONE, width=6, restarts_yearly=False), "000001"),
    ],
)
def test_numbers_look_as_the_account_chose(
    seller: Account, look: NumberLook, expected: str
) -> None:
    change(seller, look, 1)
    assert make_issued(seller).number == expected


def test_every_look_gives_a_number_that_ledgers_and_e_invoices_take() -> None:
    for place, separator, width, prefix in product(
        YearPlace.values, SEPARATORS, WIDTHS, ("", "ABCDEFGHI-")
    ):
        look = NumberFormat(prefix=prefix, year_place=place, separator=separator, width=width)
        smallest, largest = (number_text(look, 2026, n) for n in (1, LARGEST_NUMBER))
        # Exact's YourRef and description; EN 16931 has no limit.
        assert len(largest) <= 30
        assert smallest != largest
        # The booking number takes the digits, or the next free number where they do not fit.
        assert _digits(smallest) is None or 0 < (_digits(smallest) or 0) <= LARGEST
    usual = NumberFormat(width=6)
    assert _digits(number_text(usual, 2026, LARGEST_NUMBER)) == 2026999999


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (NumberLook(year_place=YearPlace.NONE), "year_place"),
        (NumberLook(year_place="hier"), "year_place"),
        (NumberLook(width=2), "width"),
        (NumberLook(width=7), "width"),
        (NumberLook(separator="x"), "separator"),
        (NumberLook(prefix="F 1"), "prefix"),
        (NumberLook(prefix="É"), "prefix"),
        (NumberLook(prefix="ABCDEFGHIJK"), "prefix"),
        (NumberLook(prefix="-F"), "prefix"),
    ],
)
def test_a_look_that_cannot_be_is_refused(look: NumberLook, field: str) -> None:
    assert [problem.field for problem in look_problems(look)] == [field]


@pytest.mark.parametrize("prefix", ["", "-", "C", "c", "C-", "C/"])
def test_two_kinds_never_share_their_letters(seller: Account, prefix: str) -> None:
    kind = "invoice" if "c" in prefix.casefold() else "credit_note"
    look = NumberLook(prefix=prefix, separator="", width=6)
    assert refusal(seller, look, 1, kind) == {"prefix"}


def test_a_firm_that_switches_in_mid_year_goes_on_with_its_own_numbers(seller: Account) -> None:
    change(seller, USUAL, 421)
    assert number_next(account=seller, kind="invoice") == 421
    first, second = make_issued(seller), make_issued(seller)
    assert (first.number, second.number) == (f"{YEAR}-0421", f"{YEAR}-0422")
    assert first.payment_reference.startswith(f"{YEAR}000421")
    assert is_structured_communication(first.payment_reference)


def test_once_a_number_is_taken_the_next_one_is_fixed(seller: Account) -> None:
    make_issued(seller)
    make_issued(seller)
    assert refusal(seller, USUAL, 2) == {"next_number"}
    assert refusal(seller, USUAL, 4) == {"next_number"}
    change(seller, NumberLook(prefix="F", separator="/", width=5), 3)
    assert make_issued(seller).number == f"F{YEAR}/00003"
    old = Document.objects.filter(account=seller).order_by("number").values_list("number")
    assert [number for (number,) in old][:2] == [f"{YEAR}-0001", f"{YEAR}-0002"]


def test_the_start_is_free_until_then_and_may_be_put_back(seller: Account) -> None:
    change(seller, USUAL, 421)
    change(seller, USUAL, 7)
    assert refusal(seller, USUAL, 0) == {"next_number"}
    assert refusal(seller, USUAL, LARGEST_NUMBER + 1) == {"next_number"}
    assert make_issued(seller).number == f"{YEAR}-0007"


def test_another_year_begins_at_one_again(seller: Account) -> None:
    change(seller, USUAL, 421)
    last_year = date(YEAR - 1, 12, 31)
    assert make_issued(seller, day=last_year).number == f"{YEAR - 1}-0001"
    assert make_issued(seller).number == f"{YEAR}-0421"


def test_one_series_runs_on_through_the_years(seller: Account) -> None:
    change(seller, NumberLook(year_place=YearPlace.NONE, width=6, restarts_yearly=False), 500)
    assert make_issued(seller, day=date(YEAR - 1, 12, 31)).number == "000500"
    assert make_issued(seller).number == "000501"
    with pytest.raises(IssueRefused):
        make_issued(seller, day=date(YEAR - 1, 12, 31))


def test_leaving_the_years_goes_on_after_the_last_number(seller: Account) -> None:
    make_issued(seller)
    assert refusal(seller, RUNNING_ON, 1) == {"next_number"}
    assert refusal(seller, RUNNING_ON, 9) == {"next_number"}
    change(seller, RUNNING_ON, 2)
    assert make_issued(seller).number == f"{YEAR}-0002"
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(IssueRefused):
        document_issue(document=make_draft(seller), actor=None, issue_date=yesterday)


def test_going_back_to_years_never_gives_a_number_again(seller: Account) -> None:
    make_issued(seller)
    change(seller, RUNNING_ON, 2)
    change(seller, USUAL, 2)
    change(seller, RUNNING_ON, 2)
    make_issued(seller)
    assert refusal(seller, USUAL, 2) == {"restarts_yearly"}
    assert refusal(seller, USUAL, 3) == {"restarts_yearly"}
    assert make_issued(seller).number == f"{YEAR}-0003"


def test_a_change_is_an_event_and_no_change_is_none(seller: Account) -> None:
    change(seller, USUAL, 1)
    assert not events_for(seller, "number_format", "invoice").exists()
    change(seller, NumberLook(prefix="F"), 421)
    event = events_for(seller, "number_format", "invoice").get()
    assert (event.before["prefix"], event.after["prefix"]) == ("", "F")
    assert event.after["first_number"] == 421
    assert chain_verify(seller) == []


def test_what_is_refused_changes_nothing(seller: Account) -> None:
    change(seller, USUAL, 1)
    before = NumberFormat.objects.filter(account=seller, kind="invoice").values().get()
    assert refusal(seller, NumberLook(prefix="F", width=9), 5) == {"width"}
    make_issued(seller)
    assert refusal(seller, NumberLook(prefix="F"), 5) == {"next_number"}
    assert NumberFormat.objects.filter(account=seller, kind="invoice").values().get() == before
