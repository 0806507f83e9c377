"""Amounts per line, per rate and of the document."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.money import Amounts, MoneyError, round_cents
from invoicing.totals import CashDiscount, LineInput, compute_totals, g_account_split, group_key
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
foreign = st.builds(
    LineInput,
    quantity=quantities,
    unit_price=prices,
    discount_percent=discounts,
    treatment=st.just("oss"),
    vat_rate=st.sampled_from([D(19), D("25.5")]),
    vat_country=st.sampled_from(["DE", "FI"]),
    is_discountable=st.booleans(),
)
documents = st.lists(taxed | untaxed | foreign, max_size=25)
percents = st.decimals(0, 100, places=2)
cash_discounts = st.builds(CashDiscount, percent=percents, lowers_base=st.booleans())


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


def test_a_document_discount_is_multiplied_into_each_line_and_shown_as_one_amount():
    lines = [line(price="100", discount="10"), line(price="33.33", rate="6")]
    totals = compute_totals(lines, discount_percent=D(5))
    assert [each.net for each in totals.lines] == [D("85.50"), D("31.66")]
    assert totals.line_discounts == (D("4.50"), D("1.67"))
    assert (totals.discount_amount, totals.net) == (D("6.17"), D("117.16"))
    assert totals.vat == D("17.96") + D("1.90")


def test_a_deduction_shares_in_no_discount_of_the_document():
    lines = [line(price="1000"), line("-1", "300", is_discountable=False)]
    assert compute_totals(lines, discount_percent=D(10)).net == D("600.00")


def test_a_fixed_amount_leads_including_vat_as_well():
    totals = compute_totals([line("3", "33.33", fixed_amount=D("100.00"))], True)
    assert (totals.net, totals.gross) == (D("82.64"), D("100.00"))


def test_a_belgian_cash_discount_of_2_per_cent_on_1000_gives_205_80_vat():
    belgian = CashDiscount(percent=D(2), lowers_base=True)
    totals = compute_totals([line(price="1000")], cash_discount=belgian)
    assert (totals.vat, totals.gross) == (D("205.80"), D("1205.80"))
    assert totals.vat_totals[0].vat_base == D("980.00")
    assert totals.gross - totals.cash_discount_amount == D("1185.80")


def test_a_dutch_cash_discount_changes_no_vat():
    totals = compute_totals([line(price="1000")], cash_discount=CashDiscount(percent=D(2)))
    assert (totals.vat, totals.vat_totals[0].base) == (D("210.00"), None)
    assert totals.gross - totals.cash_discount_amount == D("1185.80")


def test_disbursements_and_foreign_vat_are_outside_a_belgian_cash_discount():
    belgian = CashDiscount(percent=D(2), lowers_base=True)
    lines = [
        line(price="100", rate="19", treatment="oss", vat_country="DE"),
        line(price="50", rate="0", treatment="disbursement"),
    ]
    totals = compute_totals(lines, cash_discount=belgian)
    assert (totals.vat, totals.cash_discount_amount) == (D("19.00"), D("2.00"))


def test_equal_rates_of_different_countries_stay_apart():
    lines = [
        line(price="1", treatment="oss", rate="21", vat_country=code) for code in ("NL", "ES", "NL")
    ]
    groups = compute_totals(lines).vat_totals
    assert [(group.country, group.net) for group in groups] == [("ES", D(1)), ("NL", D(2))]
    assert group_key("domestic", D(21), "DE") == ("domestic", D(21), "")


@pytest.mark.parametrize(
    ("gross", "percent", "blocked", "normal"),
    [
        ("1210.00", "25", "302.50", "907.50"),
        ("1000.00", "20", "200.00", "800.00"),
        ("0.02", "25", "0.01", "0.01"),
        ("100.00", "0", "0.00", "100.00"),
    ],
)
def test_a_gross_amount_is_split_over_the_g_account(gross, percent, blocked, normal):
    assert g_account_split(D(gross), D(percent)) == (D(blocked), D(normal))


def test_who_credits_the_rest_of_a_rate_takes_its_cents():
    left = {group_key("domestic", D(21)): Amounts(D("10.02"), D("2.11"))}
    assert compute_totals([line(price="10.02")], left=left).vat == D("2.11")
    assert compute_totals([line(price="10.01")], left=left).vat == D("2.10")


@given(st.decimals(-100_000, 100_000, places=2), percents)
def test_the_parts_of_a_g_split_make_the_gross(gross, percent):
    blocked, normal = g_account_split(gross, percent)
    assert blocked + normal == gross
    assert abs(blocked) <= abs(gross)


@given(st.lists(taxed, min_size=1, max_size=6), st.booleans(), percents, st.data())
def test_credits_in_any_parts_never_exceed_and_end_at_zero(lines, inclusive, discount, data):
    lines = [replace(each, quantity=abs(each.quantity)) for each in lines]
    whole = compute_totals(lines, inclusive, discount_percent=discount)
    left = {
        group_key(group.treatment, group.rate): Amounts(group.net, group.vat)
        for group in whole.vat_totals
    }
    order = data.draw(st.permutations(range(len(lines))))
    for index in order:
        amounts = whole.lines[index]
        part = replace(lines[index], fixed_amount=amounts.gross if inclusive else amounts.net)
        (taken,) = compute_totals([part], inclusive, left=left).vat_totals
        key = group_key(taken.treatment, taken.rate)
        left[key] = Amounts(left[key].net - taken.net, left[key].vat - taken.vat)
        assert left[key].net >= 0
        assert left[key].vat >= 0
    assert all(not rest.net and not rest.vat for rest in left.values())


@given(documents, st.booleans(), percents, cash_discounts)
def test_totals_always_add_up(lines, inclusive, discount, cash_discount):
    totals = compute_totals(
        lines, inclusive, discount_percent=discount, cash_discount=cash_discount
    )
    assert sum(totals.line_discounts) == totals.discount_amount
    assert totals.net + totals.vat == totals.gross
    assert sum(group.net for group in totals.vat_totals) == totals.net
    assert sum(group.vat for group in totals.vat_totals) == totals.vat
    assert sum(each.net for each in totals.lines) == totals.net
    assert sum(each.vat for each in totals.lines) == totals.vat


@given(documents, st.booleans(), percents, cash_discounts, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(lines, inclusive, percent, cash_discount, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    before, after = (
        compute_totals(each, inclusive, discount_percent=percent, cash_discount=cash_discount)
        for each in (lines, shuffled)
    )
    hidden = {"lines": (), "line_discounts": ()}
    assert replace(before, **hidden) == replace(after, **hidden)


@given(st.lists(taxed, min_size=1, max_size=25), percents)
def test_a_belgian_cash_discount_is_never_more_than_the_net(lines, percent):
    lines = [replace(each, quantity=abs(each.quantity)) for each in lines]
    belgian = CashDiscount(percent=percent, lowers_base=True)
    totals = compute_totals(lines, cash_discount=belgian)
    assert 0 <= totals.cash_discount_amount <= totals.net
    assert totals.net - totals.cash_discount_amount == sum(
        group.vat_base for group in totals.vat_totals
    )


def test_vat_after_a_cash_discount_is_the_printed_base_times_the_rate():
    belgian = CashDiscount(percent=D(2), lowers_base=True)
    (group,) = compute_totals([line(price="102.55")], cash_discount=belgian).vat_totals
    # 98 % is 100.499: printed as 100.50, of which 21 % is 21.105; unrounded it would give 21.10.
    assert (group.vat_base, group.vat) == (D("100.50"), D("21.11"))
    (group,) = compute_totals([line(price="9.78", rate="6")], cash_discount=belgian).vat_totals
    assert (group.vat_base, group.vat) == (D("9.58"), D("0.57"))


@given(st.lists(taxed, min_size=1, max_size=25), percents)
def test_vat_after_a_cash_discount_always_follows_from_the_printed_base(lines, percent):
    belgian = CashDiscount(percent=percent, lowers_base=True)
    for group in compute_totals(lines, cash_discount=belgian).vat_totals:
        assert group.vat == round_cents(group.vat_base * group.rate / 100)


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


@given(st.lists(taxed, min_size=1, max_size=25))
def test_a_line_s_share_is_less_than_a_cent_off_its_own_vat(lines):
    for each, amounts in zip(lines, compute_totals(lines).lines, strict=True):
        assert abs(amounts.vat - amounts.net * each.vat_rate / 100) < D("0.01")


@given(documents)
def test_gross_is_exactly_what_was_asked_when_prices_include_vat(lines):
    asked = sum(
        round_cents(each.quantity * each.unit_price * (100 - each.discount_percent) / 100)
        for each in lines
    )
    assert compute_totals(lines, prices_include_vat=True).gross == asked
