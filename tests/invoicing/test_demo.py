"""The demo data: whole after one run, unchanged by the second."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import clock
from accounts.audit import chain_verify
from accounts.models import Account, AuditEvent, Membership
from invoicing.demo.shapes import DemoLine, line_extra
from invoicing.models import (
    Company,
    Customer,
    Document,
    DocumentVatTotal,
    ExtraField,
    Supplier,
)
from invoicing.queries.documents import document_counts
from invoicing.queries.issue_check import issue_check
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.payment_conditions import payment_conditions_active
from invoicing.queries.products import products_active

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_demo(settings: Settings) -> None:
    settings.DEBUG = True


def run() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_the_demo_has_five_accounts_of_one_owner() -> None:
    run()
    assert set(Membership.objects.values_list("user__email", "account__slug", "role")) == {
        ("demo@boekbrug.example", slug, "owner")
        for slug in (
            "oventechniek-demo",
            "flexwerk-demo",
            "peppol-proef",
            "klei-demo",
            "naaiwerk-demo",
        )
    }
    assert {account.plan for account in Account.objects.all()} == {"pro"}
    assert [chain_verify(account) for account in Account.objects.all()] == [[]] * 5


def test_a_second_run_changes_nothing() -> None:
    run()
    events = AuditEvent.objects.count()
    assert "already" in run()
    assert AuditEvent.objects.count() == events


def test_the_belgian_demo_has_customers_fields_and_invoices_of_every_kind() -> None:
    run()
    account = Account.objects.get(slug="oventechniek-demo")
    assert Customer.objects.filter(account=account).count() == 10
    assert list(
        ExtraField.objects.filter(account=account).order_by("id").values_list("label", "type")
    ) == [
        ("Bestelnummer klant", "text"),
        ("Contract vanaf", "date"),
        ("Contract t/m", "date"),
        ("Toelichting boekhouding", "multiline"),
    ]
    counts = document_counts(account=account)
    assert (counts.draft, counts.overdue) == (3, 2)
    issued = Document.objects.filter(account=account, state="issued")
    assert issued.filter(issue_date__gt=clock.today()).count() == 0
    values = {value.key for document in issued for value in issued_document(document).extra}
    lines = [line for document in issued for line in issued_document(document).lines]
    values |= {value.key for line in lines for value in line.extra}
    assert values == {
        "bestelnummer-klant",
        "contract-vanaf",
        "contract-tm",
        "toelichting-boekhouding",
    }


def test_the_demo_has_the_products_suppliers_and_conditions_that_bookkeeping_needs() -> None:
    run()
    account = Account.objects.get(slug="oventechniek-demo")
    products = {product.code: product for product in products_active(account=account)}
    assert {code: product.nature for code, product in products.items()} == {
        "OV-3": "goods",
        "MEEL-25": "goods",
        "CATER": "service",
        "ONDERH": "deferred",
        "UUR-100": "service",
        "UUR-150": "service",
        "VOORSCHOT": "advance",
        "KOSTEN": "disbursement",
    }
    assert [condition.code for condition in payment_conditions_active(account=account)] == [
        "30",
        "IN",
        "30E",
        "2C8",
    ]
    assert Supplier.objects.filter(account=account).count() == 2


def test_the_two_small_businesses_charge_no_vat_and_say_why() -> None:
    run()
    for slug, words in (("klei-demo", "vrijstellingsregeling"), ("naaiwerk-demo", "art. 25")):
        document = Document.objects.get(account__slug=slug, state="issued")
        assert document.vat == 0
        assert words in document.mentions[0]


def test_the_dutch_demo_splits_its_invoices_over_the_g_account() -> None:
    run()
    issued = Document.objects.filter(account__slug="flexwerk-demo", state="issued")
    splits = {
        value.buyer.name: value.g_account.percent
        for value in map(issued_document, issued)
        if value.g_account
    }
    assert splits == {"Bouwbedrijf De Steiger BV": 20, "Zorggroep Avondrood": 25}


def test_every_draft_of_the_demo_can_be_issued_at_once() -> None:
    run()
    drafts = Document.objects.filter(state="draft")
    assert {draft.public_id: issue_check(document=draft) for draft in drafts} == {
        draft.public_id: [] for draft in drafts
    }


def test_a_contract_runs_over_whole_months() -> None:
    line = DemoLine(description="x", price="1", period_months=12)
    assert list(line_extra(line, date(2026, 11, 20)).values()) == ["2026-11-01", "2027-10-31"]


def test_the_public_password_is_for_demos_only(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError):
        run()
    assert not Account.objects.exists()


def of(slug: str) -> dict[str, Customer]:
    return {customer.name: customer for customer in Customer.objects.filter(account__slug=slug)}


def test_the_belgian_demo_has_a_customer_of_each_sort() -> None:
    run()
    found = of("oventechniek-demo")
    assert found["Bakkerij Het Gouden Brood BV"].vat_number == "BE0777004048"
    assert found["Bouwwerken De Vlaamse Leie BV"].default_treatment == "be_cocontractor"
    assert not found["Lotte Janssens"].is_business
    assert found["Broodfabriek Zeeland BV"].country == "NL"
    german = found["Jonas Becker"]
    assert (german.country, german.is_business) == ("DE", False)
    assert found["Sunrise Bakeries Inc."].country == "US"
    association = found["Heemkring De Molen vzw"]
    assert (association.is_business, association.vat_number) == (True, "")
    assert found["Stadsbestuur Voorbeeldstad"].is_government
    debited = found["Pizzeria Vesuvio BV"]
    assert debited.mandate_reference
    assert debited.payment_condition is not None
    assert debited.payment_condition.code == "IN"
    assert "Factoring" in found["Grootkeuken Verhuur NV"].contact


def test_the_dutch_demo_has_a_customer_of_each_sort() -> None:
    run()
    found = of("flexwerk-demo")
    builder = found["Bouwbedrijf De Steiger BV"]
    assert (builder.default_treatment, builder.g_account_percent) == ("nl_reverse_charge", 20)
    assert found["Zorggroep Avondrood"].g_account_percent == 25
    assert found["Logistiek Kempen NV"].country == "BE"
    assert not found["Sanne de Wit"].is_business


def test_the_demo_s_products_have_the_prices_and_rates_of_the_list() -> None:
    run()
    account = Account.objects.get(slug="oventechniek-demo")
    found = {
        product.code: (str(product.unit_price), product.rate_name, product.months)
        for product in products_active(account=account)
    }
    assert found["OV-3"] == ("1250.0000", "standard", 0)
    assert found["MEEL-25"][1] == "reduced"
    assert found["CATER"][1] == "intermediate"
    assert found["ONDERH"] == ("1200.0000", "standard", 12)
    assert found["UUR-100"][0] == "38.5000"
    assert found["UUR-150"][0] == "57.7500"
    centres = {product.cost_centre for product in products_active(account=account)}
    assert {"10", "20"} <= centres


def test_the_belgian_demo_shows_oss_an_advance_its_final_invoice_and_a_credit_note() -> None:
    run()
    documents = Document.objects.filter(account__slug="oventechniek-demo")
    (oss,) = DocumentVatTotal.objects.filter(document__in=documents, treatment="oss")
    assert (oss.rate, oss.country, oss.net, oss.vat) == (19, "DE", Decimal(119), Decimal("22.61"))
    advance = documents.get(is_advance=True)
    assert (advance.net, advance.vat) == (Decimal(3000), Decimal(630))
    final = documents.get(lines__advance=advance)
    assert (final.net, final.vat) == (Decimal(7095), Decimal(1470))
    credit = documents.get(kind="credit_note")
    assert (credit.net, credit.number[:1]) == (Decimal(75), "C")


def test_both_small_businesses_are_marked_as_such() -> None:
    run()
    small = Company.objects.filter(is_small_business=True)
    assert {company.account.slug: company.country for company in small} == {
        "klei-demo": "BE",
        "naaiwerk-demo": "NL",
    }
