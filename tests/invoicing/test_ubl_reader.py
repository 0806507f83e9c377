"""Reading e-invoices: official examples, odd but right ones, wrong ones."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from invoicing.documents import DocumentKind
from invoicing.ubl.document import UblRefused
from invoicing.ubl.reader import ensure_bookable, read_ubl
from tests.invoicing.ubl_files import changed
from tests.shared_data import shared_file

D = Decimal
BASIC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
EURO = [
    "peppol-examples/Allowance-example.xml",
    "peppol-examples/Vat-category-S.xml",
    "peppol-examples/base-creditnote-correction.xml",
    "peppol-examples/base-example.xml",
    "peppol-examples/base-negative-inv-correction.xml",
    "peppol-examples/sales-order-example.xml",
    "nlcius/SI-UBL-2.0_ok_base.xml",
]
FOREIGN = {"vat-category-E": "GBP", "vat-category-O": "SEK", "vat-category-Z": "GBP"}


def read_sample(name):
    return read_ubl(shared_file(f"einvoice/{name}").read_bytes())


def stated(name, element):
    root = etree.parse(shared_file(f"einvoice/{name}")).getroot()
    return D(next(root.iter(f"{BASIC}{element}")).text)


@pytest.mark.parametrize("name", [*EURO, *(f"peppol-examples/{name}.xml" for name in FOREIGN)])
def test_every_official_example_is_read_with_the_totals_of_the_file(name):
    document = read_sample(name)
    sign = -1 if document.is_negative_invoice else 1
    assert sign * document.net == stated(name, "TaxExclusiveAmount")
    assert sign * document.gross == stated(name, "TaxInclusiveAmount")
    assert sign * document.payable == stated(name, "PayableAmount")
    assert sum(line.net for line in document.lines) == document.net
    assert sum(line.vat for line in document.lines) == document.vat


@pytest.mark.parametrize("name", EURO)
def test_examples_in_euro_are_bookable(name):
    ensure_bookable(read_sample(name))


@pytest.mark.parametrize(("name", "currency"), FOREIGN.items())
def test_examples_in_another_currency_are_refused_for_that_reason(name, currency):
    document = read_sample(f"peppol-examples/{name}.xml")
    assert document.currency == currency
    with pytest.raises(UblRefused, match=f"is in {currency}. Alleen documenten in euro"):
        ensure_bookable(document)


def test_document_charges_and_allowances_become_lines():
    lines = read_sample("peppol-examples/Allowance-example.xml").lines
    extra = [(line.description, line.quantity, line.unit_price) for line in lines[3:]]
    assert extra == [("Cleaning", D(1), D("200.00")), ("Discount", D(-1), D("200.00"))]


def test_charges_inside_a_line_are_folded_into_its_price_or_discount():
    first, second, third, *_ = read_sample("peppol-examples/Allowance-example.xml").lines
    assert (first.quantity, first.unit_price, first.net) == (D(10), D(400), D(4000))
    assert "Discount: -101.00" in first.description
    assert (second.quantity, second.unit_price, second.net) == (D(10), D(100), D(1000))
    assert (third.quantity, third.unit_price, third.discount_percent) == (D(10), D(100), D(10))


def test_a_prepaid_amount_is_told_apart_from_the_total():
    document = read_sample("peppol-examples/Allowance-example.xml")
    assert (document.gross, document.prepaid, document.payable) == (D(7125), D(1000), D(6125))


def test_a_credit_note_has_positive_amounts_and_names_its_original():
    document = read_sample("peppol-examples/base-creditnote-correction.xml")
    assert document.kind is DocumentKind.CREDIT_NOTE
    assert (document.gross, document.original_number) == (D("1656.25"), "Snippet1")


def test_a_negative_invoice_stands_as_the_credit_note_that_it_is():
    document = read_sample("peppol-examples/base-negative-inv-correction.xml")
    assert document.kind is DocumentKind.CREDIT_NOTE
    assert document.is_negative_invoice
    assert (document.number, document.original_number) == ("Correction1", "Snippet1")
    assert [line.quantity for line in document.lines] == [D(7), D(-3), D(1)]
    assert document.gross == D("1656.25")


def test_parties_dates_and_references_are_read():
    document = read_sample("peppol-examples/Allowance-example.xml")
    assert (document.issue_date, document.tax_point) == (date(2017, 11, 13), date(2017, 12, 1))
    assert document.due_date == date(2017, 12, 1)
    assert document.customer_reference == "0150abc"
    assert document.note.startswith("Please note")
    assert document.note.endswith("2% discount")
    assert document.seller.name == "SupplierOfficialName Ltd"
    assert document.seller.vat_number == "GB1232434"
    assert document.buyer.street == "Hovedgatan 32, Po box 878"
    assert document.buyer.email == "lj@buyer.se"
    assert document.buyer.is_business


def test_a_due_date_that_is_missing_stays_missing():
    assert read_sample("peppol-examples/base-creditnote-correction.xml").due_date is None


def test_a_dutch_number_loses_its_dots():
    assert read_sample(EURO[-1]).seller.vat_number == "NL111111111B01"


def test_a_belgian_file_is_read_with_bare_reference_and_numbers():
    document = read_ubl(changed())
    assert document.payment_reference == "090933755493"
    assert document.seller.enterprise_number == "0777000187"
    assert document.buyer.name == "Bakkerij Maes"
    assert not document.buyer.is_business
    assert document.lines[0].unit == "uur"


def test_a_comment_inside_a_value_hides_nothing():
    document = read_ubl(changed((">2026-0041<", ">2026-<!-- x -->0041<")))
    assert document.number == "2026-0041"


def test_a_line_whose_net_has_no_exact_price_keeps_its_net_and_tells_its_quantity():
    data = changed(
        (">2</cbc:InvoicedQuantity>", ">30000</cbc:InvoicedQuantity>"),
        (">50.00</cbc:PriceAmount>", ">0.00335</cbc:PriceAmount>"),
    )
    (line,) = read_ubl(data).lines
    assert (line.quantity, line.unit_price, line.net) == (D(1), D("100.00"), D("100.00"))
    assert line.description == "Onderhoud (30.000 uur × 0,0034)"


def test_a_line_without_quantity_is_one_of_its_net():
    data = changed(('<cbc:InvoicedQuantity unitCode="HUR">2</cbc:InvoicedQuantity>', ""))
    (line,) = read_ubl(data).lines
    assert (line.quantity, line.unit_price) == (D(1), D("100.00"))


def test_a_margin_scheme_is_read_but_not_bookable():
    code = "<cbc:TaxExemptionReasonCode>vatex-eu-f</cbc:TaxExemptionReasonCode>"
    data = changed(
        ("<cbc:ID>S</cbc:ID><cbc:Percent>21", f"<cbc:ID>E</cbc:ID>{code}<cbc:Percent>0"),
        ("<cbc:ID>S</cbc:ID>\n    <cbc:Percent>21", "<cbc:ID>E</cbc:ID><cbc:Percent>0"),
        (">21.00<", ">0.00<"),
        (">121.00<", ">100.00<"),
    )
    with pytest.raises(UblRefused, match="margeregeling"):
        ensure_bookable(read_ubl(data))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '<cbc:TaxExclusiveAmount currencyID="EUR">100.00',
            '<cbc:TaxExclusiveAmount currencyID="EUR">100.01',
            "Factuur 2026-0041: het totaal zonder btw klopt niet. Het bestand zegt € 100,01, "
            "de regels geven € 100,00.",
        ),
        (
            ">121.00</cbc:PayableAmount>",
            ">120.00</cbc:PayableAmount>",
            "het te betalen bedrag klopt",
        ),
        (
            '<cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>\n  <cac:TaxSub',
            '<cbc:TaxAmount currencyID="EUR">21.01</cbc:TaxAmount>\n  <cac:TaxSub',
            "het totaal van de btw klopt niet",
        ),
        (
            '<cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>\n    <cac:TaxCat',
            '<cbc:TaxAmount currencyID="EUR">20.99</cbc:TaxAmount>\n    <cac:TaxCat',
            "de btw bij btw-tarief 21 % klopt niet",
        ),
        (
            '<cbc:TaxableAmount currencyID="EUR">100.00',
            '<cbc:TaxableAmount currencyID="EUR">99.00',
            "de maatstaf bij btw-tarief 21 %",
        ),
        (
            ">121.00</cbc:PayableAmount>",
            ">121.00</cbc:PayableAmount><cbc:ChargeTotalAmount>5</cbc:ChargeTotalAmount>",
            "toeslagen min kortingen",
        ),
        (
            ">121.00</cbc:PayableAmount>",
            ">121.00</cbc:PayableAmount><cbc:PayableRoundingAmount>0.02</cbc:PayableRoundingAmount>",
            "afgerond met € 0,02",
        ),
        (
            ">121.00</cbc:PayableAmount>",
            ">131.00</cbc:PayableAmount><cbc:PrepaidAmount>-10</cbc:PrepaidAmount>",
            "verkeerde teken",
        ),
        ("100.00</cbc:LineE", "100.001</cbc:LineE", "meer dan twee decimalen: 100.001"),
        ('"EUR">121.00</cbc:TaxInc', '"USD">121.00</cbc:TaxInc', "TaxInclusiveAmount staat in USD"),
        (
            ">2</cbc:InvoicedQ",
            ">twee</cbc:InvoicedQ",
            "regel 1: bij InvoicedQuantity wordt een getal",
        ),
        (">2</cbc:InvoicedQ", ">1E+3</cbc:InvoicedQ", "er staat '1E\\+3'"),
        (">2</cbc:InvoicedQ", ">99999999999</cbc:InvoicedQ", "wordt een getal verwacht"),
        ("2026-11-20", "20 november", "bij IssueDate wordt een datum verwacht als 2026-11-20"),
        ("2026-11-20", "2026-02-30", "wordt een datum verwacht"),
        ("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", "", "IssueDate ontbreekt"),
        ("<cbc:ID>2026-0041</cbc:ID>", "", "ID ontbreekt"),
        (">EUR</cbc:Doc", ">euro</cbc:Doc", "een munt heeft drie hoofdletters"),
        (">380<", ">389<", "self-billing"),
        (">380<", ">381<", "code 381 wordt niet ondersteund"),
        (
            "<cac:PartyName><cbc:Name>Bakkerij Maes</cbc:Name></cac:PartyName>",
            "",
            "naam van de koper",
        ),
        ("<cbc:Percent>21</cbc:Percent></cac:Cl", "</cac:Cl", "'S' gaat niet samen met 0 % btw"),
        (
            "<cbc:Percent>21</cbc:Percent></cac:Cl",
            "<cbc:Percent>210</cbc:Percent></cac:Cl",
            "210 %",
        ),
        ("<cbc:ID>S</cbc:ID>", "<cbc:ID>AE</cbc:ID>", "'AE' gaat niet samen met 21 % btw"),
        ("<cbc:ID>S</cbc:ID>", "<cbc:ID>B</cbc:ID>", "Italiaanse gesplitste betaling"),
    ],
)
def test_what_does_not_fit_is_refused_with_one_plain_message(old, new, message):
    with pytest.raises(UblRefused, match=message.replace(" ", r"\s")) as refusal:
        read_ubl(changed((old, new)))
    assert str(refusal.value).endswith(".")
