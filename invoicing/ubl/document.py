"""What an e-invoice says, once its totals are proven: values only, nothing of it stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoicing.documents import DocumentKind, Party, VatTotal

# Peppol BIS asks for an order reference even where there is no order: then this stands in it.
NO_ORDER = "NA"


class UblRefused(ValueError):
    """A file that cannot be taken over; its text is one Dutch sentence or two: what, and where."""


@dataclass(frozen=True, kw_only=True)
class ImportedLine:
    """One line: amounts with 2 decimals, unit price with 4; quantity x price less discount = net.

    `vat` is the line's share of its group's VAT; `discount_percent` and `vat_rate` in per cent.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_percent: Decimal
    net: Decimal
    vat: Decimal
    treatment: str
    vat_rate: Decimal
    vat_country: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedDocument:
    """An invoice or credit note as another package issued it, in the document's own currency.

    Amounts of a credit note are positive. `is_negative_invoice`: the file is an invoice with a
    negative total and stands here as the credit note that it is (or the other way round).
    `due_date` is None where the file has none. `payment_reference` holds bare digits for a Belgian
    structured communication, otherwise the text of the file. `exemption_codes` are VATEX codes.
    `is_advance`: a prepayment invoice, whose amount is no revenue yet.
    """

    kind: DocumentKind
    number: str
    issue_date: date
    tax_point: date
    due_date: date | None
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[ImportedLine, ...]
    vat_totals: tuple[VatTotal, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    prepaid: Decimal
    note: str = ""
    buyer_reference: str = ""
    order_reference: str = ""
    payment_reference: str = ""
    original_number: str = ""
    original_date: date | None = None
    exemption_codes: tuple[str, ...] = ()
    is_negative_invoice: bool = False
    is_advance: bool = False

    @property
    def customer_reference(self) -> str:
        """The buyer's own reference: what it gave as such, else its order number."""
        order = "" if self.order_reference == NO_ORDER else self.order_reference
        return self.buyer_reference or order

    @property
    def payable(self) -> Decimal:
        """What is still to be paid: gross less what was prepaid."""
        return self.gross - self.prepaid
