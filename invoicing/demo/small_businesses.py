"""Two businesses that charge no VAT: the Belgian scheme of art. 56bis and the Dutch KOR."""

from __future__ import annotations

from decimal import Decimal

from invoicing.demo.shapes import DemoAccount, DemoInvoice, DemoLine, DemoProduct
from invoicing.services.companies import CompanyValues
from invoicing.services.customers import CustomerValues
from invoicing.services.products import ProductValues


def lesson(price: str, description: str, group: str = "diensten") -> DemoLine:
    """A line without VAT."""
    return DemoLine(
        description=description, price=price, unit="stuk", treatment="small_business", group=group
    )


KLEI = DemoAccount(
    slug="klei-demo",
    company=CompanyValues(
        name="Atelier Klei Demo",
        street="Pottenbakkerstraat 4",
        postal_code="9000",
        city="Gent",
        country="BE",
        vat_number="BE0777000385",
        enterprise_number="0777000385",
        email="hallo@atelierklei.example",
        iban="BE58777000000379",
        is_small_business=True,
    ),
    customers=(
        CustomerValues(
            name="Theehuis De Kom BV",
            street="Kouter 11",
            postal_code="9000",
            city="Gent",
            vat_number="BE0777008008",
            enterprise_number="0777008008",
            email="facturen@dekom.example",
        ),
        CustomerValues(
            name="Wout Claes",
            is_business=False,
            street="Wilgenlaan 9",
            postal_code="9040",
            city="Sint-Amandsberg",
            email="wout@claes.example",
        ),
    ),
    products=(
        DemoProduct(
            values=ProductValues(code="KOM", name="Kom, handgedraaid", unit_price=Decimal(28))
        ),
        DemoProduct(
            values=ProductValues(code="LES", name="Les draaien", unit="les", unit_price=Decimal(45))
        ),
    ),
    invoices=(
        DemoInvoice(
            customer="Theehuis De Kom BV",
            days_ago=10,
            lines=(lesson("336", "Twaalf kommen", "goederen"),),
        ),
        DemoInvoice(customer="Wout Claes", lines=(lesson("45", "Les draaien"),)),
    ),
)
NAAIWERK = DemoAccount(
    slug="naaiwerk-demo",
    company=CompanyValues(
        name="Naaiwerk Demo",
        street="Naaldstraat 3",
        postal_code="4811 AA",
        city="Breda",
        country="NL",
        enterprise_number="85000010",
        email="hallo@naaiwerk.example",
        iban="NL29INGB0001234599",
        is_small_business=True,
    ),
    customers=(
        CustomerValues(
            name="Theater De Voorstelling",
            street="Chasséveld 5",
            postal_code="4811 DH",
            city="Breda",
            country="NL",
            vat_number="NL850000051B01",
            enterprise_number="85000005",
            email="crediteuren@voorstelling.example",
        ),
        CustomerValues(
            name="Noor van Dam",
            is_business=False,
            street="Leuvenaarstraat 8",
            postal_code="4811 VH",
            city="Breda",
            country="NL",
            email="noor@vandam.example",
        ),
    ),
    products=(
        DemoProduct(
            values=ProductValues(
                code="VERMAAK", name="Vermaakwerk", unit="uur", unit_price=Decimal("32.50")
            )
        ),
    ),
    invoices=(
        DemoInvoice(
            customer="Theater De Voorstelling",
            days_ago=21,
            lines=(lesson("480", "Kostuums herstellen"),),
        ),
        DemoInvoice(customer="Noor van Dam", lines=(lesson("65", "Jurk inkorten"),)),
    ),
)
SMALL_BUSINESSES = (KLEI, NAAIWERK)
