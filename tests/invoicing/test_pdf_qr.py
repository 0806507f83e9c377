"""The QR code that fills in the transfer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from invoicing.pdf import qr
from tests.invoicing.issued_documents import SELLER, issued

D = Decimal


@pytest.fixture
def asked(monkeypatch):
    """What the code was asked to hold."""
    calls = []
    real = qr.helpers.make_epc_qr

    def listening(**values):
        calls.append(values)
        return real(**values)

    monkeypatch.setattr(qr.helpers, "make_epc_qr", listening)
    return calls


def test_an_invoice_has_one_code_with_its_transfer(asked):
    (code,) = qr.payment_codes(issued(), D("121.00"))
    assert code.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    (values,) = asked
    assert values["iban"] == "BE80777000000177"
    assert values["amount"] == D("121.00")
    assert values["text"] == "+++090/9337/55493+++"
    assert values["reference"] is None


def test_a_creditor_reference_goes_in_its_own_slot(asked):
    qr.payment_codes(issued(payment_reference="RF18 5390 0754 7034"), D(1))
    assert asked[0]["reference"] == "RF18539007547034"
    assert asked[0]["text"] is None


def test_without_a_reference_the_number_tells_what_is_paid(asked):
    qr.payment_codes(issued(payment_reference=""), D(1))
    assert asked[0]["text"] == "2026-0041"


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({"seller": replace(SELLER, iban="")}, "121"),
        ({"seller": replace(SELLER, iban="IBAN32423940")}, "121"),
        ({"seller": replace(SELLER, name="")}, "121"),
        ({"seller": replace(SELLER, bic="NOT A BIC AT ALL")}, "121"),
        ({"currency": "SEK"}, "121"),
        ({}, "0"),
        ({}, "-5"),
        ({}, "1000000000"),
    ],
)
def test_where_no_transfer_can_be_expressed_there_is_no_code(changes, amount):
    assert not any(qr.payment_codes(issued(**changes), D(amount)))


def test_a_long_name_is_cut_to_what_the_code_can_hold(asked):
    assert qr.payment_codes(issued(seller=replace(SELLER, name="Bakkerij " * 20)), D(1))
    assert len(asked[0]["name"]) <= 70


def test_a_name_in_any_script_has_a_code():
    assert qr.payment_codes(issued(seller=replace(SELLER, name="日本のパン屋😀")), D(1))
