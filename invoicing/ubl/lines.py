"""Lines of an e-invoice; charges and allowances of the whole document become lines as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from invoicing.documents import DocumentKind
from invoicing.formats import format_number, format_percent
from invoicing.totals import GroupKey
from invoicing.ubl.codes import unit_text
from invoicing.ubl.fold import Priced, fold_line, single
from invoicing.ubl.oss import NO_OSS, OssRates
from invoicing.ubl.xml import Node
from invoicing.vat import OSS, VatRuleError, treatment_for_ubl

CATEGORY = "cac:Item/cac:ClassifiedTaxCategory"
# (category, rate in per cent) -> reason and code of the exemption, from the VAT breakdown.
Reasons = Mapping[tuple[str, Decimal], str]
LINE_NAMES = {
    DocumentKind.INVOICE: ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
    DocumentKind.CREDIT_NOTE: ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
}


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a line's reading depends on: kind, currency, who sells to whom, the exemption reasons,
    and the rates that are another country's.
    """

    currency: str
    language: str
    seller_country: str
    buyer_country: str
    reasons: Reasons
    is_credit_note: bool = False
    oss: OssRates = NO_OSS


@dataclass(frozen=True, kw_only=True)
class ReadLine:
    """A line as read: how it is priced, and its VAT treatment and rate (per cent)."""

    priced: Priced
    unit: str
    treatment: str
    vat_rate: Decimal
    vat_country: str = ""
    is_document_level: bool = False


def read_lines(root: Node, kind: DocumentKind, context: Context) -> list[ReadLine]:
    """All lines in file order, then the document's allowances and charges. Raises UblRefused."""
    path, quantity_path = LINE_NAMES[kind]
    lines = [_read_line(node, quantity_path, context) for node in root.all(path, "regel")]
    if not lines:
        raise root.refused("er staat geen enkele regel in.")
    where = "korting of toeslag"
    return lines + [_read_charge(node, context) for node in root.all("cac:AllowanceCharge", where)]


def vat_of(node: Node, path: str, context: Context) -> GroupKey:
    """Treatment, rate and country of a tax category; raises UblRefused when they do not go
    together.
    """
    category, rate = category_of(node, path)
    if country := context.oss.country_of(category, rate):
        return OSS, rate, country
    try:
        treatment = treatment_for_ubl(
            category,
            context.seller_country,
            context.buyer_country,
            context.reasons.get((category, rate), ""),
        )
    except VatRuleError as error:
        raise node.refused(str(error)) from None
    if (rate > 0) != (category == "S"):
        raise node.refused(
            f"btw-categorie '{category}' gaat niet samen met {format_percent(rate, 'nl')} btw."
        )
    return treatment, rate, ""


def category_of(node: Node, path: str) -> tuple[str, Decimal]:
    """The category code and rate at the path, rate 0 when absent; raises UblRefused."""
    category = node.required(f"{path}/cbc:ID")
    rate = node.number(f"{path}/cbc:Percent") or Decimal(0)
    if not 0 <= rate <= 100 or rate.quantize(Decimal("0.01")) != rate:
        raise node.refused(f"een btw-tarief van {format_percent(rate, 'nl')} bestaat niet.")
    return category, rate.quantize(Decimal("0.01"))


def _read_line(node: Node, quantity_path: str, context: Context) -> ReadLine:
    treatment, rate, country = vat_of(node, CATEGORY, context)
    quantity_element = node.first(quantity_path)
    code = quantity_element.element.get("unitCode", "") if quantity_element else ""
    unit = unit_text(code, context.language)
    priced = fold_line(
        description=_description(node, context),
        quantity=node.number(quantity_path),
        unit=unit,
        price=_unit_price(node, context.currency),
        net=node.required_amount("cbc:LineExtensionAmount", context.currency),
        language=context.language,
    )
    kept_unit = unit if priced.keeps_quantity else ""
    return ReadLine(
        priced=priced, unit=kept_unit, treatment=treatment, vat_rate=rate, vat_country=country
    )


def _description(node: Node, context: Context) -> str:
    """Name, description, note, and the charges inside the line: each on its own line, once."""
    parts = [
        node.text("cac:Item/cbc:Name"),
        node.text("cac:Item/cbc:Description"),
        node.text("cbc:Note"),
    ]
    for charge in node.all("cac:AllowanceCharge"):
        reason, amount = _charge(charge, context)
        parts.append(f"{reason}: {format_number(amount, context.language)}")
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _unit_price(node: Node, currency: str) -> Decimal | None:
    """Price per unit, unrounded: the price may be given for more than one (BaseQuantity)."""
    price = node.number("cac:Price/cbc:PriceAmount")
    base = node.number("cac:Price/cbc:BaseQuantity")
    if base is not None and base <= 0:
        raise node.refused("het aantal waarvoor de prijs geldt (BaseQuantity) hoort boven nul.")
    return price if price is None or base is None else price / base


def _read_charge(node: Node, context: Context) -> ReadLine:
    """A charge as a line of 1, an allowance as a line of -1."""
    treatment, rate, country = vat_of(node, "cac:TaxCategory", context)
    return ReadLine(
        priced=single(*_charge(node, context)),
        unit="",
        treatment=treatment,
        vat_rate=rate,
        vat_country=country,
        is_document_level=True,
    )


def _charge(node: Node, context: Context) -> tuple[str, Decimal]:
    """Reason and amount of a charge (positive) or allowance (negative)."""
    indicator = node.required("cbc:ChargeIndicator")
    if indicator not in ("true", "false", "1", "0"):
        raise node.refused(f"bij ChargeIndicator hoort true of false, er staat '{indicator[:20]}'.")
    is_charge = indicator in ("true", "1")
    amount = node.required_amount("cbc:Amount", context.currency)
    words = {"nl": ("Korting", "Toeslag"), "fr": ("Remise", "Supplément")}
    fallback = words.get(context.language, ("Discount", "Charge"))[is_charge]
    return node.text("cbc:AllowanceChargeReason") or fallback, amount if is_charge else -amount
