"""Amounts per line, per rate and of the document."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.money import MoneyError, round_cents
from invoicing.totals import LineInput, compute_totals
from invoicing.vat import VatRuleError

D = Decimal
RATES = [D(21), D(12), D(9), D(6)]


def line(quantity="1", price="0", discount="0", rate="21", treatment="domestic", **given_):
    return LineInput(
        quantity=D(quantity),
        unit_price=D(price),
        discount_percent=D(discount),
        vat_rate=D(rate),
        treatment=treatment,
        **given_,
    )


quantities = st.decimals(-1000, 1000, places=4)
prices = st.decimals(0, 10_000, places=4)
discounts = st.decimals(0, 100, places=2)
taxed = st.builds(
    LineInput,
    quantity=quantities,
    unit_price=prices,
    discount_percent=discounts,
    treatment=st.just("domestic"),
    vat_rate=st.sampled_from(RATES),
)
untaxed = st.builds(
    LineInput,
    quantity=quantities,
    unit_price=prices,
    discount_percent=discounts,
    treatment=st.sampled_from(["zero_rate", "eu_services", "exempt"]),
    vat_rate=st.just(D(0)),
)
documents = st.lists(taxed | untaxed, max_size=25)


def test_three_lines_of_10_02_give_6_31_vat_and_not_6_30():
    totals = compute_totals([line(price="10.02")] * 3)
    assert (totals.net, totals.vat, totals.gross) == (D("30.06"), D("6.31"), D("36.37"))
    assert [each.vat for each in totals.lines] == [D("2.10"), D("2.10"), D("2.11")]


def test_a_hundred_euro_including_vat_is_82_64_plus_17_36():
    totals = compute_totals([line(price="100")], prices_include_vat=True)
    assert (totals.net, totals.vat, totals.gross) == (D("82.64"), D("17.36"), D("100.00"))


def test_gross_leads_over_several_lines_including_vat():
    totals = compute_totals([line(price="33.33")] * 2 + [line(price="33.34")], True)
    assert (totals.net, totals.vat, totals.gross) == (D("82.64"), D("17.36"), D("100.00"))
    assert [each.gross for each in totals.lines] == [D("33.33"), D("33.33"), D("33.34")]


def test_an_advance_and_its_final_invoice_add_up():
    advance = compute_totals([line(price="3000")])
    final = compute_totals([line(price="10000"), line("-1", "3000")])
    assert (advance.net, advance.vat) == (D("3000.00"), D("630.00"))
    assert (final.net, final.vat) == (D("7000.00"), D("1470.00"))


def test_discount_and_four_decimal_prices_round_once_per_line():
    totals = compute_totals([line("3", "0.3333", "12.5")])
    assert totals.net == D("0.87")


def test_rates_are_listed_from_high_to_low_whatever_the_line_order():
    totals = compute_totals(
        [line(price="1", rate="6"), line(price="1"), line(price="1", rate="12")]
    )
    assert [group.rate for group in totals.vat_totals] == [D(21), D(12), D(6)]


def test_a_rate_written_with_decimals_is_the_same_rate():
    totals = compute_totals([line(price="1", rate="21"), line(price="1", rate="21.00")])
    assert len(totals.vat_totals) == 1


def test_equal_rates_of_different_treatments_stay_apart():
    lines = [line(price="1", rate="0", treatment=code) for code in ("exempt", "eu_goods")]
    assert len(compute_totals(lines).vat_totals) == 2


def test_lines_that_cancel_out_keep_their_own_vat():
    totals = compute_totals([line(price="100"), line("-1", "99.98")])
    assert totals.vat == D("0.00")
    assert [each.vat for each in totals.lines] == [D("21.00"), D("-21.00")]


def test_a_fixed_net_replaces_quantity_times_price():
    totals = compute_totals([line("3", "3.33", fixed_net=D("10.00"))])
    assert (totals.net, totals.vat) == (D("10.00"), D("2.10"))


def test_a_fixed_net_does_not_go_with_prices_including_vat():
    with pytest.raises(MoneyError):
        compute_totals([line(fixed_net=D("10.00"))], prices_include_vat=True)


def test_vat_on_a_reverse_charged_line_is_refused_in_plain_dutch():
    with pytest.raises(VatRuleError, match="hoort 0 % btw, niet 21 %"):
        compute_totals([line(price="1", treatment="be_cocontractor")])


def test_an_unknown_treatment_is_refused():
    with pytest.raises(VatRuleError, match="bestaat niet"):
        compute_totals([line(price="1", rate="0", treatment="margin")])


def test_a_document_without_lines_is_nothing():
    totals = compute_totals([])
    assert (totals.lines, str(totals.gross)) == ((), "0.00")


@given(documents, st.booleans())
def test_totals_always_add_up(lines, inclusive):
    totals = compute_totals(lines, inclusive)
    assert totals.net + totals.vat == totals.gross
    assert sum(group.net for group in totals.vat_totals) == totals.net
    assert sum(group.vat for group in totals.vat_totals) == totals.vat
    assert sum(each.net for each in totals.lines) == totals.net
    assert sum(each.vat for each in totals.lines) == totals.vat


@given(documents, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(lines, inclusive, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    before, after = compute_totals(lines, inclusive), compute_totals(shuffled, inclusive)
    assert replace(before, lines=()) == replace(after, lines=())


@given(st.lists(taxed, min_size=1, max_size=25))
def test_vat_is_the_net_sum_times_the_rate_rounded_once(lines):
    for group in compute_totals(lines).vat_totals:
        assert group.vat == round_cents(group.net * group.rate / 100)


@given(st.lists(taxed, min_size=1, max_size=25), st.booleans())
def test_the_shares_of_a_rate_sum_to_its_vat(lines, inclusive):
    totals = compute_totals(lines, inclusive)
    for group in totals.vat_totals:
        shares = [
            amounts.vat
            for line_, amounts in zip(lines, totals.lines, strict=True)
            if line_.vat_rate == group.rate
        ]
        assert sum(shares) == group.vat


@given(documents)
def test_gross_is_exactly_what_was_asked_when_prices_include_vat(lines):
    asked = sum(
        round_cents(each.quantity * each.unit_price * (100 - each.discount_percent) / 100)
        for each in lines
    )
    assert compute_totals(lines, prices_include_vat=True).gross == asked
