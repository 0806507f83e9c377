"""The VAT of a line in the editor: named rates, treatments with a reason, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Company, Customer, DocumentLine
from invoicing.services.products import ProductValues, product_create
from tests.invoicing.builders import line, make_customer, make_draft, make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def post(client: Client, account: Account, **changes: Any) -> str:
    """Press 'Concept bewaren' on a new invoice and give the page that follows."""
    data = draft_post(save="1", **changes)
    return text(client.post(url(account, "invoice_new"), data, follow=True))


def live(client: Client, account: Account, **changes: Any) -> str:
    """Type in a new invoice, and give what comes back."""
    return text(client.post(url(account, "invoice_new"), draft_post(**changes), headers=HTMX))


def stored() -> DocumentLine:
    return DocumentLine.objects.get()


def german(account: Account) -> str:
    make_customer(account, name="Müller GmbH", city="Köln", country="DE", vat_number="DE136695976")
    return "Müller GmbH, Köln"


def jonas(account: Account, **values: Any) -> str:
    Company.objects.filter(account=account).update(uses_oss=True)
    consumer = {"country": "DE", "vat_number": "", "is_business": False}
    make_customer(account, **({"name": "Jonas", "city": "Köln"} | consumer | values))
    return "Jonas, Köln"


def test_rates_are_offered_by_name_and_treatments_in_plain_words(
    client: Client, account: Account
) -> None:
    page = text(client.get(url(account, "invoice_new")))
    for label in ("21 % standaard", "6 % verlaagd", "12 % logies en kamperen", "Nultarief"):
        assert f">{label}</option>" in page
    assert ">Medecontractant (btw verlegd)</option>" in page
    assert "verlegd (binnenland)" not in page
    assert "Kleine onderneming" not in page


def test_a_named_rate_is_stored_by_its_name_and_the_tax_point_chooses(
    client: Client, account: Account
) -> None:
    rate = {"lines-0-vat": "domestic:accommodation"}
    post(client, account, tax_point="2026-02-15", **rate)
    assert (stored().rate_name, stored().vat_rate) == ("accommodation", 6)
    stored().document.delete()
    post(client, account, tax_point="2026-03-15", **rate)
    assert stored().vat_rate == 12


def test_a_rate_that_ended_is_refused_at_the_line_with_the_rates_of_that_day(
    client: Client, account: Account
) -> None:
    for vat in ("domestic:19", "domestic:christmas"):
        page = post(client, account, tax_point="2026-05-01", **{"lines-0-vat": vat})
        assert "Op 01-05-2026 gelden deze btw-tarieven: 21 %, 12 %, 6 %." in page
        assert 'href="#id_lines-0-vat"' in page


def test_a_tax_point_without_rates_is_refused_at_the_line(client: Client, account: Account) -> None:
    page = post(client, account, tax_point="1990-05-01")
    assert "Voor 01-05-1990 kennen we geen btw-tarieven van België" in page
    assert 'href="#id_lines-0-vat"' in page


def test_the_margin_scheme_can_be_asked_for_and_says_why_not(
    client: Client, account: Account
) -> None:
    page = live(client, account, **{"lines-0-vat": "margin_scheme"})
    assert "De margeregeling wordt niet ondersteund" in page
    assert not DocumentLine.objects.exists()


def test_dutch_credit_surcharge_says_why_not_where_terms_are_chosen() -> None:
    account = make_seller("NL")
    client = logged_in(account)
    account_page = text(client.get(url(account, "invoice_new")))
    assert "Kredietbeperking" in account_page
    data = draft_post(save="1", payment_condition="nl_credit_surcharge")
    page = text(client.post(url(account, "invoice_new"), data))
    assert "Kredietbeperking wordt niet ondersteund" in page
    assert 'href="#id_payment_condition"' in page


def test_goods_to_a_german_business_are_exempt_and_a_service_is_reverse_charged(
    client: Client, account: Account
) -> None:
    page = live(client, account, customer=german(account), **{"lines-0-nature": "goods"})
    assert stored().treatment == "eu_goods"
    assert "Goederen naar een btw-plichtige in een ander EU-land" in page
    assert "Dienst aan een btw-plichtige in een ander EU-land" in page  # the customer's card


def test_a_german_consumer_gets_german_vat_on_goods_through_oss(
    client: Client, account: Account
) -> None:
    name = jonas(account)
    page = live(client, account, customer=name, **{"lines-0-nature": "goods"})
    assert (stored().treatment, stored().vat_country, stored().vat_rate) == ("oss", "DE", 19)
    assert "7 % Duitsland, verlaagd" in page
    assert "Btw 19 % Duitsland" in page
    assert "via OSS" in page


def test_oss_follows_the_country_of_delivery(client: Client, account: Account) -> None:
    name = jonas(account)
    page = live(client, account, customer=name, delivery_country="FR")
    assert "20 % Frankrijk, standaard" in page
    assert "Duitsland, standaard" not in page


def test_the_vat_proposed_for_goods_follows_the_country_of_delivery(
    client: Client, account: Account
) -> None:
    goods = {"customer": jonas(account), "lines-0-nature": "goods"}
    page = live(client, account, delivery_country="FR", **goods)
    assert (stored().treatment, stored().vat_country, stored().vat_rate) == ("oss", "FR", 20)
    assert "Btw 20 % Frankrijk" in page
    stored().document.delete()
    page = live(client, account, delivery_country="BE", **goods)
    assert (stored().treatment, stored().vat_country, stored().vat_rate) == ("domestic", "", 21)
    assert "De goederen blijven in je eigen land" in page


def test_a_product_of_goods_goes_by_the_country_of_delivery(
    client: Client, account: Account
) -> None:
    values = ProductValues(name="Mixer", code="MIX", nature="goods")
    product_create(account=account, actor=None, values=values)
    name = german(account)
    added = {"lines-0-description": "", "lines-0-unit_price": "", "add_product": "MIX"}
    live(client, account, customer=name, delivery_country="BE", add_line="1", **added)
    assert (stored().treatment, stored().vat_rate) == ("domestic", 21)


def test_oss_is_not_offered_to_who_does_not_use_it(client: Client, account: Account) -> None:
    name = jonas(account)
    Company.objects.filter(account=account).update(uses_oss=False)
    assert "OSS" not in live(client, account, customer=name)


def test_a_small_business_chooses_from_little(client: Client, account: Account) -> None:
    Company.objects.filter(account=account).update(is_small_business=True)
    page = text(client.get(url(account, "invoice_new")))
    assert 'value="small_business" selected' in page
    assert "21 %" not in page
    assert "Medecontractant" not in page


def test_a_choice_at_the_customer_is_proposed_with_that_reason(
    client: Client, account: Account
) -> None:
    make_customer(account, name="Bouw", city="", default_treatment="be_cocontractor")
    assert "Zo staat het bij de klant." in live(client, account, customer="Bouw")
    assert stored().treatment == "be_cocontractor"


def test_a_choice_of_ones_own_stays_and_says_what_was_proposed(
    client: Client, account: Account
) -> None:
    name = german(account)
    page = live(client, account, customer=name, **{"lines-0-vat": "exempt"})
    assert stored().treatment == "exempt"
    assert "Zelf gekozen. Voorgesteld is &#x27;Diensten binnen de EU&#x27;" in page


def test_the_choice_is_sent_again_only_when_it_changed(client: Client, account: Account) -> None:
    draft = make_draft(account)
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    seen = page.split('name="vat_offered" value="')[1].split('"')[0]
    values = {"draft": draft.public_id, "version": draft.version, "vat_offered": seen}
    path = url(account, "invoice_edit", draft.public_id)
    assert "<select" not in text(client.post(path, draft_post(**values), headers=HTMX))
    draft.refresh_from_db()
    other = values | {"version": draft.version, "tax_point": "2026-02-01"}
    page = text(client.post(path, draft_post(**other), headers=HTMX))
    assert 'id="id_lines-0-vat"' in page
    assert "6 % logies en kamperen" in page


def test_a_percentage_without_a_name_is_kept_where_it_is_not_the_proposed_one(
    client: Client, account: Account
) -> None:
    draft = make_draft(account, line(vat_rate=Decimal(6)))
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert '<option value="domestic:6" selected>6 %</option>' in page


def test_money_paid_for_the_customer_carries_no_vat(client: Client, account: Account) -> None:
    live(client, account, **{"lines-0-nature": "disbursement"})
    assert (stored().treatment, stored().nature) == ("disbursement", "disbursement")


def test_a_product_that_is_exempt_says_so_at_its_line(client: Client, account: Account) -> None:
    values = ProductValues(name="Opleiding", code="OPL", treatment="exempt")
    product_create(account=account, actor=None, values=values)
    page = live(client, account, add_line="1", add_product="OPL")
    assert "Zo staat het bij het artikel." in page


def test_a_rate_with_a_name_of_its_own_is_not_taken_for_another_of_the_same_percentage(
    client: Client, account: Account
) -> None:
    values = ProductValues(name="Catering", rate_name="intermediate")
    catering = product_create(account=account, actor=None, values=values)
    draft = make_draft(account, line(rate_name="accommodation", product=catering))
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert '<option value="domestic:accommodation" selected>' in page


def test_a_customer_that_was_made_for_the_draft_brings_its_vat(
    client: Client, account: Account
) -> None:
    """Without JavaScript one comes back from the page of a new customer."""
    draft = make_draft(account, line(rate_name="standard"), line(vat_rate=Decimal(6)))
    german(account)
    customer = Customer.objects.get(country="DE")
    path = url(account, "invoice_edit", draft.public_id)
    page = text(client.get(path, {"customer": customer.public_id}))
    assert '<option value="eu_services" selected>' in page
    assert '<option value="domestic:6" selected>' in page
