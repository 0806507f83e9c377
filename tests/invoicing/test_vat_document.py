"""The page about VAT says what the program does."""

from decimal import Decimal

import pytest

from invoicing.vat import TREATMENTS
from invoicing.vat_places import ReportingPlace, reporting_place
from tests.processes import ROOT

PAGE = (ROOT / "docs/vat.md").read_text(encoding="utf-8")
RATES = {"domestic": Decimal(21), "oss": Decimal(19)}
COUNTRIES = {"be_cocontractor": {"BE"}, "nl_reverse_charge": {"NL"}}


def rows() -> dict[str, list[str]]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row[2:] for row in cells}


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
