"""The page about VAT says what the program does."""

from decimal import Decimal

import pytest

from invoicing.totals import CashDiscount, LineInput, compute_totals
from invoicing.vat import TREATMENTS, legal_mentions
from invoicing.vat_places import ReportingPlace, reporting_place
from tests.processes import ROOT

PAGE = (ROOT / "docs/vat.md").read_text(encoding="utf-8")
RATES = {"domestic": Decimal(21), "oss": Decimal(19)}
COUNTRIES = {"be_cocontractor": {"BE"}, "nl_reverse_charge": {"NL"}}


def rows() -> dict[str, list[str]]:
    return {row[0].strip("`"): row[2:] for row in table() if len(row) == 8}


def table() -> list[list[str]]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def shown(place: ReportingPlace) -> str:
    return " / ".join(box for box in (place.base, place.vat) if box)


def test_every_treatment_has_one_row() -> None:
    assert set(rows()) == set(TREATMENTS)


@pytest.mark.parametrize("code", TREATMENTS)
def test_a_row_says_category_boxes_and_listing_as_they_are(code: str) -> None:
    category, vatex, belgian, credited, dutch, listing = rows()[code]
    treatment = TREATMENTS[code]
    rate, countries = RATES.get(code, Decimal(0)), COUNTRIES.get(code, {"BE", "NL"})
    assert (category, vatex) == (treatment.ubl_category, treatment.vatex)
    assert listing == treatment.eu_listing
    if "BE" in countries:
        assert belgian == shown(reporting_place(code, rate, "BE"))
        assert credited == shown(reporting_place(code, rate, "BE", is_credit_note=True))
    if "NL" in countries:
        assert dutch == shown(reporting_place(code, rate, "NL"))


def test_the_mentions_on_the_page_are_those_that_are_printed() -> None:
    shown = [tuple(row) for row in table() if len(row) == 4]
    wanted = [
        (f"`{code}`", country, *legal_mentions([code], country, "nl"), *french)
        for code in TREATMENTS
        for country in ("BE", "NL")
        if country in COUNTRIES.get(code, {"BE", "NL"})
        and (french := legal_mentions([code], country, "fr"))
    ]
    assert shown == wanted


def amounts(price: str, rate: str = "21", discount: str = "0", treatment: str = "domestic") -> str:
    """Base and VAT as the page writes them."""
    belgian = CashDiscount(percent=Decimal(discount), lowers_base=True)
    line = LineInput(
        quantity=Decimal(1),
        unit_price=Decimal(price),
        vat_rate=Decimal(rate),
        treatment=treatment,
        vat_country="DE" if treatment == "oss" else "",
    )
    (group,) = compute_totals([line], cash_discount=belgian).vat_totals
    return f"{group.vat_base:,.2f} {group.vat:,.2f}"


def test_the_examples_of_boxes_have_the_amounts_of_the_program() -> None:
    assert amounts("1000") == "1,000.00 210.00"
    assert amounts("1000", discount="2") == "980.00 205.80"
    assert amounts("100") == "100.00 21.00"
    assert amounts("119", "19", treatment="oss") == "119.00 22.61"
    assert amounts("102.55", discount="2") == "100.50 21.11"
    gross = LineInput(quantity=Decimal(1), unit_price=Decimal("99.02"), vat_rate=Decimal(21))
    totals = compute_totals([gross], prices_include_vat=True)
    assert (totals.net, totals.vat) == (Decimal("81.83"), Decimal("17.19"))
    for words in (
        "54 205.80",
        "49 100.00; 64 21.00",
        "22.61 in the OSS return",
        "**21.11**",
        "81.83 + **17.19**",
    ):
        assert words in PAGE
