"""Every treatment as the bookkeeping reference has it (A3 and A4), written down here by hand."""

from decimal import Decimal

import pytest

from invoicing.vat import TREATMENTS, legal_mentions, treatment_for_code, treatments_for_country
from invoicing.vat_places import ReportingPlace, reporting_place

# treatment: UBL category, VATEX code, rate, BE boxes (base, VAT), BE boxes of a credit note,
# NL rubric (base, VAT), kind in the EU sales listing. None: not for sellers in that country.
REFERENCE = {
    "domestic": ("S", "", "21", ("03", "54"), ("49", "64"), ("1a", "1a"), ""),
    "zero_rate": ("Z", "", "0", ("00", ""), ("49", ""), ("1e", ""), ""),
    "be_cocontractor": ("AE", "VATEX-EU-AE", "0", ("45", ""), ("49", ""), None, ""),
    "nl_reverse_charge": ("AE", "VATEX-EU-AE", "0", None, None, ("1e", ""), ""),
    "eu_services": ("AE", "VATEX-EU-AE", "0", ("44", ""), ("48", ""), ("3b", ""), "S"),
    "eu_goods": ("K", "VATEX-EU-IC", "0", ("46", ""), ("48", ""), ("3b", ""), "L"),
    "triangular": ("AE", "VATEX-EU-AE", "0", ("46", ""), ("48", ""), ("3b", ""), "T"),
    "export_goods": ("G", "VATEX-EU-G", "0", ("47", ""), ("49", ""), ("3a", ""), ""),
    "outside_scope": ("O", "VATEX-EU-O", "0", ("47", ""), ("49", ""), ("", ""), ""),
    "oss": ("S", "", "19", ("OSS", "OSS"), ("OSS", "OSS"), ("OSS", "OSS"), ""),
    "exempt": ("E", "", "0", ("", ""), ("", ""), ("", ""), ""),
    "small_business": ("E", "", "0", ("", ""), ("", ""), ("", ""), ""),
    "disbursement": ("E", "VATEX-EU-79-C", "0", ("", ""), ("", ""), ("", ""), ""),
}
# A rate of its own box or rubric.
OTHER_RATES = [
    ("BE", "6", False, ("01", "54")),
    ("BE", "12", False, ("02", "54")),
    ("BE", "6", True, ("49", "64")),
    ("BE", "12", True, ("49", "64")),
    ("NL", "9", False, ("1b", "1b")),
    ("NL", "9", True, ("1b", "1b")),
    ("NL", "6", True, ("1b", "1b")),
    ("NL", "19", True, ("1a", "1a")),
]
# What the mention must say, per country of the seller: nl, fr, en.
MENTIONS = {
    "be_cocontractor": {
        "BE": ("Verlegging van heffing. Bij gebrek aan", "Autoliquidation. En l'absence", "Reverse")
    },
    "nl_reverse_charge": {"NL": ("Btw verlegd", "Autoliquidation", "Reverse charge")},
    "eu_services": {
        "BE": ("Btw verlegd", "Autoliquidation", "Reverse charge"),
        "NL": ("Btw verlegd", "Autoliquidation", "Reverse charge"),
    },
    "eu_goods": {
        "BE": ("art. 39bis W.Btw", "art. 39bis CTVA", "art. 39bis"),
        "NL": ("tabel II, post a.6", "tableau II a.6", "table II a.6"),
    },
    "triangular": {
        "BE": ("driehoeksverkeer", "triangulaire", "triangular"),
        "NL": ("ABC-levering", "triangulaire", "triangular"),
    },
    "export_goods": {
        "BE": ("art. 39 W.Btw", "art. 39 CTVA", "art. 39"),
        "NL": ("tabel II, post a.2", "tableau II a.2", "table II a.2"),
    },
    "outside_scope": {
        "BE": ("Belgische btw", "TVA belge", "Belgian VAT"),
        "NL": ("Nederlandse btw", "TVA néerlandaise", "Dutch VAT"),
    },
    "oss": {"BE": ("OSS", "OSS", "OSS"), "NL": ("OSS", "OSS", "OSS")},
    "exempt": {
        "BE": ("art. 44 W.Btw", "art. 44 CTVA", "art. 44"),
        "NL": ("art. 11 Wet OB", "art. 11 Wet OB", "art. 11"),
    },
    "small_business": {
        "BE": (
            "Bijzondere vrijstellingsregeling kleine ondernemingen",
            "Régime particulier de franchise des petites entreprises",
            "Special exemption scheme for small enterprises",
        ),
        "NL": ("art. 25 Wet OB", "art. 25 Wet OB", "art. 25"),
    },
    "disbursement": {
        "BE": ("art. 28, 5° W.Btw", "art. 28, 5° CTVA", "art. 28, 5°"),
        "NL": ("art. 8 Wet OB", "art. 8 Wet OB", "art. 8"),
    },
}
LANGUAGES = ("nl", "fr", "en")


def place(boxes, listing):
    return ReportingPlace(base=boxes[0], vat=boxes[1], listing=listing)


def test_the_table_is_whole():
    assert set(REFERENCE) == set(TREATMENTS)
    # Ordinary VAT and the zero rate are explained by their rate alone.
    assert set(MENTIONS) == set(TREATMENTS) - {"domestic", "zero_rate"}


@pytest.mark.parametrize("code", REFERENCE)
def test_category_boxes_and_listing_are_those_of_the_reference(code):
    category, vatex, rate, belgian, credited, dutch, listing = REFERENCE[code]
    treatment = treatment_for_code(code)
    assert (treatment.ubl_category, treatment.vatex) == (category, vatex)
    if belgian is not None:
        assert reporting_place(code, Decimal(rate), "BE") == place(belgian, listing)
        found = reporting_place(code, Decimal(rate), "BE", is_credit_note=True)
        assert found == place(credited, listing)
    for is_credit_note in (False, True) if dutch is not None else ():
        found = reporting_place(code, Decimal(rate), "NL", is_credit_note=is_credit_note)
        assert found == place(dutch, listing)


@pytest.mark.parametrize(("country", "rate", "is_credit_note", "boxes"), OTHER_RATES)
def test_each_rate_has_its_own_box(country, rate, is_credit_note, boxes):
    found = reporting_place("domestic", Decimal(rate), country, is_credit_note=is_credit_note)
    assert found == place(boxes, "")


@pytest.mark.parametrize("country", ["BE", "NL"])
def test_a_country_offers_the_treatments_of_the_reference(country):
    column = {"BE": 3, "NL": 5}[country]
    wanted = {code for code, row in REFERENCE.items() if row[column] is not None}
    assert {treatment.code for treatment in treatments_for_country(country)} == wanted


@pytest.mark.parametrize("code", MENTIONS)
def test_the_mention_stands_on_the_document_in_its_language(code):
    for country, words in MENTIONS[code].items():
        for language, part in zip(LANGUAGES, words, strict=True):
            (mention,) = legal_mentions([code], country, language)
            assert part in mention
            assert mention.endswith(".")


def test_only_a_belgian_credit_note_says_that_vat_goes_back_to_the_state():
    says = [
        legal_mentions(["domestic"], "BE", language, is_credit_note=True) for language in LANGUAGES
    ]
    assert [len(each) for each in says] == [1, 1, 1]
    assert "terug te storten aan de Staat" in says[0][0]
    assert "reverser à l'État" in says[1][0]
    assert "repaid to the State" in says[2][0]
    assert legal_mentions(["domestic"], "NL", "nl", is_credit_note=True) == ()
