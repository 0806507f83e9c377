"""The VAT proposed per line, where it is reported, and the rates by date."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from invoicing.vat import EU_COUNTRIES, VatRuleError, legal_mentions, treatment_for_code
from invoicing.vat_lines import SaleBuyer, SaleProduct, SaleSeller, propose_line_treatment
from invoicing.vat_places import ReportingPlace, reporting_place
from invoicing.vat_rates import RATES, rate_for, rates_at

D = Decimal
BE = SaleSeller(country="BE", uses_oss=True)
SMALL = SaleSeller(country="BE", is_small_business=True)
GERMAN = SaleBuyer(country="DE", is_business=False)
DUTCH = SaleBuyer(country="NL", vat_number="NL850000014B01")
HOME = SaleBuyer(country="BE", vat_number="BE0777000187")
GOODS, SERVICE = SaleProduct(nature="goods"), SaleProduct(nature="service")


@pytest.mark.parametrize(
    ("seller", "buyer", "product", "code", "country"),
    [
        (BE, GERMAN, GOODS, "oss", "DE"),
        (BE, GERMAN, SERVICE, "domestic", ""),
        (SaleSeller(country="BE"), GERMAN, GOODS, "domestic", ""),
        (BE, DUTCH, GOODS, "eu_goods", ""),
        (BE, replace(GERMAN, delivery_country="FR"), GOODS, "oss", "FR"),
        (BE, replace(GERMAN, delivery_country="FR"), SERVICE, "domestic", ""),
        (BE, replace(GERMAN, delivery_country="BE"), GOODS, "domestic", ""),
        (BE, SaleBuyer(country="BE", is_business=False, delivery_country="FR"), GOODS, "oss", "FR"),
        (BE, replace(DUTCH, delivery_country="BE"), GOODS, "domestic", ""),
        (BE, replace(DUTCH, delivery_country="BE"), SERVICE, "eu_services", ""),
        (BE, replace(DUTCH, delivery_country="BE", treatment="eu_goods"), GOODS, "domestic", ""),
        (BE, replace(DUTCH, delivery_country="DE"), GOODS, "eu_goods", ""),
        (BE, replace(DUTCH, delivery_country="US"), GOODS, "export_goods", ""),
        (BE, replace(HOME, delivery_country="FR"), GOODS, "domestic", ""),
        (BE, DUTCH, SERVICE, "eu_services", ""),
        (BE, SaleBuyer(country="US"), GOODS, "export_goods", ""),
        (BE, SaleBuyer(country="US"), SERVICE, "outside_scope", ""),
        (BE, DUTCH, SaleProduct(nature="disbursement"), "disbursement", ""),
        (SMALL, SaleBuyer(country="BE"), SaleProduct(treatment="disbursement"), "disbursement", ""),
        (BE, SaleBuyer(country="BE"), SaleProduct(treatment="exempt"), "exempt", ""),
        (BE, SaleBuyer(country="BE", treatment="be_cocontractor"), SERVICE, "be_cocontractor", ""),
        (BE, SaleBuyer(country="FR", treatment="eu_services"), GOODS, "eu_goods", ""),
        (BE, SaleBuyer(country="FR", treatment="eu_goods"), SERVICE, "eu_services", ""),
        (BE, SaleBuyer(country="DE", is_business=False, treatment="oss"), SERVICE, "oss", "DE"),
        (
            SMALL,
            SaleBuyer(country="BE", treatment="be_cocontractor"),
            SERVICE,
            "small_business",
            "",
        ),
        (SMALL, DUTCH, SERVICE, "eu_services", ""),
        (SMALL, SaleBuyer(country="BE"), SaleProduct(treatment="exempt"), "small_business", ""),
    ],
)
def test_a_line_gets_its_treatment_from_seller_buyer_and_product(
    seller, buyer, product, code, country
):
    proposal = propose_line_treatment(seller, buyer, product)
    assert (proposal.code, proposal.vat_country) == (code, country)
    assert set(proposal.reason) == {"nl", "fr", "en"}


def test_the_reason_names_product_or_customer_when_they_decide():
    product = SaleProduct(treatment="exempt")
    assert "artikel" in propose_line_treatment(BE, DUTCH, product).reason_nl
    chosen = SaleBuyer(country="BE", treatment="exempt")
    assert "klant" in propose_line_treatment(BE, chosen).reason_nl


def test_goods_go_by_where_they_are_delivered_and_the_reason_says_so():
    stays = propose_line_treatment(BE, replace(DUTCH, delivery_country="BE"), GOODS)
    assert "blijven in je eigen land" in stays.reason_nl
    leaves = propose_line_treatment(BE, replace(HOME, delivery_country="FR"), GOODS)
    assert "geen btw-nummer van een ander EU-land" in leaves.reason_nl


@pytest.mark.parametrize(
    ("code", "words"),
    [("margin_scheme", "margeregeling"), ("nl_credit_surcharge", "Kredietbeperking")],
)
def test_what_is_not_supported_is_refused_with_the_reason(code, words):
    with pytest.raises(VatRuleError, match=words):
        treatment_for_code(code)


@pytest.mark.parametrize(
    ("code", "rate", "country", "is_credit_note", "place"),
    [
        ("domestic", "21", "BE", False, ReportingPlace("03", "54")),
        ("domestic", "12", "BE", False, ReportingPlace("02", "54")),
        ("domestic", "6", "BE", False, ReportingPlace("01", "54")),
        ("domestic", "21", "BE", True, ReportingPlace("49", "64")),
        ("zero_rate", "0", "BE", False, ReportingPlace("00")),
        ("be_cocontractor", "0", "BE", False, ReportingPlace("45")),
        ("be_cocontractor", "0", "BE", True, ReportingPlace("49")),
        ("eu_services", "0", "BE", False, ReportingPlace("44", listing="S")),
        ("eu_services", "0", "BE", True, ReportingPlace("48", listing="S")),
        ("eu_goods", "0", "BE", False, ReportingPlace("46", listing="L")),
        ("triangular", "0", "BE", False, ReportingPlace("46", listing="T")),
        ("triangular", "0", "BE", True, ReportingPlace("48", listing="T")),
        ("export_goods", "0", "BE", False, ReportingPlace("47")),
        ("oss", "19", "BE", False, ReportingPlace("OSS", "OSS")),
        ("disbursement", "0", "BE", False, ReportingPlace()),
        ("domestic", "21", "NL", False, ReportingPlace("1a", "1a")),
        ("domestic", "9", "NL", False, ReportingPlace("1b", "1b")),
        ("domestic", "9", "NL", True, ReportingPlace("1b", "1b")),
        ("nl_reverse_charge", "0", "NL", False, ReportingPlace("1e")),
        ("eu_goods", "0", "NL", False, ReportingPlace("3b", listing="L")),
        ("triangular", "0", "NL", False, ReportingPlace("3b", listing="T")),
        ("export_goods", "0", "NL", False, ReportingPlace("3a")),
    ],
)
def test_every_treatment_has_its_place_in_the_return(code, rate, country, is_credit_note, place):
    assert reporting_place(code, D(rate), country, is_credit_note=is_credit_note) == place


@pytest.mark.parametrize("code", ["triangular", "oss", "disbursement"])
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_new_treatments_carry_their_mention_in_both_countries(code, language):
    for country in ("BE", "NL"):
        assert len(legal_mentions([code], country, language)) == 1


def test_every_member_state_has_a_standard_rate_now_and_one_at_a_time():
    for country in EU_COUNTRIES:
        names = [row.name for row in rates_at(country, date(2026, 11, 20))]
        assert "standard" in names
        assert len(names) == len(set(names))


def test_rates_of_one_name_follow_each_other_without_overlap():
    by_name = {}
    for row in RATES:
        by_name.setdefault((row.country, row.name), []).append(row)
    for rows in by_name.values():
        for before, after in pairwise(rows):
            assert before.valid_to is not None
            assert before.valid_to < after.valid_from


@pytest.mark.parametrize(
    ("country", "name", "day", "percent"),
    [
        ("NL", "accommodation", "2025-12-31", "9"),
        ("NL", "accommodation", "2026-01-01", "21"),
        ("BE", "accommodation", "2026-02-28", "6"),
        ("BE", "accommodation", "2026-03-01", "12"),
        ("BE", "plant_protection", "2026-03-01", "21"),
        ("DE", "standard", "2026-11-20", "19"),
        ("EE", "standard", "2025-06-30", "22"),
        ("EE", "standard", "2025-07-01", "24"),
        ("FI", "standard", "2026-11-20", "25.5"),
        ("RO", "standard", "2026-11-20", "21"),
        ("SK", "standard", "2024-12-31", "20"),
    ],
)
def test_the_tax_point_chooses_the_rate(country, name, day, percent):
    assert rate_for(country, name, date.fromisoformat(day)) == D(percent)
