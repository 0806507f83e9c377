"""The mapping is pure: document and rules in, traced fields out; nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exact.mapping import FinancialPeriod, MappingProblem, Rules, map_document
from connectors.exact.proposals import percentage_of, propose_vat_code
from invoicing.documents import DocumentKind, ExtraValue, IssuedDocument, IssuedLine, Party

LINE = IssuedLine(
    position=1,
    description="Onderhoud oven",
    quantity=Decimal(1),
    unit="stuk",
    unit_price=Decimal("100.0000"),
    discount_percent=Decimal(0),
    net=Decimal("100.00"),
    vat=Decimal("21.00"),
    treatment="domestic",
    vat_rate=Decimal("21.00"),
    revenue_group="services",
)
DOCUMENT = IssuedDocument(
    public_id="abc",
    kind=DocumentKind.INVOICE,
    number="2026-0001",
    issue_date=date(2026, 11, 20),
    tax_point=date(2026, 11, 20),
    due_date=date(2026, 12, 20),
    currency="EUR",
    language="nl",
    seller=Party(name="Oventechniek"),
    buyer=Party(name="De Korst", key="k1"),
    lines=(LINE,),
    vat_totals=(),
    net=Decimal("100.00"),
    vat=Decimal("21.00"),
    gross=Decimal("121.00"),
    payment_reference="000202600107",
)
RULES = Rules(
    journals={"invoice": "700", "credit_note": "705"},
    revenue={"goods": "guid-goods"},
    default_revenue="guid-any",
    vat_codes={"domestic:21.00": "3  "},
    extra_targets={},
    periods=(
        FinancialPeriod(year=2027, period=5, start=date(2026, 11, 1), end=date(2026, 11, 30)),
        FinancialPeriod(year=2027, period=6, start=date(2026, 12, 1), end=date(2026, 12, 31)),
    ),
)


def payload(document: IssuedDocument = DOCUMENT, rules: Rules = RULES, **values: Any) -> Any:
    wanted: dict[str, Any] = {"relation_id": "guid-relation", "number": 20260001} | values
    return map_document(document, rules, **wanted).payload()


def problems(document: IssuedDocument = DOCUMENT, rules: Rules = RULES) -> list[str]:
    found = map_document(document, rules, relation_id="", number=None).problems
    assert all(isinstance(each, MappingProblem) for each in found)
    return [each.code for each in found]


def test_the_payload_of_an_invoice_is_this_and_no_more() -> None:
    assert payload() == {
        "Journal": "700",
        "Customer": "guid-relation",
        "EntryDate": "2026-11-20T00:00:00Z",
        "DueDate": "2026-12-20T00:00:00Z",
        "Currency": "EUR",
        "Description": "Factuur 2026-0001",
        "EntryNumber": 20260001,
        "InvoiceNumber": 20260001,
        "ReportingYear": 2027,
        "ReportingPeriod": 5,
        "YourRef": "2026-0001",
        "PaymentReference": "000202600107",
        "SalesEntryLines": [
            {
                "GLAccount": "guid-any",
                "AmountFC": "100.00",
                "VATCode": "3  ",
                "VATAmountFC": "21.00",
                "Description": "Onderhoud oven",
            }
        ],
    }


def test_a_credit_note_goes_to_its_journal_with_negated_lines() -> None:
    body = payload(replace(DOCUMENT, kind=DocumentKind.CREDIT_NOTE))
    (row,) = body["SalesEntryLines"]
    assert (body["Journal"], body["Description"]) == ("705", "Creditnota 2026-0001")
    assert (row["AmountFC"], row["VATAmountFC"]) == ("-100.00", "-21.00")


def test_without_a_number_exact_numbers() -> None:
    assert "EntryNumber" not in payload(number=None)
    assert "InvoiceNumber" not in payload(number=None)


def test_outside_the_period_table_exact_chooses_the_period() -> None:
    assert "ReportingPeriod" not in payload(replace(DOCUMENT, issue_date=date(2029, 1, 1)))
    december = payload(replace(DOCUMENT, issue_date=date(2026, 12, 31)))
    assert (december["ReportingYear"], december["ReportingPeriod"]) == (2027, 6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"journals": {}}, "journal"),
        ({"default_revenue": ""}, "revenue"),
        ({"vat_codes": {}}, "vat"),
        ({"vat_codes": {"domestic:21": "3"}}, "vat"),
    ],
)
def test_what_the_settings_do_not_answer_is_a_problem(change: Any, code: str) -> None:
    assert problems(rules=replace(RULES, **change)) == [code]


def test_another_currency_is_a_problem() -> None:
    assert problems(replace(DOCUMENT, currency="SEK")) == ["currency"]


def test_a_problem_of_many_lines_is_told_once() -> None:
    document = replace(DOCUMENT, lines=(LINE,) * 5)
    assert problems(document, replace(RULES, vat_codes={})) == ["vat"]


def test_a_revenue_group_goes_to_its_own_account() -> None:
    line = replace(LINE, revenue_group="goods")
    rows = payload(replace(DOCUMENT, lines=(LINE, line)))["SalesEntryLines"]
    assert [row["GLAccount"] for row in rows] == ["guid-any", "guid-goods"]


def extra(key: str, value: str, type_: str = "text") -> ExtraValue:
    return ExtraValue(key=key, label=key.title(), type=type_, value=value)


def test_extra_fields_go_to_their_targets_and_empty_ones_nowhere() -> None:
    rules = replace(
        RULES,
        extra_targets={
            "document:po": "YourRef",
            "line:from": "From",
            "line:to": "To",
            "document:note": "Notes",
        },
    )
    line = replace(LINE, extra=(extra("from", "2026-11-01"), extra("to", "2026-11-30")))
    document = replace(DOCUMENT, lines=(line, LINE), extra=(extra("po", "P1"), extra("note", "N")))
    body = payload(document, rules)
    first, second = body["SalesEntryLines"]
    assert body["YourRef"] == "P1"
    assert (first["From"], first["To"]) == ("2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z")
    assert (first["Notes"], second["Notes"]) == ("N", "N")
    assert "From" not in second
    empty = payload(replace(document, extra=(extra("po", ""),)), rules)
    assert empty["YourRef"] == "2026-0001"


def test_a_date_target_with_no_date_is_a_problem() -> None:
    rules = replace(RULES, extra_targets={"line:from": "From"})
    line = replace(LINE, extra=(extra("from", "morgen"),))
    assert problems(replace(DOCUMENT, lines=(line,)), rules) == ["extra_type"]


def test_a_range_that_ends_before_it_begins_is_a_problem() -> None:
    rules = replace(RULES, extra_targets={"line:from": "From", "line:to": "To"})
    line = replace(LINE, extra=(extra("from", "2026-11-02"), extra("to", "2026-11-01")))
    assert problems(replace(DOCUMENT, lines=(line,)), rules) == ["range"]


@given(st.text(max_size=400))
def test_a_line_description_is_one_line_that_fits(text: str) -> None:
    line = replace(LINE, description=text)
    (row,) = payload(replace(DOCUMENT, lines=(line,)))["SalesEntryLines"]
    assert len(row["Description"]) <= 255
    assert "\n" not in row["Description"]


CENTS = st.integers(min_value=-(10**9), max_value=10**9).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=20), st.booleans())
def test_the_lines_add_up_to_the_document_to_the_cent(
    amounts: list[tuple[Decimal, Decimal]], is_credit: bool
) -> None:
    kind = DocumentKind.CREDIT_NOTE if is_credit else DocumentKind.INVOICE
    lines = tuple(replace(LINE, net=net, vat=vat) for net, vat in amounts)
    gross = sum((line.gross for line in lines), Decimal(0))
    rows = payload(replace(DOCUMENT, kind=kind, lines=lines))["SalesEntryLines"]
    sent = sum((Decimal(row["AmountFC"]) + Decimal(row["VATAmountFC"]) for row in rows), Decimal(0))
    assert sent == (-gross if is_credit else gross)


@pytest.mark.parametrize(
    ("value", "per_cent"),
    [
        ("0.21", "21.00"),
        ("21", "21.00"),
        ("0.055", "5.50"),
        ("0", "0.00"),
        (0.06, "6.00"),
        ("6.0", "6.00"),
    ],
)
def test_a_percentage_is_read_as_a_fraction_or_as_per_cent(value: Any, per_cent: str) -> None:
    assert percentage_of({"Percentage": value}) == Decimal(per_cent)
    assert percentage_of({"Percentage": None}) is None


def code(key: str, description: str, percentage: str = "0", **values: Any) -> dict[str, Any]:
    row = {"ID": key, "Code": key, "Description": description, "Percentage": percentage}
    return row | {"Type": "E", "VATTransactionType": "S", "IsBlocked": False} | values


def test_no_code_is_proposed_where_none_fits() -> None:
    rows = [
        code("1", "Binnenland 21 %", "0.21", Type="I"),
        code("2", "Binnenland 21 %", "0.21", IsBlocked=True),
        code("3", "Aankoop 21 %", "0.21", VATTransactionType="P"),
        code("4", "OSS Duitsland 21 %", "0.21", OssCountry="DE"),
    ]
    assert propose_vat_code(rows, "domestic", Decimal("21.00")) is None


def test_several_codes_that_fit_are_a_proposal_to_be_checked() -> None:
    rows = [code("1", "Hoog", "0.21"), code("2", "Hoog investeringen", "0.21")]
    found = propose_vat_code(rows, "domestic", Decimal("21.00"))
    assert found is not None
    assert (found.choice.code, found.is_certain) == ("1", False)
