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
from invoicing.models import Customer, Document, ExtraField
from invoicing.queries.documents import document_counts
from invoicing.queries.issue_check import issue_check
from invoicing.queries.issued_documents import issued_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_demo(settings: Settings) -> None:
    settings.DEBUG = True


def run() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_the_demo_has_three_accounts_of_one_owner() -> None:
    run()
    assert set(Membership.objects.values_list("user__email", "account__slug", "role")) == {
        ("demo@boekbrug.example", slug, "owner")
        for slug in ("oventechniek-demo", "flexwerk-demo", "peppol-proef")
    }
    assert {account.plan for account in Account.objects.all()} == {"pro"}
    assert [chain_verify(account) for account in Account.objects.all()] == [[], [], []]


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
