"""Which of Exact's relations a customer is: found, asked, or made; never doubled."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.core.models import Booking, BookingState
from connectors.exact.models import RelationLink
from tests.connectors.exact.shop import BE, Shop, assert_exactly_once
from tests.invoicing.builders import make_customer

pytestmark = pytest.mark.django_db
ACCOUNTS = "crm/Accounts"


def relations(shop: Shop, name: str) -> list[dict[str, Any]]:
    with shop.sim.state.lock, shop.sim.state.store.transaction():
        return [row for row in shop.sim.state.store.rows("account", BE) if row["Name"] == name]


def book_for(shop: Shop, **customer: Any) -> Booking:
    return shop.book(customer=make_customer(shop.account, **customer))


def test_a_relation_is_found_by_its_vat_number_however_it_is_spelled(shop: Shop) -> None:
    spellings = {
        "BE0428759497": (
            "BE0428759497",
            "BE 0428759497",
            "BE 0428.759.497",
            "BE0428.759.497",
            "0428.759.497",
            "0428759497",
            "BE-0428759497",
        ),
        "NL850000014B01": (
            "NL850000014B01",
            "NL 8500.00.014.B01",
            "850000014B01",
            "NL8500.00.014.B01",
        ),
    }
    shop.erase_relation("Bakkerij Van Dijk BV")
    for number, ways in spellings.items():
        for way in ways:
            key = shop.relation("Onder een andere naam", VATNumber=way)
            booking = book_for(shop, country=number[:2], vat_number=number)
            assert (booking.state, booking.relation_id) == (BookingState.BOOKED, key), way
            shop.erase_relation("Onder een andere naam")
            RelationLink.objects.all().delete()
            shop.later(60)


def test_a_customer_that_exact_does_not_have_is_made_once_and_completely(shop: Shop) -> None:
    first = book_for(shop, name="Nieuwe Zaak BV", vat_number="BE0428759497")
    second = shop.book(customer=first.document.customer)
    (made,) = relations(shop, "Nieuwe Zaak BV")
    assert first.relation_id == second.relation_id == made["ID"]
    assert made["VATNumber"] == "BE0428759497"
    assert (made["Status"], made["City"], made["Postcode"]) == ("C", "Gent", "9000")
    assert len(shop.calls(ACCOUNTS)) == 1


def ask_and_choose(shop: Shop, booking: Booking, chosen: str) -> None:
    """Follow the cure's link from the invoice and choose."""
    page = shop.client().get(f"/{shop.account.slug}/invoices/{booking.document.public_id}/")
    url = f"/{shop.account.slug}/connect/exact/relations/{booking.document.customer.public_id}/"
    assert url in page.content.decode()
    client = shop.client()
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"relation": "something"})
    assert "Kies een relatie" in wrong.content.decode()
    assert client.post(url, {"relation": chosen}).status_code == 302
    shop.work()


def test_several_that_fit_are_asked_and_the_choice_lets_the_invoice_through(shop: Shop) -> None:
    key = shop.relation("Filiaal Gent", VATNumber="BE0428759497")
    shop.relation("Filiaal Brugge", VATNumber="BE0428759497")
    booking = book_for(shop, vat_number="BE0428759497")
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "relation_several")
    ask_and_choose(shop, booking, key)
    assert assert_exactly_once(shop, booking.document).relation_id == key


def test_only_a_name_in_common_is_asked_and_a_new_one_may_be_made(shop: Shop) -> None:
    key = shop.relation("Jan Peeters", Postcode="2000")
    booking = book_for(shop, name="Jan Peeters", vat_number="", is_business=False)
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "relation_by_name")
    ask_and_choose(shop, booking, "new")
    booking = assert_exactly_once(shop, booking.document)
    assert booking.relation_id != key
    assert len(relations(shop, "Jan Peeters")) == 2


@pytest.mark.parametrize("kind", ["supplier", "prospect"])
def test_a_supplier_or_prospect_is_not_changed_but_refused_with_the_cure(
    shop: Shop, kind: str
) -> None:
    key = shop.relation("De Korst", kind=kind, VATNumber="BE0428759497")
    booking = book_for(shop, vat_number="BE0428759497")
    assert booking.problem["code"] == "relation_no_customer"
    assert "status op 'Klant'" in booking.problem["cure"]
    assert not shop.calls()
    shop.change_relation(key, Status="C")
    shop.ask_again(booking.document)
    assert_exactly_once(shop, booking.document)


@pytest.mark.parametrize("fault", ["reset_after_commit", "http_503_after_commit", "truncated_json"])
def test_a_creation_whose_answer_was_lost_is_found_and_not_doubled(shop: Shop, fault: str) -> None:
    shop.fault(fault, ACCOUNTS)
    document = book_for(shop, name="Nieuwe Zaak BV", vat_number="").document
    shop.later(61)
    assert_exactly_once(shop, document)
    assert len(relations(shop, "Nieuwe Zaak BV")) == 1


def test_a_creation_that_is_carried_out_late_is_not_doubled_by_any_invoice(shop: Shop) -> None:
    shop.fault("late_commit", ACCOUNTS, seconds=90)
    first = book_for(shop, name="Nieuwe Zaak BV", vat_number="BE0428759497").document
    second = shop.issue(customer=first.customer)
    shop.work()
    for _minute in range(4):
        shop.later(60)
    assert_exactly_once(shop, first)
    assert_exactly_once(shop, second)
    assert len(relations(shop, "Nieuwe Zaak BV")) == 1


def test_a_creation_that_never_happened_is_made_again_after_six_minutes(shop: Shop) -> None:
    shop.fault("http_502_before", ACCOUNTS)
    document = book_for(shop, name="Nieuwe Zaak BV", vat_number="").document
    for _minute in range(9):
        shop.later(60)
    assert_exactly_once(shop, document)
    assert len(shop.calls(ACCOUNTS)) == 2


def test_without_the_right_to_read_relations_none_is_made(shop: Shop) -> None:
    shop.option(rights_removed=f"{ACCOUNTS}:GET")
    document = book_for(shop, name="Nieuwe Zaak BV").document
    assert not shop.calls(ACCOUNTS)
    assert shop.booking(document).state == BookingState.READY
    assert shop.refreshed().problem["code"] == "forbidden"


def test_a_relation_that_somebody_deleted_is_looked_for_again(shop: Shop) -> None:
    booking = book_for(shop, name="Nieuwe Zaak BV")
    shop.erase_relation("Nieuwe Zaak BV")
    document = shop.issue(customer=booking.document.customer)
    refused = shop.booking_after(document)
    assert (refused.state, refused.problem["code"]) == (BookingState.REFUSED, "relation_gone")
    assert not RelationLink.objects.get().relation_id
    shop.ask_again(document)
    assert_exactly_once(shop, document)


@pytest.mark.parametrize(
    "name", ["O'Brien & Zonen", "Café Zürich é", "名前 😀", "x' or Name eq 'y", "=cmd|'/c calc'!A1"]
)
def test_names_with_quotes_and_other_letters_go_through(shop: Shop, name: str) -> None:
    booking = book_for(shop, name=name, vat_number="")
    assert_exactly_once(shop, booking.document)
    assert len(relations(shop, name)) == 1


def test_a_stranger_finds_no_page_to_choose_a_relation(shop: Shop) -> None:
    customer = make_customer(shop.account)
    url = f"/{shop.account.slug}/connect/exact/relations/{customer.public_id}/"
    assert shop.client().get(f"{url[:-2]}0/").status_code == 404
