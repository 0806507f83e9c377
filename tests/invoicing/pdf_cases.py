"""One document of each sort that the law treats differently, for tests of what a PDF says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invoicing.documents import AdvanceRef, DocumentKind, GAccount, IssuedDocument
from invoicing.totals import CashDiscount, g_account_split
from tests.invoicing.issued_documents import BUYER, SELLER, given_line, issued

D = Decimal
BE = replace(SELLER, legal_form="BV", court="Gent", creditor_id="BE96ZZZ0777000187")
NL = replace(
    SELLER,
    name="Flexwerk Demo BV",
    street="Voorbeeldkade 8",
    postal_code="4811 VD",
    city="Breda",
    country="NL",
    vat_number="NL850000014B01",
    enterprise_number="85000001",
    iban="NL20INGB0001234567",
    bic="INGBNL2A",
    legal_form="BV",
    g_iban="NL02INGB0990000123",
    g_bic="INGBNL2A",
    payroll_tax_number="850000014L01",
)
SMALL_BE = replace(BE, name="Atelier Klei", legal_form="eenmanszaak", court="")
DUTCH = replace(BUYER, name="Bouwbedrijf De Steiger BV", country="NL", vat_number="NL850000026B01")
GERMAN = replace(BUYER, name="Ofenbau Muster GmbH", country="DE", vat_number="DE136695976")
CONSUMER = replace(
    BUYER, name="Erika Muster", country="DE", vat_number="", contact="", is_business=False
)
AMERICAN = replace(BUYER, name="Example Ovens Inc.", country="US", vat_number="")


def zero(treatment: str, price: str = "1000") -> object:
    return given_line(price=price, treatment=treatment, vat_rate="0")


def with_g_account(document: IssuedDocument, percent: str) -> IssuedDocument:
    blocked, normal = g_account_split(document.gross, D(percent))
    part = GAccount(
        iban=NL.g_iban, bic=NL.g_bic, percent=D(percent), amount=blocked, normal_amount=normal
    )
    return replace(document, g_account=part, payment_reference="")


def credit_note(*lines: object, **changes: object) -> IssuedDocument:
    return issued(
        *lines,
        kind=DocumentKind.CREDIT_NOTE,
        number="C2026-0007",
        original_number="2026-0041",
        original_date=date(2026, 11, 3),
        **changes,
    )


def _with_first(document: IssuedDocument, **changes: object) -> IssuedDocument:
    first, *others = document.lines
    return replace(document, lines=(replace(first, **changes), *others))


def cases() -> dict[str, IssuedDocument]:
    """Each sort by its name; in Dutch."""
    work = {
        "contract_reference": "C-2026/14",
        "period_start": date(2026, 11, 2),
        "period_end": date(2026, 11, 15),
    }
    return {
        "be_two_rates": issued(
            given_line("Oven", "2", "1250"), given_line("Bloem", "10", "12.5", vat_rate="6"),
            seller=BE, customer_reference="PO 77", order_reference="B-9",
        ),
        "be_including_vat": issued(given_line(price="100"), seller=BE, prices_include_vat=True),
        "be_discount": issued(
            given_line(price="100", discount_percent="10"), given_line(price="33.33"),
            seller=BE, discount_percent=D(5),
        ),
        "be_cash_discount": issued(
            given_line(price="1000"), seller=BE, cash_discount_days=8,
            cash_discount=CashDiscount(percent=D(2), lowers_base=True),
        ),
        "nl_cash_discount": issued(
            given_line(price="1000"), seller=NL, buyer=DUTCH, cash_discount_days=8,
            cash_discount=CashDiscount(percent=D(2)), payment_reference="",
        ),
        "be_cocontractor": issued(zero("be_cocontractor"), seller=BE),
        "be_zero_rate": issued(zero("zero_rate"), seller=BE),
        "be_eu_services": issued(zero("eu_services"), seller=BE, buyer=GERMAN),
        "be_eu_goods": issued(
            zero("eu_goods"), seller=BE, buyer=GERMAN,
            delivery_date=date(2026, 11, 20), delivery_country="DE",
        ),
        "be_triangular": issued(
            zero("triangular"), seller=BE, buyer=GERMAN,
            delivery_date=date(2026, 11, 20), delivery_country="FR",
        ),
        "be_export": issued(
            zero("export_goods"), seller=BE, buyer=AMERICAN,
            delivery_date=date(2026, 11, 20), delivery_country="US",
        ),
        "be_outside_scope": issued(zero("outside_scope"), seller=BE, buyer=AMERICAN),
        "be_oss": issued(
            given_line(price="100", treatment="oss", vat_rate="19", vat_country="DE"),
            seller=BE, buyer=CONSUMER,
        ),
        "be_exempt": issued(zero("exempt"), seller=BE),
        "be_disbursement": issued(
            given_line(price="500"), zero("disbursement", "62.5"), seller=BE
        ),
        "be_small_business": issued(zero("small_business", "80"), seller=SMALL_BE),
        "nl_small_business": issued(
            zero("small_business", "80"), buyer=DUTCH, payment_reference="",
            seller=replace(NL, name="Tuin Demo", legal_form="", vat_number=""),
        ),
        "nl_reverse_charge_g_account": with_g_account(
            issued(zero("nl_reverse_charge"), seller=NL, buyer=DUTCH, **work), "20"
        ),
        "nl_g_account": with_g_account(
            issued(given_line(price="1000"), seller=NL, buyer=DUTCH, **work), "25"
        ),
        "nl_g_account_cash_discount": with_g_account(
            issued(
                given_line(price="1000"), seller=NL, buyer=DUTCH, cash_discount_days=8,
                cash_discount=CashDiscount(percent=D(2)), **work,
            ),
            "25",
        ),
        "nl_g_account_credit": with_g_account(
            credit_note(given_line(price="1000"), seller=NL, buyer=DUTCH), "25"
        ),
        "be_direct_debit": issued(
            given_line(price="1000"), seller=BE, payment_method="direct_debit",
            mandate_reference="M-2026-17", mandate_date=date(2026, 1, 5),
        ),
        "be_credit_note": credit_note(given_line(price="10.02"), seller=BE),
        "be_credit_note_cash_discount": credit_note(
            given_line(price="1000"), seller=BE,
            cash_discount=CashDiscount(percent=D(2), lowers_base=True),
        ),
        "nl_credit_note": credit_note(given_line(price="10.02"), seller=NL, buyer=DUTCH),
        "be_advance": issued(given_line(price="3000"), seller=BE, is_advance=True),
        "be_final": replace(
            _with_first(
                issued(
                    given_line("Voorschot", price="-3000"), given_line("Oven", price="10000"),
                    seller=BE,
                ),
                advance_number="2026-0031",
            ),
            advances=(
                AdvanceRef(
                    number="2026-0031", date=date(2026, 9, 1), net=D("3000.00"), vat=D("630.00")
                ),
            ),
        ),
        "be_covered_by_advance": replace(
            _with_first(
                issued(
                    given_line(
                        "Af: voorschotfactuur 2026-0031 van 1 sep 2026", price="-3000"
                    ),
                    given_line("Oven", price="3000"),
                    seller=BE,
                ),
                advance_number="2026-0031",
            ),
            advances=(
                AdvanceRef(
                    number="2026-0031", date=date(2026, 9, 1), net=D("3000.00"), vat=D("630.00")
                ),
            ),
        ),
        "be_free": issued(given_line(price="0"), seller=BE),
        "be_deferred": _with_first(
            issued(given_line("Onderhoudscontract", price="1200"), seller=BE,
                   tax_point=date(2026, 11, 1)),
            deferred_from=date(2026, 11, 1), deferred_to=date(2027, 10, 31),
        ),
        "be_prepaid": issued(given_line(price="100"), seller=BE, prepaid=D("21.00")),
    }  # fmt: skip
