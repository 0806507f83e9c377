"""Frozen documents for tests of what is made from them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invoicing.documents import DocumentKind, ExtraValue, IssuedDocument, IssuedLine, Party
from invoicing.totals import NO_CASH_DISCOUNT, LineInput, compute_totals

SELLER = Party(
    name="Oventechniek Demo BV",
    street="Ovenbouwersstraat 12",
    postal_code="9000",
    city="Gent",
    country="BE",
    vat_number="BE0777000187",
    enterprise_number="0777000187",
    email="facturen@oventechniek.example",
    phone="+32 9 555 01 23",
    website="oventechniek.example",
    iban="BE80777000000177",
    bic="GKCCBEBB",
)
BUYER = Party(
    name="Bakkerij Maes BV",
    key="k1",
    contact="Lies Maes",
    street="Korenmarkt 3",
    postal_code="2800",
    city="Mechelen",
    country="BE",
    vat_number="BE0123456749",
)


def given_line(description="Onderhoud oven", quantity="1", price="100", **more):
    """A LineInput with its description; `more` are further fields of LineInput."""
    return description, LineInput(
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        vat_rate=Decimal(more.pop("vat_rate", "21")),
        discount_percent=Decimal(more.pop("discount_percent", "0")),
        **more,
    )


def issued(*given, **changes):
    """An issued document of these lines (one line without any), with its totals."""
    given = given or (given_line(),)
    including = changes.pop("prices_include_vat", False)
    line_extra = changes.pop("line_extra", ())
    discount = Decimal(changes.get("discount_percent", 0))
    cash = changes.pop("cash_discount", NO_CASH_DISCOUNT)
    totals = compute_totals(
        [line for _text, line in given],
        including,
        discount_percent=discount,
        cash_discount=cash,
    )
    lines = tuple(
        IssuedLine(
            position=position,
            description=text,
            quantity=line.quantity,
            unit="uur",
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            net=amounts.net,
            vat=amounts.vat,
            treatment=line.treatment,
            vat_rate=line.vat_rate,
            revenue_group="diensten",
            extra=line_extra,
            vat_country=line.vat_country,
            document_discount=line_discount,
        )
        for position, ((text, line), amounts, line_discount) in enumerate(
            zip(given, totals.lines, totals.line_discounts, strict=True), start=1
        )
    )
    document = IssuedDocument(
        public_id="d1",
        kind=DocumentKind.INVOICE,
        number="2026-0041",
        issue_date=date(2026, 11, 20),
        tax_point=date(2026, 11, 20),
        due_date=date(2026, 12, 20),
        currency="EUR",
        language="nl",
        seller=SELLER,
        buyer=BUYER,
        lines=lines,
        vat_totals=totals.vat_totals,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        prices_include_vat=including,
        payment_reference="090933755493",
        discount_amount=totals.discount_amount,
        cash_discount_percent=cash.percent,
        cash_discount_amount=totals.cash_discount_amount,
    )
    return replace(document, **changes)


def extra(label, value, kind="text", **more):
    """An extra field with its value."""
    return ExtraValue(key=label.lower(), label=label, type=kind, value=value, **more)
