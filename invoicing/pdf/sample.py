"""An invoice that does not exist, to show a seller how its own will look (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from invoicing.documents import DocumentKind, GAccount, IssuedDocument, IssuedLine, Party
from invoicing.money import Amounts
from invoicing.totals import LineInput, compute_totals, g_account_split

HUNDRED = Decimal(100)
# Buyer, street, town, and what two lines are about.
TEXTS: Mapping[str, tuple[str, str, str, str, str]] = {
    "nl": ("Voorbeeldklant", "Dorpsstraat 1", "Voorbeeldstad", "Advies", "Materiaal"),
    "fr": ("Client exemple", "Rue de l'Exemple 1", "Ville", "Conseil", "Matériel"),
    "en": ("Sample customer", "1 Sample Street", "Sampletown", "Advice", "Material"),
}
RATES: Mapping[str, tuple[str, str]] = {"BE": ("21", "6"), "NL": ("21", "9")}
LINES = (("8", "75"), ("3", "24.50"))
G_ACCOUNT_PERCENT = Decimal(25)


def sample_document(
    seller: Party, *, language: str, day: date, term_days: int, charges_vat: bool
) -> IssuedDocument:
    """An invoice of two lines to an invented buyer; with a G-account where the seller has one."""
    name, street, city, *described = TEXTS.get(language, TEXTS["en"])
    lines = _lines(seller.country, charges_vat=charges_vat)
    totals = compute_totals(lines)
    return IssuedDocument(
        public_id="",
        kind=DocumentKind.INVOICE,
        number=f"{day.year}-0001",
        issue_date=day,
        tax_point=day,
        due_date=day + timedelta(days=term_days),
        currency="EUR",
        language=language,
        seller=seller,
        buyer=Party(name=name, street=street, city=city, country=seller.country),
        lines=tuple(
            _issued(position, description, line, amounts)
            for position, (description, line, amounts) in enumerate(
                zip(described, lines, totals.lines, strict=True), start=1
            )
        ),
        vat_totals=totals.vat_totals,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        g_account=_g_account(seller, totals.gross),
    )


def _lines(country: str, *, charges_vat: bool) -> list[LineInput]:
    rates = RATES.get(country, RATES["BE"])
    return [
        LineInput(
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            treatment="domestic" if charges_vat else "small_business",
            vat_rate=Decimal(rate) if charges_vat else Decimal(0),
        )
        for (quantity, price), rate in zip(LINES, rates, strict=True)
    ]


def _issued(position: int, description: str, line: LineInput, amounts: Amounts) -> IssuedLine:
    return IssuedLine(
        position=position,
        description=description,
        quantity=line.quantity,
        unit="",
        unit_price=line.unit_price,
        discount_percent=Decimal(0),
        net=amounts.net,
        vat=amounts.vat,
        treatment=line.treatment,
        vat_rate=line.vat_rate,
        revenue_group="",
    )


def _g_account(seller: Party, gross: Decimal) -> GAccount | None:
    if not seller.g_iban:
        return None
    blocked, normal = g_account_split(gross, G_ACCOUNT_PERCENT)
    return GAccount(
        iban=seller.g_iban,
        bic=seller.g_bic,
        percent=G_ACCOUNT_PERCENT,
        amount=blocked,
        normal_amount=normal,
    )
