"""Looking before sending again: what is found, what proves nothing, and what differs."""

from __future__ import annotations

import pytest

from connectors.core.models import BookingAttempt, BookingState, JobState
from tests.connectors.exact.middleman import Middleman
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once
from tests.invoicing.builders import line

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


def test_a_total_that_differs_in_the_answer_is_a_conflict_for_a_person(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    between.change(ENTRIES, lambda a: a.having(a.d | {"AmountFC": 120.99}), method="POST")
    booking = shop.book()
    assert booking.state == BookingState.CONFLICT
    assert booking.differences[0] == {
        "field": "AmountFC",
        "sent": "121.00",
        "found": "120.99",
        "is_fatal": True,
    }
    assert shop.job(booking.document).state == JobState.NEEDS_ATTENTION


def test_an_entry_of_another_booking_is_never_adopted(shop: Shop) -> None:
    first = shop.book()
    shop.fault("http_503_before")
    second = shop.issue()
    shop.work()
    # The ledger's first entry now carries the second document's number as well.
    shop.rewrite(first, Description=f"Factuur {second.number}")
    shop.later(61)
    shop.later(SIX_MINUTES)
    booking = shop.booking(second)
    assert booking.state == BookingState.CONFLICT
    assert booking.external_id != first.external_id


def test_the_same_entry_typed_by_a_person_with_another_amount_is_a_conflict(shop: Shop) -> None:
    shop.fault("http_503_before")
    document = shop.issue()
    shop.work()
    shop.somebody_books(
        amount="90.00", customer=shop.booking(document).relation_id, Description=document.number
    )
    shop.later(61)
    booking = shop.booking(document)
    assert booking.state == BookingState.CONFLICT
    assert "AmountFC" in [each["field"] for each in booking.differences]
    shop.later(3600)
    assert len(shop.calls()) == 1, "nothing was sent again"


def test_an_entry_typed_by_a_person_that_agrees_is_taken_as_the_booking(shop: Shop) -> None:
    shop.save_settings(numbering="exact")
    shop.fault("http_503_before")
    document = shop.issue()
    shop.work()
    shop.somebody_books(
        customer=shop.booking(document).relation_id, Description=f"Factuur {document.number}"
    )
    shop.later(61)
    booking = shop.booking(document)
    assert booking.state == BookingState.BOOKED
    assert len(shop.entries(document)) == 1


def test_without_rights_nothing_is_sent_again_and_a_person_is_told(shop: Shop) -> None:
    shop.book()
    shop.fault("http_503_before")
    document = shop.issue()
    shop.work()
    shop.option(rights_removed=f"{ENTRIES}:GET")
    for _minute in range(20):
        shop.later(60)
    assert shop.booking(document).state == BookingState.UNKNOWN
    assert shop.job(document).problem["code"] == "blind"
    assert len(shop.calls()) == 2
    shop.option(rights_removed="")
    for _minute in range(20):
        shop.later(60)
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("answer", ["empty", "403"])
def test_before_the_first_booking_an_empty_list_proves_nothing_without_the_right_to_read(
    shop: Shop, answer: str
) -> None:
    shop.option(missing_rights_get=answer)
    shop.fault("http_503_after_commit")
    document = shop.issue()
    shop.work()
    shop.option(rights_removed=f"{ENTRIES}:GET")
    shop.later(61)
    shop.later(SIX_MINUTES)
    assert shop.job(document).problem["code"] == "blind"
    shop.option(rights_removed="")
    shop.later(SIX_MINUTES)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_known_entry_that_somebody_deleted_does_not_blind_us(shop: Shop) -> None:
    shop.book()
    newest = shop.book()
    shop.fault("http_503_before")
    document = shop.issue()
    shop.work()
    shop.ledger("delete", newest)
    shop.later(61)
    shop.later(SIX_MINUTES)
    booking = shop.booking(document)
    assert booking.state == BookingState.BOOKED, shop.job(document).problem


def test_a_lost_booking_is_looked_for_in_the_division_that_it_was_sent_to(shop: Shop) -> None:
    shop.fault("http_503_after_commit")
    document = shop.issue()
    shop.work()
    shop.connection.exact.__class__.objects.filter(connection=shop.connection).update(
        division="3100003"
    )
    shop.later(61)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_credit_note_becomes_one_with_negated_lines(shop: Shop) -> None:
    document = shop.credit(shop.book().document, line("80"))
    shop.work()
    booking = assert_exactly_once(shop, document)
    (entry,) = shop.entries(document)
    assert (f"{entry['total']:.2f}", entry["journal"]) == ("-96.80", "705")
    assert booking.differences == []


def test_a_credit_note_that_exact_did_not_make_one_is_shown_as_a_difference(shop: Shop) -> None:
    shop.option(credit_note_type="20")
    document = shop.credit(shop.book().document, line("80"))
    booking = shop.booking_after(document)
    assert booking.state == BookingState.CONFLICT
    assert [each["field"] for each in booking.differences] == ["Type"]


def test_every_attempt_remembers_what_was_sent_with_which_settings(shop: Shop) -> None:
    shop.fault("http_503_before")
    document = shop.issue()
    shop.work()
    shop.save_settings(send_payment_reference=False)
    shop.later(61)
    shop.later(SIX_MINUTES)
    first, second = BookingAttempt.objects.filter(booking__document=document)
    assert (first.outcome, second.outcome) == ("unknown", "booked")
    assert second.mapping_version == first.mapping_version + 1
    assert "PaymentReference" in first.payload
    assert "PaymentReference" not in second.payload
