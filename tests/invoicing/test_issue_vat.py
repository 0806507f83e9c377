"""What the VAT rules ask of a document before it takes a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account
from invoicing.models import Company, Customer, Document
from invoicing.queries.issue_check import issue_check
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.vat_pairs import VatPair, vat_pairs
from invoicing.services.companies import company_update
from invoicing.services.drafts import DraftRefused
from invoicing.services.einvoice import document_ubl
from invoicing.services.issuing import document_issue
from tests.invoicing.builders import (
    COMPANIES,
    line,
    make_customer,
    make_draft,
    make_issued,
    make_seller,
)

pytestmark = pytest.mark.django_db
D = Decimal
ABROAD: dict[str, Any] = {"country": "DE", "vat_number": "", "is_business": False}


@pytest.fixture
def seller() -> Account:
    return make_seller()


def problems(document: Document) -> dict[str, str]:
    return {problem.field: problem.message for problem in issue_check(document=document)}


def oss(**values: Any) -> Any:
    return line(**({"treatment": "oss", "rate_name": "standard"} | values))


def test_oss_charges_the_vat_of_the_buyers_country(seller: Account) -> None:
    Company.objects.filter(account=seller).update(uses_oss=True)
    german = make_customer(seller, **ABROAD)
    value = issued_document(make_issued(seller, oss(), line("10"), customer=german))
    assert (value.lines[0].vat_rate, value.lines[0].vat_country) == (D(19), "DE")
    assert [(group.rate, group.country) for group in value.vat_totals] == [(21, ""), (19, "DE")]
    assert any("OSS" in mention for mention in value.mentions)
    assert VatPair("oss", D("7.00"), "DE") in vat_pairs(seller)


def test_oss_is_for_consumers_abroad_of_a_seller_that_uses_it(seller: Account) -> None:
    german = make_customer(seller, **ABROAD)
    draft = make_draft(seller, oss(), customer=german)
    assert set(problems(draft)) == {"lines.0.treatment"}
    Company.objects.filter(account=seller).update(uses_oss=True)
    assert problems(draft) == {}
    wrong = make_draft(seller, line(treatment="oss", vat_rate=D(21)), customer=german)
    assert "19\u00a0%" in problems(wrong)["lines.0.vat_rate"]
    business = make_customer(seller, name="GmbH", country="DE", vat_number="DE136695976")
    assert set(problems(make_draft(seller, oss(), customer=business))) == {"customer"}
    at_home = make_draft(seller, oss(), customer=make_customer(seller, is_business=False))
    assert set(problems(at_home)) == {"customer", "lines.0.treatment"}


def test_without_oss_in_use_no_foreign_rate_is_offered_for_mapping(seller: Account) -> None:
    make_customer(seller, **ABROAD)
    assert not [pair for pair in vat_pairs(seller) if pair.country]


def test_what_is_refused_on_purpose_says_why_next_to_the_field(seller: Account) -> None:
    with pytest.raises(DraftRefused, match="margeregeling") as refused:
        make_draft(seller, line(treatment="margin_scheme"))
    assert [problem.field for problem in refused.value.problems] == ["lines.0.treatment"]


def test_a_named_rate_that_the_date_does_not_know_is_told_at_once(seller: Account) -> None:
    for values in ({"tax_point": date(1990, 1, 1)}, {"issue_date": date(1990, 1, 1)}):
        with pytest.raises(DraftRefused) as refused:
            make_draft(seller, line(rate_name="standard"), **values)
        assert [problem.field for problem in refused.value.problems] == ["lines.0.vat_rate"]


def test_a_rate_that_ended_since_the_draft_is_told_at_issue() -> None:
    hotel = make_seller("NL")
    night = line(rate_name="accommodation")
    draft = make_draft(hotel, night, issue_date=date(2025, 12, 31))
    (problem,) = issue_check(document=draft, issue_date=date(2026, 1, 1))
    assert problem.field == "lines.0.vat_rate"
    assert "21\u00a0%, niet 9\u00a0%" in problem.message
    assert not issue_check(document=draft)


def test_goods_within_the_eu_say_when_and_where_they_went(seller: Account) -> None:
    french = make_customer(seller, country="FR", vat_number="FR83404833048")
    value = issued_document(make_issued(seller, line(treatment="eu_goods"), customer=french))
    assert (value.delivery_date, value.delivery_country) == (value.issue_date, "FR")
    elsewhere = make_draft(
        seller, line(treatment="eu_goods"), customer=french, delivery_country="DE"
    )
    assert issued_document_of(elsewhere).delivery_country == "DE"


def issued_document_of(draft: Document) -> Any:
    return issued_document(document_issue(document=draft, actor=None))


def test_triangular_trade_asks_for_a_vat_number_abroad(seller: Account) -> None:
    draft = make_draft(seller, line(treatment="triangular"))
    assert set(problems(draft)) == {"customer"}


def test_disbursements_are_never_taxed_or_discounted(seller: Account) -> None:
    stamp = line("50", nature="disbursement", treatment="disbursement")
    value = issued_document(make_issued(seller, line("100"), stamp, discount_percent=D(10)))
    assert (value.net, value.vat, value.discount_amount) == (D("140.00"), D("18.90"), D("10.00"))
    taxed = make_draft(seller, line("50", nature="disbursement"))
    assert "Voorgeschoten" in problems(taxed)["lines.0.treatment"]


def test_outside_the_scope_stands_alone(seller: Account) -> None:
    american = make_customer(seller, country="US", vat_number="")
    mixed = make_draft(seller, line(treatment="outside_scope"), line(), customer=american)
    assert set(problems(mixed)) == {"lines.0.treatment"}


def test_a_small_business_uses_no_oss(seller: Account) -> None:
    Company.objects.filter(account=seller).update(uses_oss=True, is_small_business=True)
    draft = make_draft(seller, oss(), customer=make_customer(seller, **ABROAD))
    assert "kleine onderneming" in problems(draft)["lines.0.treatment"]


def test_deferred_revenue_says_its_whole_months(seller: Account) -> None:
    contract = line("1200", nature="deferred")
    assert set(problems(make_draft(seller, contract))) == {"lines.0.deferred_from"}
    spans = {
        (date(2026, 11, 1), date(2027, 10, 31)): set(),
        (date(2026, 11, 2), date(2027, 10, 31)): {"lines.0.deferred_from"},
        (date(2026, 11, 1), date(2027, 10, 30)): {"lines.0.deferred_from"},
    }
    for (first, last), expected in spans.items():
        draft = make_draft(seller, replace(contract, deferred_from=first, deferred_to=last))
        assert set(problems(draft)) == expected
    with pytest.raises(DraftRefused):
        make_draft(seller, replace(contract, deferred_from=date(2026, 11, 1)))


def test_a_g_account_splits_the_invoice_in_two_amounts() -> None:
    seller = make_seller("NL")
    builder = make_customer(
        seller, country="NL", vat_number="NL850000026B01", g_account_percent=D(25)
    )
    draft = make_draft(seller, line("1000"), customer=builder)
    assert "G-rekening" in problems(draft)["seller"]
    values = replace(
        COMPANIES["NL"], g_iban="NL02 INGB 0990 0001 23", payroll_tax_number="850000014L01"
    )
    company_update(company=seller.company, actor=None, values=values)
    split = issued_document_of(draft).g_account
    assert (split.amount, split.normal_amount) == (D("302.50"), D("907.50"))
    assert (split.iban, split.percent) == ("NL02INGB0990000123", D("25.00"))
    reverse = make_issued(
        seller,
        line("1000", treatment="nl_reverse_charge"),
        customer=make_customer(seller, country="NL", vat_number="NL004495445B01"),
        g_account_percent=D(20),
    )
    value = issued_document(reverse)
    assert value.g_account is not None
    assert (value.g_account.amount, value.g_account.normal_amount) == (D("200.00"), D("800.00"))


def test_references_and_the_days_of_work_stand_on_the_invoice(seller: Account) -> None:
    invoice = make_issued(
        seller,
        line(cost_centre="10"),
        order_reference="PO 77",
        contract_reference="C-9",
        period_start=date(2026, 10, 1),
        period_end=date(2026, 10, 31),
    )
    Customer.objects.update(cost_centre="20")
    value = issued_document(invoice)
    assert (value.order_reference, value.contract_reference) == ("PO 77", "C-9")
    assert (value.period_start, value.period_end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert value.lines[0].cost_centre == "10"
    assert issued_document(make_issued(seller)).lines[0].cost_centre == "20"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("discount_percent", {"discount_percent": D(101)}),
        ("g_account_percent", {"g_account_percent": D(-1)}),
        ("period_end", {"period_start": date(2026, 1, 1)}),
        ("period_end", {"period_start": date(2026, 1, 2), "period_end": date(2026, 1, 1)}),
        ("order_reference", {"order_reference": "x" * 101}),
    ],
)
def test_a_draft_with_values_that_do_not_fit_is_refused(
    seller: Account, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(DraftRefused) as refused:
        make_draft(seller, **values)
    assert [problem.field for problem in refused.value.problems] == [field]


FRENCH = {"country": "FR", "vat_number": "FR40303265045"}
AMERICAN = {"country": "US", "vat_number": ""}
AT_HOME: dict[str, Any] = {"vat_number": "", "is_business": False}


@pytest.mark.parametrize(
    ("treatment", "buyer", "delivered", "field", "words"),
    [
        ("export_goods", {}, "", "lines.0.treatment", "de EU verlaten"),
        ("export_goods", AT_HOME, "", "lines.0.treatment", "de EU verlaten"),
        ("export_goods", AMERICAN, "BE", "delivery_country", "de EU verlaten"),
        ("eu_goods", FRENCH, "BE", "delivery_country", "een ander EU-land"),
        ("eu_goods", FRENCH, "US", "delivery_country", "een ander EU-land"),
        ("triangular", FRENCH, "BE", "delivery_country", "een ander EU-land"),
        ("be_cocontractor", FRENCH, "", "lines.0.treatment", "dat met BE begint"),
        ("outside_scope", {}, "", "lines.0.treatment", "Kies 'Binnenland'"),
        ("outside_scope", AT_HOME, "", "lines.0.treatment", "Kies 'Binnenland'"),
        ("outside_scope", FRENCH, "", "lines.0.treatment", "Kies 'Diensten binnen de EU'"),
    ],
)
def test_a_treatment_that_cannot_be_is_refused_with_the_reason(
    seller: Account,
    treatment: str,
    buyer: dict[str, Any],
    delivered: str,
    field: str,
    words: str,
) -> None:
    customer = make_customer(seller, **buyer)
    draft = make_draft(
        seller, *[line(treatment=treatment)] * 2, customer=customer, delivery_country=delivered
    )
    found = problems(draft)
    assert words in found[field]
    assert set(found) <= {field, "lines.1.treatment"}


def test_goods_that_a_buyer_at_home_has_sent_abroad_are_export(seller: Account) -> None:
    exported = make_draft(seller, line(treatment="export_goods"), delivery_country="US")
    assert problems(exported) == {}


def test_the_dutch_reverse_charge_is_for_a_dutch_vat_number() -> None:
    dutch = make_seller("NL")
    draft = make_draft(dutch, line(treatment="nl_reverse_charge"))
    assert "dat met NL begint" in problems(draft)["lines.0.treatment"]


def test_oss_charges_the_vat_of_where_the_goods_arrive(seller: Account) -> None:
    Company.objects.filter(account=seller).update(uses_oss=True)
    german = make_customer(seller, **ABROAD)
    french_vat = oss(vat_country="FR")
    assert (
        "Duitsland"
        in problems(make_draft(seller, french_vat, customer=german))["lines.0.treatment"]
    )
    arrives = make_draft(seller, french_vat, customer=german, delivery_country="FR")
    assert problems(arrives) == {}


def test_a_renovated_dwelling_puts_the_sentences_of_the_certificate_on_the_invoice(
    seller: Account,
) -> None:
    jan = make_customer(seller, name="Jan", vat_number="", is_business=False)
    work = line("1000", rate_name="renovation")
    invoice = make_issued(seller, work, line("10", vat_rate=D(6)), customer=jan)
    value = issued_document(invoice)
    assert [each.vat_rate for each in value.lines] == [D(6), D(6)]
    assert value.vat == D("60.60")
    (mention,) = value.mentions
    assert mention.startswith("Btw-tarief: Bij gebrek aan schriftelijke betwisting")
    assert "tien jaar" in mention
    assert mention.split(".")[0] in bytes(document_ubl(document=invoice).content).decode()
    french = make_issued(seller, work, customer=jan, language="fr")
    assert issued_document(french).mentions[0].startswith("Taux de TVA : En l'absence")
    assert issued_document(make_issued(seller, line(vat_rate=D(6)))).mentions == ()
    assert [pair for pair in vat_pairs(seller) if pair.rate == 6] == [VatPair("domestic", D(6))]
