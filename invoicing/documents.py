"""The frozen document: what a connector, the PDF and the UBL writer get (pure values)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kind; amounts of a credit note are positive, its kind turns the sign."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Seller or buyer as printed; `key` is our own public id (empty for the seller)."""

    name: str
    key: str = ""
    is_business: bool = True
    contact: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "BE"
    vat_number: str = ""
    enterprise_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    iban: str = ""
    bic: str = ""
    language: str = "nl"


@dataclass(frozen=True, kw_only=True)
class ExtraValue:
    """One extra field as frozen at issue; `value` is text, a date in ISO form."""

    key: str
    label: str
    type: str
    value: str
    on_pdf: bool = True


@dataclass(frozen=True, kw_only=True)
class IssuedLine:
    """One line; `vat` is its share of its group's VAT.

    Amounts in EUR with 2 decimals, unit price with 4; discount and rate in per cent.
    """

    position: int
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_percent: Decimal
    net: Decimal
    vat: Decimal
    treatment: str
    vat_rate: Decimal
    revenue_group: str
    extra: tuple[ExtraValue, ...] = ()

    @property
    def gross(self) -> Decimal:
        """Net plus the line's share of the VAT."""
        return self.net + self.vat


@dataclass(frozen=True, kw_only=True)
class VatTotal:
    """The sum per (treatment, rate): `rate` in per cent, amounts in EUR with 2 decimals."""

    treatment: str
    rate: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """An issued, frozen document; dates are calendar dates (Europe/Brussels).

    `payment_reference` is bare: the 12 digits of a Belgian structured communication, an RF
    reference, or empty.
    """

    public_id: str
    kind: DocumentKind
    number: str
    issue_date: date
    tax_point: date
    due_date: date
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[IssuedLine, ...]
    vat_totals: tuple[VatTotal, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    prices_include_vat: bool = False
    payment_term_days: int = 30
    payment_reference: str = ""
    customer_reference: str = ""
    note: str = ""
    original_number: str = ""
    original_date: date | None = None
    prepaid: Decimal = Decimal("0.00")
    extra: tuple[ExtraValue, ...] = ()
    mentions: tuple[str, ...] = field(default=())

    @property
    def sign(self) -> int:
        """+1 for an invoice, -1 for a credit note."""
        return -1 if self.kind is DocumentKind.CREDIT_NOTE else 1

    def extra_by_key(self) -> Mapping[str, ExtraValue]:
        """The document's extra fields by key."""
        return {value.key: value for value in self.extra}
