"""The lines of an e-invoice: quantity, net price, discount, VAT category."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from invoicing.documents import DocumentKind, IssuedDocument, IssuedLine
from invoicing.money import EXACT, ZERO, round_cents, round_places
from invoicing.ubl.codes import unit_code
from invoicing.ubl.profiles import Profile
from invoicing.ubl.tree import Branch, plain
from invoicing.ubl.words import word
from invoicing.vat_treatments import TREATMENTS

NAMES = {
    DocumentKind.INVOICE: ("InvoiceLine", "InvoicedQuantity"),
    DocumentKind.CREDIT_NOTE: ("CreditNoteLine", "CreditedQuantity"),
}
# Peppol lets net and quantity x price differ by 2 cents (R120); we stay well within.
SLACK = Decimal("0.01")
HUNDRED = Decimal(100)
DISCOUNT_CODE = "95"


@dataclass(frozen=True, kw_only=True)
class LinePrice:
    """How a line's net is written: quantity x price less discount is the net, within a cent.

    `price` (EUR, up to 10 decimals) is never negative (BR-27): the quantity carries the sign.
    """

    quantity: Decimal
    price: Decimal
    base: Decimal
    net: Decimal

    @property
    def discount(self) -> Decimal:
        """What the line's discount takes off, in EUR."""
        return self.base - self.net


def document_discount(document: IssuedDocument, line: IssuedLine) -> Decimal:
    """The line's part of the document's discount, without VAT even where the prices include it."""
    if not document.prices_include_vat:
        return line.document_discount
    return round_cents(_without_vat(document, line, line.document_discount))


def line_net(document: IssuedDocument, line: IssuedLine) -> Decimal:
    """The line's net before the document's discount, which is an allowance of its own."""
    return line.net + document_discount(document, line)


def line_price(document: IssuedDocument, line: IssuedLine) -> LinePrice:
    """The line's figures without VAT.

    Of a price including VAT the net price is derived: without a discount from the line's net, with
    as few decimals as give that net again; else from the price, precise enough for the quantity.
    """
    sign = -1 if line.unit_price < 0 else 1
    quantity, price = sign * line.quantity, abs(line.unit_price)
    net = line_net(document, line)
    if document.prices_include_vat and line.vat_rate:
        price = _net_price(document, line, quantity, net)
    base = round_cents(EXACT.multiply(quantity, price))
    if not line.discount_percent and abs(base - net) <= SLACK:
        # A cent that went to this line when the cents were shared out is no discount.
        base = net
    return LinePrice(quantity=quantity, price=price, base=base, net=net)


def write_line(root: Branch, document: IssuedDocument, line: IssuedLine, profile: Profile) -> None:
    """Write one line; its number is its position in the document."""
    name, quantity_name = NAMES[document.kind]
    figures = line_price(document, line)
    node = root.group(name)
    node.text("ID", str(line.position))
    code = unit_code(line.unit)
    if line.unit and code == "C62":
        node.text("Note", f"{word('unit', document.language)}: {line.unit}")
    node.text(quantity_name, plain(figures.quantity), unitCode=code)
    node.amount("LineExtensionAmount", figures.net)
    _period(node, line)
    if figures.discount:
        _discount(node, line, figures, document.language, profile)
    _item(node, line)
    node.group("Price").price("PriceAmount", figures.price)


def tax_category(branch: Branch, name: str, treatment: str, rate: Decimal) -> Branch:
    """Write a VAT category with its rate; outside the scope of VAT has none (BR-O-05)."""
    category = branch.group(name)
    code = TREATMENTS[treatment].ubl_category
    category.text("ID", code)
    if code != "O":
        category.text("Percent", plain(rate))
    return category


def _net_price(
    document: IssuedDocument, line: IssuedLine, quantity: Decimal, net: Decimal
) -> Decimal:
    if quantity and not line.discount_percent and net / quantity >= 0:
        for places in range(4, 11):
            derived = round_places(EXACT.divide(net, quantity), places)
            if round_cents(EXACT.multiply(quantity, derived)) == net:
                return derived
    return round_places(_without_vat(document, line, abs(line.unit_price)), 10)


def _without_vat(document: IssuedDocument, line: IssuedLine, amount: Decimal) -> Decimal:
    """An amount less the VAT in it, which a Belgian cash discount makes less than the rate."""
    lowers_base = any(
        total.base is not None
        for total in document.vat_totals
        if (total.treatment, total.rate) == (line.treatment, line.vat_rate)
    )
    kept = HUNDRED - document.cash_discount_percent if lowers_base else HUNDRED
    percent = EXACT.divide(EXACT.multiply(line.vat_rate, kept), HUNDRED)
    return EXACT.divide(EXACT.multiply(amount, HUNDRED), HUNDRED + percent)


def _discount(
    node: Branch, line: IssuedLine, figures: LinePrice, language: str, profile: Profile
) -> None:
    """The discount as an allowance; cents that a last credit note takes, also as a charge."""
    is_charge = not line.discount_percent and figures.discount * figures.base < 0
    allowance = node.group("AllowanceCharge")
    allowance.text("ChargeIndicator", "true" if is_charge else "false")
    if line.discount_percent and profile is not Profile.NLCIUS:
        allowance.text("AllowanceChargeReasonCode", DISCOUNT_CODE)
    reason = "discount" if line.discount_percent else "rounding"
    allowance.text("AllowanceChargeReason", word(reason, language))
    exact = EXACT.divide(EXACT.multiply(figures.base, line.discount_percent), HUNDRED)
    # Percentage and base must make the amount within 2 cents (R040), or be left out together.
    says_percent = line.discount_percent > 0 and abs(exact - figures.discount) <= SLACK
    if says_percent:
        allowance.text("MultiplierFactorNumeric", plain(line.discount_percent))
    allowance.amount("Amount", -figures.discount if is_charge else figures.discount)
    if says_percent:
        allowance.amount("BaseAmount", figures.base)


def _period(node: Branch, line: IssuedLine) -> None:
    if line.deferred_from or line.deferred_to:
        period = node.group("InvoicePeriod")
        for name, day in (("StartDate", line.deferred_from), ("EndDate", line.deferred_to)):
            period.text(name, day.isoformat() if day else "")


def _item(node: Branch, line: IssuedLine) -> None:
    item = node.group("Item")
    name, _break, rest = line.description.strip().partition("\n")
    item.text("Description", rest)
    item.text("Name", name)
    if line.product_code:
        item.group("SellersItemIdentification").text("ID", line.product_code)
    category = tax_category(item, "ClassifiedTaxCategory", line.treatment, line.vat_rate)
    category.group("TaxScheme").text("ID", "VAT")


def sum_of_lines(document: IssuedDocument) -> Decimal:
    """What the lines add up to, before the document's discount."""
    return sum((line_net(document, line) for line in document.lines), ZERO)
