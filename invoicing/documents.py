"""The frozen document: what a connector, the PDF and the UBL writer get (pure values)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

# Peppol EAS code list: 0208 is the Belgian enterprise number, 0106 the Dutch KvK number.
ENTERPRISE_SCHEMES: Mapping[str, str] = {"BE": "0208", "NL": "0106"}


class DocumentKind(StrEnum):
    """The kind; amounts of a credit note are positive, its kind turns the sign."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class LineNature(StrEnum):
    """What a line is, as far as bookkeeping and VAT ask; empty where nobody said."""

    UNKNOWN = ""
    GOODS = "goods"
    SERVICE = "service"
    ADVANCE = "advance"
    DISBURSEMENT = "disbursement"
    DEFERRED = "deferred"


class PaymentMethod(StrEnum):
    """How the buyer pays: by transfer, or by a direct debit that the seller collects."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Seller or buyer as printed; `key` is our own public id (empty for the seller).

    `court` is the register of legal persons (RPR/RPM) of a Belgian company, `peppol_id` a full
    address such as 0208:0777000187, `creditor_id` the seller's SEPA identifier for direct debits,
    `payroll_tax_number` the Dutch loonheffingennummer that an invoice with a G-account names.
    `logo_sha256`, `colour` (#rrggbb or empty) and `footer` are how the seller's documents look.
    """

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
    legal_form: str = ""
    court: str = ""
    peppol_id: str = ""
    is_government: bool = False
    g_iban: str = ""
    g_bic: str = ""
    creditor_id: str = ""
    payroll_tax_number: str = ""
    logo_sha256: str = ""
    colour: str = ""
    footer: str = ""

    @property
    def enterprise_scheme(self) -> str:
        """The Peppol (EAS) scheme of the enterprise number: 0208 KBO/BCE, 0106 KvK, or empty."""
        return ENTERPRISE_SCHEMES.get(self.country, "") if self.enterprise_number else ""


@dataclass(frozen=True, kw_only=True)
class ExtraValue:
    """One extra field as frozen at issue; `value` is text as `invoicing.extra_types` stores it.

    `choice` is the label of the option that was chosen.
    """

    key: str
    label: str
    type: str
    value: str
    on_pdf: bool = True
    choice: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuedLine:
    """One line; `vat` is its share of its group's VAT.

    Amounts in EUR with 2 decimals, unit price with 4; discount and rate in per cent. `net` is after
    the line's discount and its part of the document's discount, which is `document_discount` (EUR,
    including VAT where the prices do). `vat_country` is the country whose VAT is charged where that
    is not the seller's (OSS), else empty. `advance_number` is the advance invoice that a deduction
    refers to. `deferred_from` and `deferred_to` are the whole months over which it is earned.
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
    vat_country: str = ""
    cost_centre: str = ""
    nature: str = LineNature.UNKNOWN
    product_code: str = ""
    advance_number: str = ""
    document_discount: Decimal = Decimal("0.00")
    deferred_from: date | None = None
    deferred_to: date | None = None

    @property
    def gross(self) -> Decimal:
        """Net plus the line's share of the VAT."""
        return self.net + self.vat


@dataclass(frozen=True, kw_only=True)
class VatTotal:
    """The sum per (treatment, rate, country): `rate` in per cent, amounts in EUR with 2 decimals.

    `country` is set for OSS only. `base` is what the VAT was computed on where that is not `net`:
    in Belgium a cash discount lowers the base, taken or not (art. 28, 1 W.Btw / CTVA).
    """

    treatment: str
    rate: Decimal
    net: Decimal
    vat: Decimal
    country: str = ""
    base: Decimal | None = None

    @property
    def vat_base(self) -> Decimal:
        """What the VAT was computed on, in EUR."""
        return self.net if self.base is None else self.base


@dataclass(frozen=True, kw_only=True)
class GAccount:
    """The split over the blocked (G) account: `percent` of the gross goes to `iban`.

    `amount` + `normal_amount` is the gross; EUR with 2 decimals.
    """

    iban: str
    percent: Decimal
    amount: Decimal
    normal_amount: Decimal
    bic: str = ""


@dataclass(frozen=True, kw_only=True)
class AdvanceRef:
    """An advance invoice that this final invoice deducts; amounts deducted, positive EUR."""

    number: str
    date: date
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """An issued, frozen document; dates are calendar dates (Europe/Brussels).

    `payment_reference` is bare: the 12 digits of a Belgian structured communication, an RF
    reference, or empty. `discount_percent` is the document's discount, already inside every line's
    net; `discount_amount` is what it took off in all, in EUR, including VAT where the prices do.
    `cash_discount_amount` is what a buyer that pays within `cash_discount_days` may keep, in EUR.
    `delivery_date` is the tax point where that is another day than the issue date, or where the
    treatment asks for it. `period_start` and `period_end` are the days of work that are invoiced.
    `payment_condition` is the key of the condition, `payment_condition_name` what it is called.
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
    discount_percent: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal("0.00")
    delivery_date: date | None = None
    delivery_country: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    period_start: date | None = None
    period_end: date | None = None
    payment_condition: str = ""
    payment_condition_name: str = ""
    cash_discount_percent: Decimal = Decimal(0)
    cash_discount_days: int = 0
    cash_discount_amount: Decimal = Decimal("0.00")
    payment_method: str = PaymentMethod.TRANSFER
    mandate_reference: str = ""
    mandate_date: date | None = None
    g_account: GAccount | None = None
    is_advance: bool = False
    advances: tuple[AdvanceRef, ...] = ()

    @property
    def sign(self) -> int:
        """+1 for an invoice, -1 for a credit note."""
        return -1 if self.kind is DocumentKind.CREDIT_NOTE else 1
