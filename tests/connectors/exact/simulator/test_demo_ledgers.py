"""The simulator's demo bookkeepings hold what section B of the bookkeeping reference lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.exact.simulator.testing import Running, running_simulator

D = Decimal
BE, NL = 3_100_001, 3_100_002
LEDGER = {
    BE: {
        "400000": 20,
        "407000": 20,
        "440000": 22,
        "411000": 24,
        "451000": 24,
        "451800": 24,
        "460000": 90,
        "493000": 90,
        "550000": 12,
        "453000": 100,
        "454000": 100,
        "455000": 25,
        "620200": 125,
        "621000": 126,
        "657000": 120,
        "700000": 110,
        "701000": 110,
        "702000": 110,
        "704000": 110,
    },
    NL: {
        "1300": 20,
        "1600": 22,
        "1500": 24,
        "1501": 24,
        "1100": 12,
        "1150": 12,
        "1710": 90,
        "1740": 25,
        "1750": 100,
        "4000": 125,
        "4010": 126,
        "8000": 110,
        "8010": 110,
        "8020": 110,
        "8030": 110,
        "8040": 110,
    },
}
JOURNALS = {
    BE: {"700": 20, "705": 20, "600": 22, "550": 12, "900": 90},
    NL: {"70": 20, "71": 20, "60": 22, "20": 12, "21": 12, "90": 90, "95": 90},
}
# Percentage, kind in the EU sales listing, country of OSS.
VAT_CODES = {
    BE: {
        "1": (6, "N", ""),
        "2": (12, "N", ""),
        "3": (21, "N", ""),
        "0": (0, "N", ""),
        "45": (0, "N", ""),
        "44": (0, "S", ""),
        "46": (0, "L", ""),
        "47": (0, "N", ""),
        "4T": (0, "T", ""),
        "4X": (0, "N", ""),
        "D19": (19, "N", "DE"),
        "N21": (21, "N", "NL"),
    },
    NL: {
        "2": (21, "N", ""),
        "4": (9, "N", ""),
        "1": (0, "N", ""),
        "8": (0, "N", ""),
        "7": (0, "L", ""),
        "7D": (0, "S", ""),
        "6": (0, "N", ""),
        "0": (0, "N", ""),
    },
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_simulator(clock=tmp_path_factory.mktemp("demo") / "clock.json") as running:
        yield running


def rows(demo: Running, kind: str, division: int) -> dict[str, dict[str, Any]]:
    """The records of a kind by code, without the spaces that Exact pads codes with."""
    with demo.state.lock, demo.state.store.transaction():
        found = [row for _key, row in demo.state.store.items(kind, division)]
    return {str(row["Code"]).strip(): row for row in found}


def relations(demo: Running, division: int) -> list[dict[str, Any]]:
    with demo.state.lock, demo.state.store.transaction():
        return [row for _key, row in demo.state.store.items("account", division)]


@pytest.mark.parametrize("division", [BE, NL])
def test_ledger_accounts_have_their_types(demo: Running, division: int) -> None:
    known = {code: row["Type"] for code, row in rows(demo, "gl_account", division).items()}
    assert LEDGER[division].items() <= known.items()


@pytest.mark.parametrize("division", [BE, NL])
def test_journals_have_their_types(demo: Running, division: int) -> None:
    known = {code: row["Type"] for code, row in rows(demo, "journal", division).items()}
    assert JOURNALS[division].items() <= known.items()


@pytest.mark.parametrize("division", [BE, NL])
def test_vat_codes_have_their_percentage_listing_and_country(demo: Running, division: int) -> None:
    known = {
        code: (row["Percentage"] * 100, row["EUSalesListing"], row.get("OssCountry", ""))
        for code, row in rows(demo, "vat_code", division).items()
    }
    assert VAT_CODES[division].items() <= known.items()


def test_the_traps_among_the_vat_codes_are_there(demo: Running) -> None:
    belgian, dutch = rows(demo, "vat_code", BE), rows(demo, "vat_code", NL)
    assert (belgian["3I"]["Type"], dutch["3"]["Type"]) == ("I", "I")
    assert belgian["9"]["IsBlocked"]
    assert belgian["45"]["Charged"]
    assert dutch["8"]["Charged"]
    with demo.state.lock, demo.state.store.transaction():
        percentages = [row for _key, row in demo.state.store.items("percentage", NL)]
    (old,) = [row for row in percentages if row["VATCodeID"] == dutch["4O"]["ID"]]
    assert (old["Percentage"] * 100, old["EndDate"].date()) == (6, date(2018, 12, 31))


@pytest.mark.parametrize("division", [BE, NL])
def test_payment_conditions_cost_centres_and_cost_units_are_there(
    demo: Running, division: int
) -> None:
    conditions = rows(demo, "condition", division)
    assert {"30", "30E", "2C8", "IN"} <= set(conditions)
    early = conditions["2C8"]
    assert (early["DiscountPercentage"], early["DiscountPaymentDays"]) == (D("0.02"), 8)
    assert set(rows(demo, "cost_center", division)) == {"10", "20"}
    assert set(rows(demo, "cost_unit", division)) == {"100", "200"}


def periods(demo: Running, division: int, year: int) -> list[tuple[int, date, date, bool]]:
    with demo.state.lock, demo.state.store.transaction():
        found = [row for _key, row in demo.state.store.items("period", division)]
    return sorted(
        (row["FinPeriod"], row["StartDate"].date(), row["EndDate"].date(), row["_closed"])
        for row in found
        if row["FinYear"] == year
    )


def test_the_belgian_year_runs_from_july_to_june_and_its_first_quarter_is_closed(
    demo: Running,
) -> None:
    year = periods(demo, BE, 2027)
    assert len(year) == 12
    assert (year[0][1], year[-1][2]) == (date(2026, 7, 1), date(2027, 6, 30))
    assert [closed for *_days, closed in year] == [True] * 3 + [False] * 9


def test_the_dutch_year_has_thirteen_periods_of_four_weeks(demo: Running) -> None:
    year = periods(demo, NL, 2026)
    assert len(year) == 13
    assert year[0][1:3] == (date(2026, 1, 1), date(2026, 1, 25))
    assert {(last - first).days + 1 for _number, first, last, _closed in year[1:12]} == {28}
    assert year[-1][1:3] == (date(2026, 11, 30), date(2026, 12, 31))


def test_the_traps_among_the_relations_are_there(demo: Running) -> None:
    ledger = rows(demo, "gl_account", BE)
    for division in (BE, NL):
        found = relations(demo, division)
        codes = {str(row["Code"]).strip() for row in found}
        numbers = [row["VATNumber"] for row in found if row.get("VATNumber")]
        assert {"1", "0001"} <= codes
        assert "P" in {row["Status"] for row in found}
        assert any(row["IsSupplier"] and not row["IsSales"] for row in found)
        assert any(numbers.count(number) == 2 for number in numbers)
    assert ledger["407000"]["ID"] in {row.get("GLAR") for row in relations(demo, BE)}


def test_there_are_five_bookkeepings_two_of_them_of_small_businesses(demo: Running) -> None:
    divisions = demo.read("divisions")
    assert {row["code"] for row in divisions} == {3_100_000 + number for number in range(1, 6)}
