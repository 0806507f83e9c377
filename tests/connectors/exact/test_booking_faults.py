"""Whatever goes wrong on the way, an invoice stands in Exact once, or somebody is told why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from connectors.core.models import BookingAttempt, BookingState, JobState
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator.testing import running_simulator
from tests.connectors.exact.middleman import Answer, Middleman, error_body
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once, open_shop
from tests.invoicing.builders import line, make_customer

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


def test_a_clean_booking_of_a_known_customer_costs_one_call(shop: Shop) -> None:
    shop.book()
    shop.forget_calls()
    document = shop.issue()
    shop.work()
    assert_exactly_once(shop, document)
    assert [row["method"] for row in shop.sim.read("journal")] == ["POST"]


@pytest.mark.parametrize("fault", AFTER_COMMIT)
def test_an_answer_lost_after_the_commit_is_found_and_adopted(shop: Shop, fault: str) -> None:
    shop.fault(fault)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(30)
    assert not shop.calls(method="GET"), "nothing is looked for within a minute"
    shop.later(31)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


@pytest.mark.parametrize("fault", BEFORE_COMMIT)
def test_a_call_lost_before_the_commit_is_sent_again_after_two_looks(
    shop: Shop, fault: str
) -> None:
    shop.fault(fault)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert shop.booking(document).state == BookingState.UNKNOWN
    assert len(shop.calls()) == 1
    shop.later(SIX_MINUTES - 61)
    assert_exactly_once(shop, document)
    assert (len(shop.calls()), len(shop.calls(method="GET"))) == (2, 2)


def test_a_time_out_after_the_commit_is_found_and_adopted(shop: Shop, settings: Settings) -> None:
    settings.EXACT_READ_TIMEOUT = 0.3
    shop.fault("timeout_after_commit", seconds=2)
    document = shop.issue()
    shop.work()
    settings.EXACT_READ_TIMEOUT = 5
    shop.later(61)
    assert_exactly_once(shop, document)


def test_a_commit_that_comes_90_seconds_later_is_found_by_the_second_look(shop: Shop) -> None:
    shop.fault("late_commit", seconds=90)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert shop.booking(document).absent_count == 1
    shop.later(SIX_MINUTES)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


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


def test_a_customer_called_error_is_booked_like_any_other(shop: Shop) -> None:
    customer = make_customer(shop.account, name="Error & Exception BV", vat_number="")
    document = shop.issue(customer=customer)
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_closed_period_is_refused_in_every_language_and_goes_on_once_opened(
    shop: Shop, language: str
) -> None:
    shop.sim.control("user", user="kantoor", language=language)
    shop.sim.control("period", division=3100001, year=2027, period=5, closed=True)
    document = shop.issue()
    booking = shop.booking_after(document)
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "period_closed")
    assert shop.job(document).state == JobState.NEEDS_ATTENTION
    shop.later(3600)
    assert len(shop.calls()) == 1, "a refusal is not tried again by itself"
    shop.sim.control("period", division=3100001, year=2027, period=5, closed=False)
    shop.ask_again(document)
    assert_exactly_once(shop, document)


def test_a_refusal_in_unknown_words_is_shown_as_such_once_it_proves_not_booked(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body("De sterren staan niet goed")
    between.instead(ENTRIES, 500, body, method="POST", times=1)
    booking = shop.book()
    assert booking.state == BookingState.UNKNOWN
    booking = shop.booking_after(booking.document, 61)
    assert booking.state == BookingState.UNKNOWN
    booking = shop.booking_after(booking.document, SIX_MINUTES)
    assert booking.state == BookingState.REFUSED
    assert booking.problem["original"] == "De sterren staan niet goed"
    assert not shop.entries(booking.document)


def test_unknown_words_over_a_booking_that_was_made_end_as_booked(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body("Unknown error in journal")
    between.change(ENTRIES, lambda a: a.failing(500, body), method="POST", times=1)
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert_exactly_once(shop, document)


def test_words_of_an_outage_leave_the_outcome_open_and_are_no_refusal(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    body = error_body(
        "A problem has occurred. The cause of this issue will be investigated as soon as possible."
    )
    between.change(ENTRIES, lambda a: a.failing(500, body), method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(61)
    assert_exactly_once(shop, document)


def only_key(answer: Answer) -> Answer:
    """A 201 as it comes where Prefer is not honoured."""
    row = dict.fromkeys(answer.d) | {"EntryID": answer.d["EntryID"].upper()}
    return answer.having(row)


def test_a_created_answer_with_only_the_key_is_read_back_and_compared(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    between.change(ENTRIES, only_key, method="POST")
    document = shop.issue()
    shop.work()
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_booking_that_was_made_is_never_sent_again_because_reading_it_back_fails(
    shop: Shop, between: Middleman, status: int
) -> None:
    shop.through(between)
    between.change(ENTRIES, only_key, method="POST")
    between.change(ENTRIES, lambda a: a.failing(status), method="GET", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(660)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 1


def test_a_created_answer_without_a_key_is_looked_for(shop: Shop, between: Middleman) -> None:
    shop.through(between)
    between.change(ENTRIES, lambda a: a.having(a.d | {"EntryID": None}), method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    shop.later(61)
    assert_exactly_once(shop, document)


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


def test_while_exact_is_down_invoices_wait_and_go_through_once_when_it_is_back(
    shop: Shop, settings: Settings
) -> None:
    shop.book()
    up = settings.EXACT_BASE_URL
    shop.point_at("http://127.0.0.1:9")
    documents = [shop.issue() for _number in range(3)]
    shop.work()
    assert {shop.booking(each).state for each in documents} == {BookingState.READY}
    for _minute in range(10):
        shop.later(60)
    shop.point_at(up)
    for _minute in range(16):
        shop.later(60)
    for document in documents:
        assert_exactly_once(shop, document)
    assert len(shop.calls()) == 4


def test_a_simulator_that_is_killed_while_booking_and_comes_back_has_it_once(
    exact: object, settings: Settings, tmp_path: Path, db: None
) -> None:
    database = str(tmp_path / "simulator.sqlite3")
    clock = tmp_path / "clock.json"
    with running_simulator(database, clock=clock) as first:
        settings.EXACT_BASE_URL = first.base_url
        port = first.server.server_address[1]
        shop = open_shop(first)
        shop.fault("reset_after_commit")
        document = shop.issue()
        shop.work()
    with running_simulator(database, port=int(port), clock=clock) as second:
        shop.sim = second
        shop.later(61)
        assert_exactly_once(shop, document)
        assert len(shop.calls()) == 1


def test_a_refused_token_and_a_used_up_minute_are_no_attempt_and_go_through_later(
    shop: Shop, between: Middleman
) -> None:
    shop.book()
    shop.through(between)
    between.instead(ENTRIES, 401, method="POST", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.READY
    shop.fault("rate_limited")
    shop.later(600)
    assert shop.booking(document).state == BookingState.READY
    shop.later(60)
    assert_exactly_once(shop, document)
    assert not shop.calls(method="GET"), "what was not executed needs no look"


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
