"""Entry numbers: ours, somebody else's, replaced, or Exact's own."""

from __future__ import annotations

import pytest

from connectors.core.models import BookingState
from connectors.exact.settings_store import answers_of
from tests.connectors.exact.middleman import Middleman, error_body
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once

pytestmark = pytest.mark.django_db
AFTER_COMMIT = (
    "reset_after_commit",
    "http_500_after_commit",
    "http_502_after_commit",
    "http_503_after_commit",
    "truncated_json",
)
BEFORE_COMMIT = (
    "reset_before",
    "http_500_before",
    "http_502_before",
    "http_503_before",
    "html_200",
)
SIX_MINUTES = 360


def test_a_commit_that_comes_after_both_looks_is_adopted_by_its_number(shop: Shop) -> None:
    shop.fault("late_commit", seconds=SIX_MINUTES + 1)
    document = shop.issue()
    shop.work()
    shop.later(61)
    # The second look comes at 6 minutes sharp; then the late commit wins the race.
    shop.sim.advance(SIX_MINUTES - 61)
    shop.fault("reset_before")
    shop.work()
    shop.later(70)
    assert_exactly_once(shop, document)


def test_a_number_in_use_by_our_own_lost_attempt_is_adopted(shop: Shop) -> None:
    shop.fault("late_commit", seconds=361)
    document = shop.issue()
    shop.work()
    shop.later(61)
    # The second look is at 360 s and sees nothing; the commit comes while the second POST is on
    # its way, which is then refused because the number is in use.
    shop.sim.advance(299)
    shop.fault("slow", method="GET", seconds=0.1)
    shop.later(0)
    shop.later(2)
    shop.later(400)
    assert_exactly_once(shop, document)


def test_a_number_that_somebody_else_used_is_replaced_by_the_next(shop: Shop) -> None:
    document = shop.issue()
    digits = int("".join(filter(str.isdigit, document.number)))
    shop.somebody_books(EntryNumber=digits, InvoiceNumber=digits)
    shop.work()
    booking = assert_exactly_once(shop, document)
    assert booking.external_number == str(digits + 1)
    assert not shop.refreshed().hold


def test_a_journal_full_of_foreign_numbers_ends_with_the_advice_to_let_exact_number(
    shop: Shop,
) -> None:
    document = shop.issue()
    digits = int("".join(filter(str.isdigit, document.number)))
    for number in range(digits, digits + 12):
        shop.somebody_books(EntryNumber=number, InvoiceNumber=number)
    shop.work()
    booking = shop.booking(document)
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "number_refused")
    shop.save_settings(numbering="exact")
    shop.work()
    assert_exactly_once(shop, document)


def test_in_use_words_while_exact_numbers_are_a_refusal_and_no_endless_loop(
    shop: Shop, between: Middleman
) -> None:
    shop.save_settings(numbering="exact")
    shop.through(between)
    body = error_body("In gebruik: Boekstuknummer")
    between.instead(ENTRIES, 500, body, method="POST")
    booking = shop.book()
    assert booking.state == BookingState.REFUSED


def test_a_number_that_exact_replaced_holds_the_next_bookings_until_somebody_chose(
    shop: Shop,
) -> None:
    shop.option(duplicate_number="replaced")
    document = shop.issue()
    digits = int("".join(filter(str.isdigit, document.number)))
    shop.somebody_books(EntryNumber=digits, InvoiceNumber=digits)
    shop.work()
    booking = assert_exactly_once(shop, document)
    assert booking.external_number != str(digits)
    assert shop.refreshed().hold["code"] == "number_changed"
    waiting = shop.issue()
    shop.work()
    assert shop.booking(waiting).state == BookingState.READY
    assert len(shop.calls()) == 1
    page = shop.client().get(f"/{shop.account.slug}/connect/exact/")
    assert "Hoe nummeren we verder?" in page.content.decode()
    shop.client().post(f"/{shop.account.slug}/connect/exact/numbering/", {"numbering": "exact"})
    shop.work()
    assert_exactly_once(shop, waiting)
    assert answers_of(shop.connection).numbering == "exact"
    assert not shop.refreshed().hold


def test_a_duplicate_number_that_exact_accepts_is_just_booked(shop: Shop) -> None:
    shop.option(duplicate_number="accepted")
    document = shop.issue()
    digits = int("".join(filter(str.isdigit, document.number)))
    shop.somebody_books(EntryNumber=digits, InvoiceNumber=digits)
    shop.work()
    assert_exactly_once(shop, document)
