"""What can be typed in a draft: values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from invoicing.documents import LineNature
from invoicing.models import (
    Customer,
    Document,
    DocumentLine,
    PaymentCondition,
    Product,
    RevenueGroup,
)


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One line as typed; the price in EUR with up to 4 decimals, percentages as per cent.

    `revenue_group` None means the product's or else the account's default; `vat_rate` counts only
    where the treatment charges VAT, and `rate_name` ('standard') wins over it: its percentage is
    that of the tax point. `vat_country` is for OSS, empty means the buyer's. `advance` is the
    advance invoice that this (negative) line takes off, `original_line` what a credit note credits.
    `deferred_from` and `deferred_to` are the first and last day of whole months. `extra` holds text
    by field key, dates in ISO form.
    """

    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    treatment: str = "domestic"
    vat_rate: Decimal = Decimal(21)
    rate_name: str = ""
    vat_country: str = ""
    revenue_group: RevenueGroup | None = None
    product: Product | None = None
    nature: str = LineNature.UNKNOWN
    cost_centre: str = ""
    deferred_from: date | None = None
    deferred_to: date | None = None
    original_line: DocumentLine | None = None
    advance: Document | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DraftContent:
    """A whole draft as typed; all rows in it must be the account's own.

    `payment_condition` and `payment_term_days` None mean the customer's or else the account's;
    `g_account_percent` None and `language` empty likewise. `discount_percent` is the document's
    discount. `period_start` and `period_end` are the days of work that are invoiced. A credit note
    with an `original` takes customer, prices, discounts and tax point from it.
    """

    customer: Customer | None = None
    lines: Sequence[DraftLine] = ()
    issue_date: date | None = None
    tax_point: date | None = None
    payment_term_days: int | None = None
    payment_condition: PaymentCondition | None = None
    language: str = ""
    prices_include_vat: bool = False
    discount_percent: Decimal = Decimal(0)
    g_account_percent: Decimal | None = None
    customer_reference: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    period_start: date | None = None
    period_end: date | None = None
    delivery_country: str = ""
    is_advance: bool = False
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    original: Document | None = None
