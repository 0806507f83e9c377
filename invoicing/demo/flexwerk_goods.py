"""What Flexwerk sells, and whom it buys from."""

from __future__ import annotations

from decimal import Decimal

from invoicing.demo.shapes import DemoProduct
from invoicing.documents import LineNature
from invoicing.services.products import ProductValues
from invoicing.services.suppliers import SupplierValues

PRODUCTS = (
    DemoProduct(
        values=ProductValues(
            code="UUR-100",
            name="Uitzenduren",
            unit="uur",
            unit_price=Decimal("38.50"),
            cost_centre="10",
        ),
        group="uitzenduren",
    ),
    DemoProduct(
        values=ProductValues(
            code="UUR-150",
            name="Uitzenduren 150 %",
            unit="uur",
            unit_price=Decimal("57.75"),
            cost_centre="10",
        ),
        group="uitzenduren",
    ),
    DemoProduct(
        values=ProductValues(
            code="OVERNACHT",
            name="Overnachting uitzendkracht",
            unit="nacht",
            unit_price=Decimal("62.50"),
            rate_name="accommodation",
            cost_centre="20",
        )
    ),
    DemoProduct(
        values=ProductValues(code="VOORSCHOT", name="Voorschot", nature=LineNature.ADVANCE),
        group="voorschotten",
    ),
    DemoProduct(
        values=ProductValues(
            code="VOG",
            name="Verklaring omtrent het gedrag, voorgeschoten",
            unit="stuk",
            unit_price=Decimal("41.35"),
            nature=LineNature.DISBURSEMENT,
        )
    ),
)
GROUPS = {"uitzenduren": "Uitzenduren", "voorschotten": "Voorschotten"}
SUPPLIERS = (
    SupplierValues(
        code="C1",
        name="Busvervoer Baronie BV",
        street="Stationsplein 1",
        postal_code="4811 BB",
        city="Breda",
        country="NL",
        vat_number="NL850000063B01",
        enterprise_number="85000007",
        email="facturen@baronie.example",
        iban="NL29INGB0001234599",
    ),
)
