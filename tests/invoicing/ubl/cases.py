"""One document per way of treating a sale, for golden files and for the rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invoicing.documents import (
    AdvanceRef,
    DocumentKind,
    GAccount,
    IssuedDocument,
    IssuedLine,
    LineNature,
    Party,
    PaymentMethod,
)
from invoicing.totals import CashDiscount, LineInput, compute_totals
from invoicing.vat import legal_mentions

D = Decimal
DAY = date(2026, 11, 20)
SELLERS = {
    "BE": Party(
        name="Oventechniek Demo BV",
        street="Ovenbouwersstraat 12",
        postal_code="9000",
        city="Gent",
        country="BE",
        vat_number="BE0777000187",
        enterprise_number="0777000187",
        email="facturen@oventechniek.example",
        phone="+32 9 555 01 23",
        iban="BE80777000000177",
        bic="GKCCBEBB",
        legal_form="BV",
        court="RPR Gent",
    ),
    "NL": Party(
        name="Flexwerk Demo BV",
        street="Markt 1",
        postal_code="4811 XX",
        city="Breda",
        country="NL",
        vat_number="NL850000014B01",
        enterprise_number="85000001",
        email="facturen@flexwerk.example",
        iban="NL20INGB0001234567",
        bic="INGBNL2A",
        creditor_id="NL98ZZZ850000010000",
    ),
}
BUYERS = {
    "be": Party(
        name="Bakkerij Maes BV",
        contact="Lies Maes",
        street="Korenmarkt 3",
        postal_code="2800",
        city="Mechelen",
        country="BE",
        vat_number="BE0123456749",
    ),
    "be_consumer": Party(name="Jan Peeters", city="Gent", country="BE", is_business=False),
    "nl": Party(
        name="Bouwbedrijf Zuid BV",
        street="Dijk 8",
        postal_code="5611 AB",
        city="Eindhoven",
        country="NL",
        vat_number="NL004495445B01",
        enterprise_number="12345678",
    ),
    "nl_consumer": Party(
        name="Sanne de Wit", email="sanne@example.nl", country="NL", is_business=False
    ),
    "nl_government": Party(
        name="Gemeente Breda",
        street="Claudius Prinsenlaan 10",
        postal_code="4811 DJ",
        city="Breda",
        country="NL",
        peppol_id="0190:00000001002306608000",
        is_government=True,
        language="nl",
    ),
    "de": Party(
        name="Backhaus GmbH",
        street="Hauptstraße 1",
        postal_code="10115",
        city="Berlin",
        country="DE",
        vat_number="DE136695976",
        language="en",
    ),
    "de_consumer": Party(
        name="Eva Braun-Müller", city="Aachen", country="DE", is_business=False, language="en"
    ),
    "us": Party(
        name="Ovens Inc.",
        street="5th Avenue 1",
        postal_code="10001",
        city="New York",
        country="US",
        vat_number="123456789",
        language="en",
    ),
}


def line(description="Onderhoud oven", quantity="1", price="100", rate="21", **more):
    """A line's figures, and what else stands on it."""
    figures = LineInput(
        quantity=D(quantity),
        unit_price=D(price),
        vat_rate=D(rate),
        discount_percent=D(more.pop("discount", "0")),
        treatment=more.pop("treatment", "domestic"),
        vat_country=more.pop("vat_country", ""),
        is_discountable=more.pop("is_discountable", True),
    )
    return description, figures, more


def document(*lines, seller="BE", buyer="be", including=False, **changes) -> IssuedDocument:
    """An issued document of these lines, with its totals and legal mentions."""
    lines = lines or (line(),)
    discount = D(changes.pop("discount", "0"))
    cash = D(changes.pop("cash_discount", "0"))
    seller_party = changes.pop("seller_party", SELLERS.get(seller))
    buyer_party = changes.pop("buyer_party", BUYERS.get(buyer))
    totals = compute_totals(
        [figures for _text, figures, _more in lines],
        including,
        discount_percent=discount,
        cash_discount=CashDiscount(percent=cash, lowers_base=seller_party.country == "BE"),
    )
    kind = changes.get("kind", DocumentKind.INVOICE)
    language = changes.pop("language", buyer_party.language)
    codes = [figures.treatment for _text, figures, _more in lines]
    is_credit_note = kind is DocumentKind.CREDIT_NOTE
    written = IssuedDocument(
        public_id="d1",
        kind=kind,
        number="2026-0041",
        issue_date=DAY,
        tax_point=DAY,
        due_date=date(2026, 12, 20),
        currency="EUR",
        language=language,
        seller=seller_party,
        buyer=buyer_party,
        lines=_issued_lines(lines, totals),
        vat_totals=totals.vat_totals,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        prices_include_vat=including,
        payment_reference="090933755493",
        mentions=legal_mentions(
            codes, seller_party.country, language, is_credit_note=is_credit_note
        ),
        discount_percent=discount,
        discount_amount=totals.discount_amount,
        cash_discount_percent=cash,
        cash_discount_days=8 if cash else 0,
        cash_discount_amount=totals.cash_discount_amount,
    )
    return replace(written, **changes)


def _issued_lines(lines, totals):
    return tuple(
        IssuedLine(
            position=position,
            description=text,
            quantity=figures.quantity,
            unit=more.get("unit", "uur"),
            unit_price=figures.unit_price,
            discount_percent=figures.discount_percent,
            net=amounts.net,
            vat=amounts.vat,
            treatment=figures.treatment,
            vat_rate=figures.vat_rate,
            revenue_group="diensten",
            vat_country=figures.vat_country,
            document_discount=share,
            **{name: value for name, value in more.items() if name != "unit"},
        )
        for position, ((text, figures, more), amounts, share) in enumerate(
            zip(lines, totals.lines, totals.line_discounts, strict=True), start=1
        )
    )


def exempt_line(treatment, **more):
    return line(rate="0", treatment=treatment, **more)


CREDIT = {
    "kind": DocumentKind.CREDIT_NOTE,
    "original_number": "2026-0040",
    "original_date": date(2026, 11, 2),
}
ADVANCE = AdvanceRef(number="2026-0031", date=date(2026, 10, 1), net=D("3000"), vat=D("630"))
SMALL_BE = replace(SELLERS["BE"], name="Bakker Els", vat_number="BE0123456749")
SMALL_NL = replace(SELLERS["NL"], name="Naaiatelier Roos", vat_number="", creditor_id="")

CASES = {
    "be_domestic": lambda: document(
        line("Oven\nmet montage", "2", "1250", unit="stuks"),
        line("Meel", "25", "0.8734", "6", unit="kg", discount="5"),
        line("Catering", "1", "80", "12", unit="emmer"),
        customer_reference="PO 77",
        note="Dank voor de bestelling.",
    ),
    "be_golden_cents": lambda: document(*[line(price="10.02")] * 3),
    "be_zero_rate": lambda: document(exempt_line("zero_rate")),
    "be_cocontractor": lambda: document(exempt_line("be_cocontractor")),
    "be_eu_services": lambda: document(exempt_line("eu_services"), buyer="de"),
    "be_eu_goods": lambda: document(
        exempt_line("eu_goods"),
        buyer="de",
        delivery_date=date(2026, 11, 18),
        delivery_country="DE",
        tax_point=date(2026, 11, 18),
    ),
    "be_triangular": lambda: document(exempt_line("triangular"), buyer="de"),
    "be_export_goods": lambda: document(exempt_line("export_goods"), buyer="us"),
    "be_outside_scope": lambda: document(exempt_line("outside_scope"), buyer="us"),
    "be_oss": lambda: document(
        line("Handmixer", "2", "119", "19", treatment="oss", vat_country="DE", unit="stuk"),
        buyer="de_consumer",
        including=True,
    ),
    "be_exempt": lambda: document(exempt_line("exempt"), buyer="be_consumer"),
    "be_small_business": lambda: document(exempt_line("small_business"), seller_party=SMALL_BE),
    "nl_small_business": lambda: document(
        exempt_line("small_business"), seller_party=SMALL_NL, buyer="nl"
    ),
    "be_disbursement": lambda: document(
        line("Aanvraag vergunning", "3", "95"),
        exempt_line("disbursement", nature=LineNature.DISBURSEMENT, is_discountable=False),
        discount="10",
    ),
    "be_discounts": lambda: document(
        line("Oven", "3", "12.3456", discount="7.5"),
        line("Meel", "7", "3.33", "6"),
        discount="12.5",
        language="fr",
    ),
    "be_cash_discount": lambda: document(
        line(price="1000"), exempt_line("exempt", price="50"), cash_discount="2"
    ),
    "be_including": lambda: document(
        line(price="100"),
        line(quantity="3", price="33.3333", discount="10"),
        line(quantity="-1", price="12.1", rate="6"),
        including=True,
        buyer="be_consumer",
        discount="5",
        cash_discount="2",
    ),
    "be_advance": lambda: document(
        line("Voorschot oven", price="3000", nature=LineNature.ADVANCE), is_advance=True
    ),
    "be_final": lambda: document(
        line("Oven", price="10000"),
        line(
            "Voorschot 2026-0031",
            quantity="-1",
            price="3000",
            nature=LineNature.ADVANCE,
            advance_number="2026-0031",
            is_discountable=False,
        ),
        advances=(ADVANCE,),
        prepaid=D("500.00"),
    ),
    "be_direct_debit": lambda: document(
        payment_method=PaymentMethod.DIRECT_DEBIT,
        mandate_reference="MANDAAT-7",
        seller_party=replace(SELLERS["BE"], creditor_id="BE68ZZZ0777000187"),
    ),
    "be_deferred": lambda: document(
        line(
            "Onderhoudscontract",
            price="1200",
            nature=LineNature.DEFERRED,
            deferred_from=date(2026, 11, 1),
            deferred_to=date(2027, 10, 31),
            product_code="CONTRACT",
        ),
        period_start=date(2026, 11, 1),
        period_end=date(2026, 12, 31),
        contract_reference="C-12",
        order_reference="PO-9",
    ),
    "be_credit_note": lambda: document(line(quantity="2", price="10.02"), **CREDIT),
    "nl_domestic": lambda: document(
        line("Uren", "38.5", "42.1234"), line("Reis", "1", "12.5", "9"), seller="NL", buyer="nl"
    ),
    "nl_government": lambda: document(
        line("Uren", "38.5", "42.12", discount="2.5"),
        seller="NL",
        buyer="nl_government",
        discount="3",
    ),
    "nl_reverse_charge": lambda: document(
        exempt_line("nl_reverse_charge", price="1000"),
        seller="NL",
        buyer="nl",
        g_account=GAccount(
            iban="NL02INGB0990000123",
            percent=D("20"),
            amount=D("200.00"),
            normal_amount=D("800.00"),
        ),
        period_start=date(2026, 11, 1),
        period_end=date(2026, 11, 15),
    ),
    "nl_consumer": lambda: document(
        line(price="121"), seller="NL", buyer="nl_consumer", including=True
    ),
    "nl_cash_discount": lambda: document(
        line(price="1000"), seller="NL", buyer="nl", cash_discount="2"
    ),
    "nl_credit_note": lambda: document(
        line(price="10.02"), seller="NL", buyer="nl_government", **CREDIT
    ),
    "nl_eu_goods": lambda: document(exempt_line("eu_goods"), seller="NL", buyer="de"),
}
