"""The QR code that fills in the transfer."""

from dataclasses import replace
from decimal import Decimal

import pytest
import segno

from invoicing.pdf import qr
from invoicing.pdf.transfers import transfers
from tests.invoicing.issued_documents import SELLER, issued
from tests.invoicing.pdf_cases import cases

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


def as_scanned(*lines: str) -> str:
    """The picture of a code with exactly this text, made without the helper for transfers."""
    code = segno.make("\n".join(lines), error="m", boost_error=False, micro=False, mode="byte")
    return qr._svg(code)


def transfer(iban: str, bic: str, amount: str, text: str) -> tuple[str, ...]:
    name = "Flexwerk Demo BV"
    return ("BCD", "002", "2", "SCT", bic, name, iban, amount, "", "", text)


def test_the_two_codes_of_a_g_account_hold_their_own_account_and_amount() -> None:
    document = cases()["nl_g_account"]
    assert qr.payment_codes(document, document.gross) == [
        as_scanned(*transfer("NL20INGB0001234567", "INGBNL2A", "EUR907.5", "2026-0041")),
        as_scanned(*transfer("NL02INGB0990000123", "INGBNL2A", "EUR302.5", "2026-0041")),
    ]


def test_what_was_paid_of_a_g_account_invoice_was_the_ordinary_part() -> None:
    document = cases()["nl_g_account"]
    asked = transfers(document, D("500"))
    assert [(each.is_blocked, each.amount) for each in asked] == [
        (False, D("197.50")),
        (True, D("302.50")),
    ]
    assert [each.amount for each in transfers(document, D("100"))] == [D("100")]


@pytest.mark.parametrize("name", ["be_direct_debit", "be_credit_note", "nl_g_account_credit"])
def test_what_asks_for_no_transfer_has_no_code(name: str) -> None:
    document = cases()[name]
    assert qr.payment_codes(document, document.gross) == []
