"""Rounding, amounts that add up, and sharing cents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.money import (
    Amounts,
    MoneyError,
    round_cents,
    round_places,
    round_to_total,
    share_out,
    to_cents,
)

amounts = st.decimals(-1_000_000, 1_000_000, places=2)
weights = st.lists(st.decimals(-1_000_000, 1_000_000, places=4), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("1.0049999999", "1.00"),
        ("-1.005", "-1.01"),
        ("12345678901234567890.125", "12345678901234567890.13"),
    ],
)
def test_half_a_cent_rounds_away_from_zero(value, rounded):
    assert round_cents(Decimal(value)) == Decimal(rounded)


def test_rounding_never_leaves_a_negative_zero():
    assert str(round_cents(Decimal("-0.001"))) == "0.00"


def test_rounding_to_four_places_goes_away_from_zero_too():
    assert round_places(Decimal("0.00005"), 4) == Decimal("0.0001")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_cannot_be_rounded(value):
    with pytest.raises(MoneyError):
        round_cents(Decimal(value))
    with pytest.raises(MoneyError):
        to_cents(Decimal(value))


def test_amounts_know_their_gross():
    assert Amounts(Decimal("82.64"), Decimal("17.36")).gross == Decimal("100.00")


def test_amounts_always_have_two_decimals():
    assert str(Amounts(Decimal("1E+2"), Decimal(0)).net) == "100.00"


def test_amounts_with_a_third_decimal_cannot_exist():
    with pytest.raises(MoneyError):
        Amounts(Decimal("1.001"), Decimal("0.00"))


def test_amounts_that_do_not_add_up_cannot_exist():
    with pytest.raises(MoneyError):
        Amounts.checked(Decimal("82.64"), Decimal("17.35"), Decimal("100.00"))


def test_the_last_of_equal_lines_takes_the_cent():
    line = Decimal("10.02")
    shares = share_out(Decimal("6.31"), [line, line, line])
    assert shares == [Decimal("2.10"), Decimal("2.10"), Decimal("2.11")]


def test_the_line_that_lost_most_by_cutting_takes_the_cent_first():
    shares = share_out(Decimal("0.10"), [Decimal(3), Decimal(2), Decimal(1)])
    assert shares == [Decimal("0.05"), Decimal("0.03"), Decimal("0.02")]


def test_weights_that_cancel_out_share_by_their_size():
    assert share_out(Decimal("1.00"), [Decimal(5), Decimal(-5)]) == [Decimal("0.50")] * 2


def test_weights_of_nothing_share_evenly():
    assert share_out(Decimal("0.03"), [Decimal(0)] * 2) == [Decimal("0.01"), Decimal("0.02")]


def test_nothing_to_share_over_no_lines_is_no_shares():
    assert share_out(Decimal("0.00"), []) == []


def test_something_to_share_over_no_lines_is_refused():
    with pytest.raises(MoneyError):
        share_out(Decimal("0.01"), [])


def test_parts_that_are_nowhere_near_the_total_are_refused():
    with pytest.raises(MoneyError):
        round_to_total([Decimal("1.00")], Decimal("5.00"))


@given(amounts, weights)
def test_shares_always_sum_to_the_total(total, lines):
    assert sum(share_out(total, lines)) == total


@given(amounts, weights)
def test_sharing_a_negated_total_negates_every_share(total, lines):
    assert share_out(-total, lines) == [-share for share in share_out(total, lines)]


@given(amounts, st.lists(st.decimals("0.01", 1_000_000, places=2), min_size=1, max_size=30))
def test_every_share_is_within_a_cent_of_its_exact_part(total, lines):
    shares = share_out(total, lines)
    for share, line in zip(shares, lines, strict=True):
        assert abs(share - total * line / sum(lines)) < Decimal("0.0101")
