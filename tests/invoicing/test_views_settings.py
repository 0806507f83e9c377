"""Customers and settings: what is saved and what is said."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Company, Customer
from tests.invoicing.builders import make_customer, make_seller
from tests.invoicing.screens import logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def test_a_customer_is_made_found_and_changed(client: Client, account: Account) -> None:
    data = {
        "name": "Café De Zwaan",
        "city": "Brugge",
        "country": "BE",
        "language": "fr",
        "vat_number": "BE 0428.759.497",
        "is_business": "on",
    }
    client.post(url(account, "customer_new"), data)
    customer = Customer.objects.get()
    assert (customer.vat_number, customer.language) == ("BE0428759497", "fr")
    assert "Café De Zwaan" in text(client.get(url(account, "customer_list") + "?customer=zwaan"))
    edit = url(account, "customer_edit", customer.public_id)
    assert 'value="BE 0428.759.497"' in text(client.get(edit))
    client.post(edit, data | {"name": "Café De Reiger"})
    customer.refresh_from_db()
    assert customer.name == "Café De Reiger"


def test_no_customers_yet_and_none_found_are_told_apart(client: Client, account: Account) -> None:
    assert "Hier komen je klanten." in text(client.get(url(account, "customer_list")))
    make_customer(account)
    page = text(client.get(url(account, "customer_list") + "?customer=niemand"))
    assert "Geen klant gevonden" in page


def test_company_details_are_kept_in_one_form(client: Client, account: Account) -> None:
    data = {
        "name": "Oven & Co",
        "country": "BE",
        "language": "nl",
        "payment_term_days": "14",
        "iban": "be68 5390 0754 7034",
        "website": "www.oven.be",
    }
    client.post(url(account, "settings_company"), data)
    company = Company.objects.get(account=account)
    assert (company.iban, company.payment_term_days) == ("BE68539007547034", 14)
    assert company.website == "https://www.oven.be"
    assert 'value="BE68 5390 0754 7034"' in text(client.get(url(account, "settings_company")))
