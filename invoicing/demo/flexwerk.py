"""Flexwerk Demo BV, Breda: a Dutch temp agency."""

from __future__ import annotations

from decimal import Decimal

from invoicing.demo.flexwerk_goods import GROUPS, PRODUCTS, SUPPLIERS
from invoicing.demo.shapes import DemoAccount, DemoInvoice, DemoLine
from invoicing.services.companies import CompanyValues
from invoicing.services.customers import CustomerValues

CUSTOMERS = (
    CustomerValues(
        name="Bouwbedrijf De Steiger BV",
        street="Steigerweg 9",
        postal_code="5015 BT",
        city="Tilburg",
        country="NL",
        vat_number="NL850000026B01",
        enterprise_number="85000003",
        email="administratie@desteiger.example",
        default_treatment="nl_reverse_charge",
        g_account_percent=Decimal(20),
    ),
    CustomerValues(
        name="Zorggroep Avondrood",
        street="Parkzicht 2",
        postal_code="4811 AB",
        city="Breda",
        country="NL",
        vat_number="NL850000051B01",
        enterprise_number="85000005",
        email="crediteuren@avondrood.example",
        g_account_percent=Decimal(25),
    ),
    CustomerValues(
        name="Logistiek Kempen NV",
        street="Distributielaan 50",
        postal_code="2300",
        city="Turnhout",
        country="BE",
        vat_number="BE0777002860",
        enterprise_number="0777002860",
        email="ap@logistiekkempen.example",
        default_treatment="eu_services",
    ),
    CustomerValues(
        name="Sanne de Wit",
        is_business=False,
        street="Korenstraat 6",
        postal_code="4814 CD",
        city="Breda",
        country="NL",
        email="sanne@dewit.example",
        payment_term_days=14,
    ),
    CustomerValues(
        name="Kwekerij Zonnedauw BV",
        street="Kassenweg 31",
        postal_code="4921 XZ",
        city="Made",
        country="NL",
        vat_number="NL850000063B01",
        enterprise_number="85000006",
        email="facturen@zonnedauw.example",
    ),
)


def hours(price: str, quantity: str, *, treatment: str = "domestic", note: str = "") -> DemoLine:
    """Hours of temp workers at a tariff."""
    return DemoLine(
        description="Uitzenduren",
        price=price,
        quantity=quantity,
        unit="uur",
        treatment=treatment,
        note=note,
        group="uitzenduren",
    )


INVOICES = (
    DemoInvoice(
        customer="Zorggroep Avondrood",
        days_ago=40,
        lines=(hours("38.50", "36"),),
        order_number="ZA-5512",
        paid=True,
    ),
    DemoInvoice(
        customer="Bouwbedrijf De Steiger BV",
        days_ago=33,
        lines=(hours("41.25", "80", treatment="nl_reverse_charge", note="Project Spoorzone"),),
    ),
    DemoInvoice(customer="Kwekerij Zonnedauw BV", days_ago=8, lines=(hours("29.75", "120"),)),
    DemoInvoice(
        customer="Logistiek Kempen NV",
        lines=(hours("35", "40", treatment="eu_services"),),
    ),
)
FLEXWERK = DemoAccount(
    slug="flexwerk-demo",
    company=CompanyValues(
        name="Flexwerk Demo BV",
        street="Voorbeeldkade 8",
        postal_code="4811 VD",
        city="Breda",
        country="NL",
        vat_number="NL850000014B01",
        enterprise_number="85000001",
        email="administratie@flexwerk.example",
        iban="NL20INGB0001234567",
        legal_form="BV",
        g_iban="NL02INGB0990000123",
        payroll_tax_number="850000014L01",
        creditor_id="NL38ZZZ850000010000",
        colour="#1d4ed8",
    ),
    customers=CUSTOMERS,
    suppliers=SUPPLIERS,
    products=PRODUCTS,
    invoices=INVOICES,
    groups=GROUPS,
    terms={"Logistiek Kempen NV": "30E", "Kwekerij Zonnedauw BV": "2C8"},
)
