"""Oventechniek Demo BV, Gent: a Belgian company that sells and maintains ovens."""

from __future__ import annotations

from datetime import date

from invoicing.demo.oventechniek_goods import GROUPS, PRODUCTS, SUPPLIERS
from invoicing.demo.shapes import DemoAccount, DemoCredit, DemoInvoice, DemoLine
from invoicing.services.companies import CompanyValues
from invoicing.services.customers import CustomerValues

CUSTOMERS = (
    CustomerValues(
        code="101",
        name="Bakkerij Het Gouden Brood BV",
        contact="An Peeters",
        street="Marktstraat 14",
        postal_code="9000",
        city="Gent",
        vat_number="BE0777004048",
        enterprise_number="0777004048",
        email="facturen@goudenbrood.example",
    ),
    CustomerValues(
        code="102",
        name="Bouwwerken De Vlaamse Leie BV",
        cost_centre="20",
        street="Werfkaai 3",
        postal_code="8500",
        city="Kortrijk",
        vat_number="BE0777004147",
        enterprise_number="0777004147",
        email="boekhouding@vlaamseleie.example",
        default_treatment="be_cocontractor",
    ),
    CustomerValues(
        name="Lotte Janssens",
        is_business=False,
        street="Lindelaan 27",
        postal_code="9050",
        city="Gentbrugge",
        email="lotte@janssens.example",
        payment_term_days=14,
    ),
    CustomerValues(
        name="Broodfabriek Zeeland BV",
        street="Havenweg 40",
        postal_code="4531 EA",
        city="Terneuzen",
        country="NL",
        vat_number="NL850000026B01",
        enterprise_number="85000002",
        email="crediteuren@broodfabriek.example",
        default_treatment="eu_services",
    ),
    CustomerValues(
        name="Jonas Becker",
        is_business=False,
        street="Musterstraße 5",
        postal_code="50667",
        city="Köln",
        country="DE",
        email="jonas@becker.example",
        language="en",
    ),
    CustomerValues(
        name="Sunrise Bakeries Inc.",
        street="100 Example Avenue",
        postal_code="10001",
        city="New York",
        country="US",
        email="ap@sunrise.example",
        language="en",
        default_treatment="outside_scope",
    ),
    CustomerValues(
        name="Heemkring De Molen vzw",
        street="Molenpad 1",
        postal_code="9820",
        city="Merelbeke",
        enterprise_number="0777001276",
        email="secretaris@demolen.example",
    ),
    CustomerValues(
        name="Stadsbestuur Voorbeeldstad",
        is_government=True,
        peppol_id="0208:0777001672",
        street="Stadsplein 1",
        postal_code="9300",
        city="Aalst",
        vat_number="BE0777001672",
        enterprise_number="0777001672",
        email="facturen@voorbeeldstad.example",
        payment_term_days=60,
    ),
    CustomerValues(
        name="Pizzeria Vesuvio BV",
        street="Stationsstraat 88",
        postal_code="1000",
        city="Brussel",
        vat_number="BE0777002068",
        enterprise_number="0777002068",
        email="compta@vesuvio.example",
        # Pays by direct debit.
        mandate_reference="OVT-2026-0004",
        mandate_date=date(2026, 1, 5),
        language="fr",
    ),
    CustomerValues(
        name="Grootkeuken Verhuur NV",
        # What it owes is sold to a factor.
        contact="p/a Voorbeeld Factoring NV",
        street="Industriepark 20",
        postal_code="2800",
        city="Mechelen",
        vat_number="BE0777002464",
        enterprise_number="0777002464",
        email="ap@grootkeuken.example",
    ),
)
MAINTENANCE = DemoLine(
    description="Onderhoudscontract ovens, 12 maanden", price="1200", unit="jaar", period_months=12
)
OVEN = DemoLine(description="Dekoven 3 etages", price="1250", unit="stuk", group="goederen")
HOURS = DemoLine(description="Werkuren technieker", price="38.50", quantity="6", unit="uur")
ADVANCE = DemoLine(
    description="Voorschot op bakstraat", price="3000", group="voorschotten", nature="advance"
)
CLEARANCE = DemoLine(
    description="Keuringskosten, voorgeschoten", price="95", treatment="disbursement"
)
INVOICES = (
    DemoInvoice(
        customer="Grootkeuken Verhuur NV",
        days_ago=44,
        lines=(OVEN, DemoLine(description="Plaatsing en afregeling", price="185", unit="stuk")),
        order_number="GKV-2201",
    ),
    DemoInvoice(
        customer="Bouwwerken De Vlaamse Leie BV",
        days_ago=31,
        lines=(
            DemoLine(
                description="Vaste inbouw industriële oven, werf Kaai",
                price="4860",
                treatment="be_cocontractor",
                note="Werf Kaai, lot 3",
            ),
        ),
    ),
    DemoInvoice(
        customer="Broodfabriek Zeeland BV",
        days_ago=19,
        lines=(
            DemoLine(description="Afstelling ovenlijn 2", price="640", treatment="eu_services"),
        ),
        order_number="PO-88413",
    ),
    DemoInvoice(
        customer="Lotte Janssens",
        days_ago=12,
        lines=(
            DemoLine(description="Workshop broodbakken", price="75", quantity="2", unit="persoon"),
            DemoLine(
                description="Bakmeel 25 kg", price="21.90", rate="6", unit="zak", group="goederen"
            ),
        ),
    ),
    DemoInvoice(
        customer="Bakkerij Het Gouden Brood BV",
        days_ago=5,
        lines=(MAINTENANCE, HOURS),
        order_number="BGB-104",
    ),
    DemoInvoice(
        customer="Stadsbestuur Voorbeeldstad",
        days_ago=1,
        lines=(
            DemoLine(description="Onderdelen oven, set", price="10.02", group="goederen"),
            DemoLine(description="Dichtingen", price="10.02", group="goederen"),
            DemoLine(description="Verlichting oven", price="10.02", group="goederen"),
        ),
        order_number="2026/VS/771",
    ),
    DemoInvoice(
        customer="Bakkerij Het Gouden Brood BV", days_ago=1, lines=(ADVANCE,), is_advance=True
    ),
    DemoInvoice(
        customer="Jonas Becker",
        days_ago=0,
        lines=(
            DemoLine(
                description="Baking plate for a home oven",
                price="119",
                treatment="oss",
                rate="19",
                country="DE",
                group="goederen",
                nature="goods",
            ),
        ),
    ),
    DemoInvoice(
        customer="Sunrise Bakeries Inc.",
        days_ago=0,
        lines=(
            DemoLine(
                description="Remote advice on oven line", price="450", treatment="outside_scope"
            ),
        ),
    ),
    DemoInvoice(
        customer="Bakkerij Het Gouden Brood BV",
        lines=(DemoLine(description="Bakstraat", price="10000", group="goederen"), CLEARANCE),
        deducts_advance=True,
    ),
    DemoInvoice(
        customer="Pizzeria Vesuvio BV",
        lines=(
            OVEN,
            DemoLine(description="Levering", price="60", discount="50"),
        ),
    ),
    DemoInvoice(customer="Heemkring De Molen vzw", lines=(HOURS,)),
)
OVENTECHNIEK = DemoAccount(
    slug="oventechniek-demo",
    company=CompanyValues(
        name="Oventechniek Demo BV",
        street="Voorbeeldstraat 12",
        postal_code="9000",
        city="Gent",
        country="BE",
        vat_number="BE0777000187",
        enterprise_number="0777000187",
        email="facturen@oventechniek.example",
        phone="09 000 00 00",
        website="https://oventechniek.example",
        iban="BE80777000000177",
        uses_oss=True,
        legal_form="BV",
        court="Gent",
        peppol_id="0208:0777000187",
        creditor_id="BE96ZZZ0777000187",
        colour="#9a3412",
    ),
    customers=CUSTOMERS,
    suppliers=SUPPLIERS,
    products=PRODUCTS,
    groups=GROUPS,
    terms={
        "Broodfabriek Zeeland BV": "30E",
        "Heemkring De Molen vzw": "2C8",
        "Pizzeria Vesuvio BV": "IN",
        "Molens Van Voorbeeld NV": "30E",
    },
    invoices=INVOICES,
    credits=(DemoCredit(customer="Lotte Janssens", quantity="1"),),
)
