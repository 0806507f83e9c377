"""What is paid in Exact is paid here: in any order, once, and never by absence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from invoicing.services.payments import payment_record
from tests.connectors.exact.middleman import Answer, Middleman
from tests.connectors.exact.shop import Shop

pytestmark = pytest.mark.django_db
TERMS = "sync/Cashflow/PaymentTerms"
RECEIVABLES = "cashflow/Receivables"
HOUR = 3601


def test_paid_in_full_is_paid_here(shop: Shop) -> None:
    booking = shop.book()
    assert shop.pull().result == {"changed": 0}
    shop.pay(booking)
    assert shop.pull().result == {"changed": 1}
    assert shop.paid(booking.document) == ("paid", "0.00")


@pytest.mark.parametrize("kept", ["open", "paid"])
@pytest.mark.parametrize("sign", ["negative", "positive"])
def test_paid_in_parts_shows_what_is_open_until_it_is_paid(
    shop: Shop, kept: str, sign: str
) -> None:
    shop.option(split_keeps_id=kept, term_sign=sign)
    booking = shop.book()
    for amount, open_amount in (("30.00", "91.00"), ("41.50", "49.50"), ("49.50", "0.00")):
        shop.pay(booking, amount)
        shop.pull()
        assert shop.paid(booking.document)[1] == open_amount
    assert shop.paid(booking.document)[0] == "paid"


def test_a_payment_that_is_undone_opens_the_invoice_again(shop: Shop) -> None:
    booking = shop.book()
    shop.pay(booking)
    shop.pull()
    shop.ledger("unpay", booking)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")
    shop.pay(booking, "21.00")
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "100.00")
    shop.ledger("bounce", booking)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")


@pytest.mark.parametrize("action", ["write-off", "discount"])
def test_what_is_written_off_is_settled(shop: Shop, action: str) -> None:
    booking = shop.book()
    shop.pay(booking, "120.00")
    shop.ledger(action, booking, amount="1.00")
    shop.pull()
    assert shop.paid(booking.document) == ("paid", "0.00")


def test_an_invoice_matched_with_a_credit_note_settles_both(shop: Shop) -> None:
    booking = shop.book()
    credit = shop.booking_after(shop.credit(booking.document))
    shop.ledger("match", booking, **{"with": credit.external_id})
    shop.pull()
    assert shop.paid(booking.document)[1] == "0.00"
    assert shop.paid(credit.document)[1] == "0.00"


def test_instalments_are_paid_when_all_are(shop: Shop) -> None:
    booking = shop.book()
    shop.ledger("instalments", booking, count=3)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")
    shop.pay(booking, "40.33")
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "80.67")
    shop.pay(booking)
    shop.pull()
    assert shop.paid(booking.document) == ("paid", "0.00")


def test_a_term_in_a_direct_debit_is_not_paid_yet(shop: Shop) -> None:
    booking = shop.book()
    shop.ledger("collect", booking, status=40)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")


def test_a_deleted_entry_is_open_here_and_never_paid(shop: Shop) -> None:
    booking = shop.book()
    shop.pay(booking)
    shop.pull()
    shop.ledger("unpay", booking)
    shop.ledger("delete", booking)
    shop.sim.advance(HOUR)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")


def test_an_edited_entry_has_new_terms_and_is_not_counted_twice(shop: Shop) -> None:
    booking = shop.book()
    shop.pull()
    shop.edit(booking)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")
    shop.pay(booking, "21.00")
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "100.00")
    shop.sim.advance(HOUR)
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "100.00")
    assert booking.terms.count() == 2


def test_an_entry_that_was_edited_to_a_lower_total_is_not_taken_for_part_paid(
    shop: Shop, between: Middleman
) -> None:
    booking = shop.book()
    shop.through(between)

    def lower(answer: Answer) -> Answer:
        rows = [row | {"AmountDC": -100.0, "TransactionAmountDC": 100.0} for row in rows_of(answer)]
        return answer.having({"results": rows})

    between.change(TERMS, lower)
    between.change(RECEIVABLES, lower)
    shop.pull()
    assert shop.paid(booking.document) == ("open", "121.00")


def test_a_term_that_is_only_lowered_by_a_part_payment_is_understood_too(
    shop: Shop, between: Middleman
) -> None:
    booking = shop.book()
    shop.through(between)

    def lower(answer: Answer) -> Answer:
        rows = [row | {"AmountDC": -91.0} for row in rows_of(answer)]
        return answer.having({"results": rows})

    between.change(TERMS, lower)
    between.change(RECEIVABLES, lower)
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "91.00")


def rows_of(answer: Answer) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = answer.d["results"]
    return rows


def test_a_prepaid_amount_of_an_imported_invoice_is_not_counted_twice(shop: Shop) -> None:
    booking = shop.book()
    payment_record(
        document=booking.document,
        date=booking.document.issue_date,
        amount=Decimal("21.00"),
        source="import",
        source_reference="prepaid",
    )
    shop.pay(booking, "21.00")
    shop.pull()
    assert shop.paid(booking.document) == ("partly_paid", "100.00")
    shop.pay(booking)
    shop.pull()
    assert shop.paid(booking.document) == ("paid", "0.00")
