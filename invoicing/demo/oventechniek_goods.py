"""What Oventechniek sells, and whom it buys from."""

from __future__ import annotations

from decimal import Decimal

from invoicing.demo.shapes import DemoProduct
from invoicing.documents import LineNature
from invoicing.services.products import ProductValues
from invoicing.services.suppliers import SupplierValues

PRODUCTS = (
    DemoProduct(
        values=ProductValues(
            code="OV-3",
            name="Dekoven 3 etages",
            unit="stuk",
            unit_price=Decimal(1250),
            nature=LineNature.GOODS,
            cost_centre="10",
        ),
        group="goederen",
    ),
    DemoProduct(
        values=ProductValues(
            code="MEEL-25",
            name="Bakmeel 25 kg",
            unit="zak",
            unit_price=Decimal("21.90"),
            rate_name="reduced",
            nature=LineNature.GOODS,
        ),
        group="goederen",
    ),
    DemoProduct(
        values=ProductValues(
            code="CATER",
            name="Catering met mobiele oven",
            unit="persoon",
            unit_price=Decimal(32),
            rate_name="intermediate",
        )
    ),
    DemoProduct(
        values=ProductValues(
            code="ONDERH",
            name="Onderhoudscontract",
            description="Onderhoudscontract ovens, 12 maanden",
            unit="jaar",
            unit_price=Decimal(1200),
            nature=LineNature.DEFERRED,
            months=12,
            cost_centre="20",
        ),
        group="contracten",
    ),
    DemoProduct(
        values=ProductValues(
            code="UUR-100",
            name="Werkuren technieker",
            unit="uur",
            unit_price=Decimal("38.50"),
            cost_centre="20",
        )
    ),
    DemoProduct(
        values=ProductValues(
            code="UUR-150",
            name="Werkuren technieker 150 %",
            unit="uur",
            unit_price=Decimal("57.75"),
            cost_centre="20",
        )
    ),
    DemoProduct(
        values=ProductValues(
            code="VOORSCHOT",
            name="Voorschot",
            description="Voorschot op de bestelling",
            nature=LineNature.ADVANCE,
        ),
        group="voorschotten",
    ),
    DemoProduct(
        values=ProductValues(
            code="KOSTEN",
            name="Keuringskosten, voorgeschoten",
            nature=LineNature.DISBURSEMENT,
        )
    ),
)
GROUPS = {"contracten": "Onderhoudscontracten", "voorschotten": "Voorschotten"}
SUPPLIERS = (
    SupplierValues(
        code="L1",
        name="Molens Van Voorbeeld NV",
        street="Molenkaai 2",
        postal_code="9300",
        city="Aalst",
        vat_number="BE0777007018",
        enterprise_number="0777007018",
        email="facturen@molens.example",
        iban="BE47777000000480",
    ),
    SupplierValues(
        code="L2",
        name="Ofenbau Muster GmbH",
        street="Musterweg 8",
        postal_code="50667",
        city="Köln",
        country="DE",
        vat_number="DE136695976",
        email="rechnung@ofenbau.example",
        language="en",
    ),
)
