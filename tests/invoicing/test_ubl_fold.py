"""A line's net is kept to the cent, however it was priced."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoicing.totals import LineInput, line_amount
from invoicing.ubl.fold import fold_line, single

D = Decimal


def folded(quantity, price, net, unit="uur"):
    return fold_line(
        description="Werk",
        quantity=quantity,
        unit=unit,
        price=price,
        net=net,
        language="nl",
    )


def figures(priced):
    return priced.quantity, priced.unit_price, priced.discount_percent


def test_quantity_times_price_is_kept_as_it_is():
    assert figures(folded(D("2.5"), D("40"), D("100.00"))) == (D("2.5"), D(40), D(0))


def test_an_exact_percentage_becomes_the_discount():
    assert figures(folded(D(10), D(100), D("900.00"))) == (D(10), D(100), D(10))


def test_a_rounding_of_the_sender_becomes_the_price_per_unit():
    assert figures(folded(D(3), D("3.33"), D("10.00"))) == (D(3), D("3.3333"), D(0))


def test_a_quantity_with_too_many_decimals_moves_to_the_text():
    priced = folded(D("0.33333"), D(30), D("10.00"))
    assert figures(priced) == (D(1), D("10.00"), D(0))
    assert priced.description == "Werk (0,33333 uur × 30,00)"


def test_a_negative_net_is_minus_one_times_its_price():
    assert figures(single("Korting", D("-25.00"))) == (D(-1), D("25.00"), D(0))


@given(
    st.none() | st.decimals(-10_000, 10_000, places=5),
    st.none() | st.decimals(-100, 10_000, places=6),
    st.decimals(-100_000, 100_000, places=2),
)
def test_the_net_is_always_reproduced_to_the_cent(quantity, price, net):
    priced = folded(quantity, price, net)
    line = LineInput(
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        discount_percent=priced.discount_percent,
    )
    assert line_amount(line) == net == priced.net
    assert priced.unit_price >= 0
    assert 0 <= priced.discount_percent <= 100
