"""The demo data: whole after one run, unchanged by the second."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import clock
from accounts.audit import chain_verify
from accounts.models import Account, AuditEvent, Membership
from invoicing.demo.shapes import DemoLine, line_extra
from invoicing.models import Customer, Document, ExtraField, Supplier
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
    assert (counts.draft, counts.overdue) == (2, 2)
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
