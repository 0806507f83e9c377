"""VAT treatments: registry, proposal, mentions, reading direction and rates by date."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.vat import (
    TREATMENTS,
    VatRuleError,
    check_rate,
    legal_mentions,
    propose_treatment,
    treatment_for_code,
    treatment_for_ubl,
    treatments_for_country,
)
from invoicing.vat_rates import RATE_LABELS, RATES, rate_for, rates_at


def test_categories_and_exemption_codes_go_together():
    expected = {
        "domestic": ("S", ""),
        "zero_rate": ("Z", ""),
        "be_cocontractor": ("AE", "VATEX-EU-AE"),
        "nl_reverse_charge": ("AE", "VATEX-EU-AE"),
        "eu_services": ("AE", "VATEX-EU-AE"),
        "eu_goods": ("K", "VATEX-EU-IC"),
        "triangular": ("AE", "VATEX-EU-AE"),
        "export_goods": ("G", "VATEX-EU-G"),
        "outside_scope": ("O", "VATEX-EU-O"),
        "oss": ("S", ""),
        "exempt": ("E", ""),
        "disbursement": ("E", "VATEX-EU-79-C"),
        "small_business": ("E", ""),
    }
    assert {code: (row.ubl_category, row.vatex) for code, row in TREATMENTS.items()} == expected


def test_only_domestic_and_oss_charge_vat():
    assert [code for code, row in TREATMENTS.items() if row.charges_vat] == ["domestic", "oss"]


def test_every_text_exists_in_three_languages():
    wording = [row.label for row in TREATMENTS.values()] + list(RATE_LABELS.values())
    wording += [text for row in TREATMENTS.values() for text in row.mention.values()]
    assert all(text[language] for text in wording for language in ("nl", "fr", "en"))


def test_a_country_sees_only_its_own_reverse_charge():
    belgian = {row.code for row in treatments_for_country("BE")}
    dutch = {row.code for row in treatments_for_country("NL")}
    assert belgian - dutch == {"be_cocontractor"}
    assert dutch - belgian == {"nl_reverse_charge"}


def test_a_standard_rate_of_zero_is_sent_to_the_zero_rate():
    with pytest.raises(VatRuleError, match="Nultarief"):
        check_rate("domestic", Decimal(0))
    check_rate("zero_rate", Decimal(0))
    check_rate("domestic", Decimal(21))


def test_vat_on_an_export_is_refused():
    with pytest.raises(VatRuleError, match="hoort 0 % btw"):
        check_rate("export_goods", Decimal("6.00"))


def test_an_unknown_code_is_named():
    with pytest.raises(VatRuleError, match="'x'"):
        treatment_for_code("x")


def test_belgian_cocontractor_carries_the_decree_in_the_language_of_the_document():
    assert legal_mentions(["be_cocontractor"], "BE", "nl")[0].startswith("Verlegging van heffing.")
    assert legal_mentions(["be_cocontractor"], "BE", "fr")[0].startswith("Autoliquidation.")
    assert legal_mentions(["be_cocontractor"], "BE", "de")[0].startswith("Reverse charge.")


def test_a_mention_is_printed_once_and_ordinary_vat_needs_none():
    codes = ["domestic", "eu_services", "domestic", "eu_services"]
    (mention,) = legal_mentions(codes, "NL", "nl")
    assert mention.startswith("Btw verlegd")


def test_a_belgian_credit_note_tells_the_buyer_to_repay_the_vat():
    assert (
        "terug te storten aan de Staat"
        in legal_mentions(["domestic"], "BE", "nl", is_credit_note=True)[0]
    )
    assert legal_mentions(["domestic"], "NL", "nl", is_credit_note=True) == ()


def test_small_business_wording_is_that_of_the_current_scheme():
    assert legal_mentions(["small_business"], "BE", "fr") == (
        "Régime particulier de franchise des petites entreprises.",
    )


@pytest.mark.parametrize(
    ("seller", "small", "buyer", "business", "number", "goods", "code"),
    [
        ("BE", False, "BE", True, "BE0777000187", False, "domestic"),
        ("BE", False, "BE", False, "", False, "domestic"),
        ("BE", True, "BE", True, "BE0777000187", False, "small_business"),
        ("BE", True, "DE", False, "", False, "small_business"),
        ("BE", True, "NL", True, "NL850000014B01", True, "small_business"),
        ("BE", True, "NL", True, "NL850000014B01", False, "eu_services"),
        ("NL", True, "BE", True, "", False, "small_business"),
        ("BE", False, "NL", True, "NL850000014B01", False, "eu_services"),
        ("NL", False, "BE", True, "BE0777000187", True, "eu_goods"),
        ("BE", False, "DE", True, "", False, "domestic"),
        ("BE", False, "DE", False, "", False, "domestic"),
        ("BE", False, "US", True, "", False, "outside_scope"),
        ("BE", False, "US", True, "", True, "export_goods"),
        ("BE", False, "US", False, "", True, "export_goods"),
        ("BE", False, "US", False, "", False, "domestic"),
    ],
)
def test_a_treatment_is_proposed_with_its_reason(
    seller, small, buyer, business, number, goods, code
):
    proposal = propose_treatment(seller, small, buyer, business, number, goods=goods)
    assert proposal.code == code
    assert proposal.reason_nl.endswith(".")
    assert set(proposal.reason) == {"nl", "fr", "en"}


def test_a_missing_vat_number_is_the_reason_given():
    assert "btw-nummer" in propose_treatment("BE", False, "DE", True, "").reason_nl


@pytest.mark.parametrize(
    ("category", "seller", "buyer", "reason", "code"),
    [
        ("S", "GB", "SE", "", "domestic"),
        ("Z", "BE", "BE", "", "zero_rate"),
        ("AE", "BE", "BE", "", "be_cocontractor"),
        ("AE", "NL", "NL", "", "nl_reverse_charge"),
        ("AE", "BE", "FR", "", "eu_services"),
        ("K", "BE", "FR", "", "eu_goods"),
        ("G", "BE", "US", "", "export_goods"),
        ("O", "SE", "SE", "Not subject to VAT", "outside_scope"),
        ("E", "BE", "BE", "Reason for tax exempt", "exempt"),
        (
            "E",
            "BE",
            "BE",
            "Bijzondere vrijstellingsregeling kleine ondernemingen",
            "small_business",
        ),
        ("E", "BE", "BE", "Régime particulier de franchise", "small_business"),
        ("E", "NL", "NL", "Vrijgesteld, art. 25 Wet OB", "small_business"),
        ("E", "NL", "NL", "Korting niet belast", "exempt"),
    ],
)
def test_the_category_of_an_e_invoice_becomes_a_treatment(category, seller, buyer, reason, code):
    assert treatment_for_ubl(category, seller, buyer, reason) == code


@pytest.mark.parametrize(
    ("category", "seller", "buyer"),
    [
        ("AE", "DE", "DE"),
        ("AE", "BE", "US"),
        ("L", "ES", "ES"),
        ("X", "BE", "BE"),
        ("", "BE", "BE"),
    ],
)
def test_a_category_that_is_not_supported_is_refused_by_name(category, seller, buyer):
    with pytest.raises(VatRuleError, match=f"'{category}'"):
        treatment_for_ubl(category, seller, buyer)


def test_a_dutch_hotel_night_keeps_the_rate_of_its_year():
    assert rate_for("NL", "accommodation", date(2025, 12, 31)) == Decimal(9)
    assert rate_for("NL", "accommodation", date(2026, 1, 1)) == Decimal(21)


@pytest.mark.parametrize(
    ("country", "name", "day", "percent"),
    [
        ("BE", "standard", date(2026, 11, 20), 21),
        ("BE", "intermediate", date(2026, 11, 20), 12),
        ("BE", "reduced", date(2026, 11, 20), 6),
        ("BE", "accommodation", date(2026, 2, 28), 6),
        ("BE", "accommodation", date(2026, 3, 1), 12),
        ("NL", "reduced", date(2018, 12, 31), 6),
        ("NL", "reduced", date(2019, 1, 1), 9),
        ("NL", "standard", date(2012, 9, 30), 19),
        ("NL", "standard", date(2012, 10, 1), 21),
    ],
)
def test_the_tax_point_chooses_the_rate(country, name, day, percent):
    assert rate_for(country, name, day) == Decimal(percent)


def test_a_date_without_a_rate_says_so():
    with pytest.raises(VatRuleError, match="op 01-01-1990 geen btw-tarief"):
        rate_for("BE", "standard", date(1990, 1, 1))


def test_rates_of_one_name_never_overlap():
    for first in RATES:
        clashes = [
            row
            for row in rates_at(first.country, first.valid_from)
            if row.name == first.name and row != first
        ]
        assert not clashes
