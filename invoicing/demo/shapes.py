"""What the demo data is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from invoicing.services.companies import CompanyValues
from invoicing.services.customers import CustomerValues
from invoicing.services.products import ProductValues
from invoicing.services.suppliers import SupplierValues


@dataclass(frozen=True, kw_only=True)
class DemoLine:
    """One line; `period_months` fills the fields of a contract that starts this month, `country`
    is whose VAT it is (OSS).
    """

    description: str
    price: str
    quantity: str = "1"
    unit: str = ""
    discount: str = "0"
    treatment: str = "domestic"
    rate: str = "21"
    group: str = "diensten"
    period_months: int = 0
    note: str = ""
    country: str = ""
    nature: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoInvoice:
    """An invoice of so many days ago, or a draft when `days_ago` is None.

    `deducts_advance`: less the customer's advance invoice that stands before it.
    """

    customer: str
    lines: tuple[DemoLine, ...]
    days_ago: int | None = None
    order_number: str = ""
    paid: bool = False
    is_advance: bool = False
    deducts_advance: bool = False


@dataclass(frozen=True, kw_only=True)
class DemoCredit:
    """A credit note of today on the customer's newest invoice: so many of its first line."""

    customer: str
    quantity: str


@dataclass(frozen=True, kw_only=True)
class DemoProduct:
    """A product and the key of its revenue group."""

    values: ProductValues
    group: str = "diensten"


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One account with all that it has; `groups` are revenue groups beside the usual two.

    `terms` names the payment condition, by code, of customers and suppliers that have one.
    """

    slug: str
    company: CompanyValues
    customers: tuple[CustomerValues, ...] = ()
    suppliers: tuple[SupplierValues, ...] = ()
    products: tuple[DemoProduct, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    invoices: tuple[DemoInvoice, ...] = ()
    credits: tuple[DemoCredit, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DemoField:
    """An extra field that every demo account has."""

    level: str
    label: str
    type: str
    key: str


ORDER = DemoField(
    level="document", label="Bestelnummer klant", type="text", key="bestelnummer-klant"
)
PERIOD_FROM = DemoField(level="line", label="Contract vanaf", type="date", key="contract-vanaf")
PERIOD_TO = DemoField(level="line", label="Contract t/m", type="date", key="contract-tm")
NOTE = DemoField(
    level="line", label="Toelichting boekhouding", type="multiline", key="toelichting-boekhouding"
)
FIELDS = (ORDER, PERIOD_FROM, PERIOD_TO, NOTE)


def line_extra(line: DemoLine, today: date) -> dict[str, str]:
    """Give the line's extra values: whole months from the first of this one, and the note."""
    extra = {NOTE.key: line.note} if line.note else {}
    if line.period_months:
        start = today.replace(day=1)
        months = start.year * 12 + start.month - 1 + line.period_months
        following = date(months // 12, months % 12 + 1, 1)
        extra[PERIOD_FROM.key] = start.isoformat()
        extra[PERIOD_TO.key] = date.fromordinal(following.toordinal() - 1).isoformat()
    return extra
