"""The stream of payment terms: cut, repeated, moved, mixed, or out of reach."""

from __future__ import annotations

import random

import pytest

from connectors.core.models import Booking, BookingState, JobState, ReceivableTerm, SyncCursor
from connectors.exact.models import ExactLink
from invoicing.models import Document, Payment
from tests.connectors.exact.middleman import Answer, Middleman
from tests.connectors.exact.shop import BE, Shop

pytestmark = pytest.mark.django_db
TERMS = "sync/Cashflow/PaymentTerms"
RECEIVABLES = "cashflow/Receivables"
HOUR = 3601


def rows_of(answer: Answer) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = answer.d["results"]
    return rows


def test_the_same_pull_twice_counts_once(shop: Shop) -> None:
    booking = shop.book()
    shop.pay(booking)
    shop.pull()
    shop.pull()
    SyncCursor.objects.update(position=0)
    shop.pull()
    assert Payment.objects.count() == 1


def test_rows_in_reversed_order_and_repeated_come_to_the_same(
    shop: Shop, between: Middleman
) -> None:
    first, second = shop.book(), shop.book()
    shop.ledger("instalments", first, count=3)
    shop.pay(first, "50.00")
    shop.pay(second)
    shop.through(between)
    between.change(TERMS, lambda a: a.having({"results": [*reversed(rows_of(a)), *rows_of(a)]}))
    shop.pull()
    assert shop.paid(first.document) == ("partly_paid", "71.00")
    assert shop.paid(second.document) == ("paid", "0.00")


def test_random_histories_end_as_the_ledger_says(shop: Shop) -> None:
    chance = random.Random(7)
    bookings = [shop.book() for _number in range(4)]
    for turn in range(40):
        booking = chance.choice(bookings)
        try:
            match chance.randrange(5):
                case 0:
                    shop.pay(booking, f"{chance.randint(1, 6000) / 100:.2f}")
                case 1:
                    shop.pay(booking)
                case 2:
                    shop.ledger("unpay", booking)
                case 3:
                    shop.ledger("instalments", booking, count=2)
                case 4:
                    shop.ledger("write-off", booking, amount="1.00")
        except ValueError:
            continue
        if turn % 3 == 0:
            shop.pull()
            shop.sim.advance(30)
    shop.pull()
    for booking in bookings:
        (entry,) = shop.entries(booking.document)
        assert shop.paid(booking.document)[1] == f"{entry['open']:.2f}"


def test_a_page_that_is_cut_moves_no_cursor_and_is_read_again(shop: Shop) -> None:
    booking = shop.book()
    shop.pull()
    before = SyncCursor.objects.get(stream="payment_terms").position
    shop.pay(booking)
    shop.fault("truncated_json", TERMS, "GET")
    job = shop.pull()
    assert job.state == JobState.WAITING
    assert SyncCursor.objects.get(stream="payment_terms").position == before
    shop.later(60)
    assert shop.paid(booking.document) == ("paid", "0.00")


def test_a_second_page_that_fails_keeps_the_first_and_reads_on_later(
    shop: Shop, between: Middleman
) -> None:
    first, second = shop.book(), shop.book()
    shop.pay(first)
    shop.pay(second)
    shop.through(between)
    failures = [1]

    def paged(answer: Answer) -> Answer:
        rows = rows_of(answer)
        if "part=2" in answer.path:
            if failures:
                failures.pop()
                return answer.failing(503)
            return answer.having({"results": rows[-1:]})
        more = f"../api/v1/{answer.path.split('/api/v1/')[1]}&part=2"
        return answer.having({"results": rows[:-1], "__next": more})

    between.change(TERMS, paged)
    assert shop.pull().state == JobState.WAITING
    assert shop.paid(first.document) == ("paid", "0.00")
    assert shop.paid(second.document)[0] == "open"
    shop.later(60)
    assert shop.paid(second.document) == ("paid", "0.00")


def test_a_question_that_met_the_limit_is_asked_again_and_not_forgotten(shop: Shop) -> None:
    booking = shop.book()
    shop.pull()
    shop.edit(booking)
    shop.pay(booking, "21.00")
    shop.fault("rate_limited", RECEIVABLES, "GET")
    shop.pull()
    for _minute in range(5):
        shop.later(60)
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "100.00")
    assert not Booking.objects.filter(has_open_question=True).exists()


@pytest.mark.parametrize("answer", ["empty", "403"])
def test_without_rights_nothing_changes_and_somebody_is_told(shop: Shop, answer: str) -> None:
    booking = shop.book()
    shop.pay(booking)
    shop.pull()
    shop.option(rights_removed=f"{TERMS}:GET", missing_rights_get=answer)
    shop.sim.advance(HOUR)
    job = shop.pull()
    assert job.state == JobState.NEEDS_ATTENTION
    assert shop.paid(booking.document) == ("paid", "0.00")
    page = shop.client().get(f"/{shop.account.slug}/connect/exact/").content.decode()
    assert "De betaalstatus blijft zoals ze was" in page
    shop.option(rights_removed="")
    assert shop.pull().state == JobState.DONE
    assert shop.refreshed().problem == {}


def test_a_moved_division_is_read_again_from_the_start(shop: Shop) -> None:
    paid, open_ = shop.book(), shop.book()
    shop.pay(paid)
    shop.pull()
    shop.sim.control("division", division=BE, moved=True)
    shop.pay(open_)
    shop.ledger("unpay", paid)
    shop.sim.advance(HOUR)
    shop.pull()
    assert shop.paid(paid.document) == ("open", "121.00")
    assert shop.paid(open_.document) == ("paid", "0.00")


def test_a_missing_list_of_divisions_restarts_nothing(shop: Shop) -> None:
    booking = shop.book()
    shop.pull()
    before = SyncCursor.objects.get(stream="payment_terms").position
    shop.option(system_divisions="missing", hrm_divisions="available")
    shop.sim.advance(HOUR)
    shop.pay(booking)
    shop.pull()
    assert SyncCursor.objects.get(stream="payment_terms").position > before
    assert shop.paid(booking.document) == ("paid", "0.00")


def test_purchases_and_entries_made_by_hand_are_left_alone(shop: Shop) -> None:
    booking = shop.book()
    shop.sim.control("purchase", division=BE, amount="121.00", your_ref=booking.document.number)
    by_hand = shop.somebody_books(Description=f"Factuur {booking.document.number}")
    shop.sim.control("entries/pay", division=BE, entry=by_hand)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")
    assert ReceivableTerm.objects.count() == 1


def test_a_booking_adopted_late_gets_the_payments_that_were_read_before(shop: Shop) -> None:
    shop.pull()
    shop.fault("http_503_after_commit")
    document = shop.issue()
    shop.work()
    (entry,) = shop.entries(document)
    shop.sim.control("entries/pay", division=BE, entry=entry["entry_id"])
    for _number in range(1100):
        shop.sim.state.next_version()
    shop.sim.control("purchase", division=BE, amount="1.00")
    shop.pull()
    assert shop.paid(document) == ("open", "121.00")
    for _number in range(1100):
        shop.sim.state.next_version()
    shop.sim.control("purchase", division=BE, amount="1.00")
    shop.pull()
    shop.later(61)
    assert shop.booking(document).state == BookingState.BOOKED
    shop.pull()
    assert shop.paid(document) == ("paid", "0.00")


def test_identifiers_in_capitals_are_the_same(shop: Shop, between: Middleman) -> None:
    shop.through(between)
    between.change("/api/v1/", capitals)
    booking = shop.book()
    shop.pay(booking)
    shop.pull()
    assert shop.paid(booking.document) == ("paid", "0.00")


def capitals(answer: Answer) -> Answer:
    names = ("ID", "EntryID", "TransactionEntryID", "Customer", "EntityKey")
    if answer.status >= 300 or not isinstance(answer.d, dict):
        return answer

    def upper(row: dict[str, object]) -> dict[str, object]:
        return {k: v.upper() if k in names and isinstance(v, str) else v for k, v in row.items()}

    if "results" in answer.d:
        return answer.having(answer.d | {"results": [upper(row) for row in answer.d["results"]]})
    return answer.having(upper(answer.d))


def test_a_hundred_paid_invoices_cost_one_call_to_see(shop: Shop) -> None:
    bookings = [shop.book() for _number in range(3)]
    shop.pull()
    for booking in bookings:
        shop.pay(booking)
    shop.forget_calls()
    shop.pull()
    assert [row["endpoint"] for row in shop.sim.read("journal")] == [TERMS]
    assert {shop.paid(each.document)[0] for each in bookings} == {"paid"}


def test_another_division_starts_its_stream_anew(shop: Shop) -> None:
    shop.book()
    shop.pull()
    ExactLink.objects.update(division="3100003")
    shop.sim.advance(HOUR)
    shop.pull()
    cursor = SyncCursor.objects.get(stream="payment_terms")
    assert cursor.full_resync_mark.startswith("3100003")


def test_the_button_asks_for_a_pull_and_says_so(shop: Shop) -> None:
    booking = shop.book()
    shop.pay(booking)
    url = f"/{shop.account.slug}/connect/exact/payments/"
    answer = shop.client().post(url, {"back": booking.document.public_id}, follow=True)
    assert "wordt opgehaald" in answer.content.decode()
    shop.work()
    assert Document.objects.get(pk=booking.document_id).payments.count() == 1
