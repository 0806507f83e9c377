"""A stored draft as the starting values of its forms, and a line as it would be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.forms.customer_choice import customer_label
from invoicing.forms.fields import PlainDecimalField
from invoicing.forms.product_choice import product_label
from invoicing.forms.vat_choices import choice_of
from invoicing.models import Company, Customer, Document, DocumentLine
from invoicing.services.drafts import DraftLine

SAME = (
    "version",
    "issue_date",
    "tax_point",
    "customer_reference",
    "order_reference",
    "contract_reference",
    "period_start",
    "period_end",
    "delivery_country",
    "is_advance",
    "note",
)
PRICE, PLAIN = PlainDecimalField(), PlainDecimalField(shown=0)


def head_initial(
    document: Document | None, customer: Customer | None, company: Company
) -> dict[str, Any]:
    """Give the head's starting values; what is as the draft's customer has it is left open."""
    chosen = {
        "customer": customer_label(customer) if customer else "",
        "customer_id": customer.public_id if customer else "",
    }
    if document is None:
        return chosen | {"prices_include_vat": "0"}
    language = document.customer.language if document.customer else company.language
    usual = document.customer.g_account_percent if document.customer else Decimal(0)
    percent = document.g_account_percent
    return (
        chosen
        | {name: getattr(document, name) for name in SAME}
        | {
            "draft": document.public_id,
            "language": "" if document.language == language else document.language,
            "prices_include_vat": "1" if document.prices_include_vat else "0",
            "discount_percent": document.discount_percent or None,
            "g_account_percent": None if percent == usual else percent,
        }
    )


def line_initial(line: DraftLine | DocumentLine) -> dict[str, Any]:
    """Give a line's starting values."""
    product, group = line.product, line.revenue_group
    return {
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "discount_percent": line.discount_percent or None,
        "vat": str(choice_of(line)),
        "product": product_label(product) if product else "",
        "product_id": product.public_id if product else "",
        "group": group.key if group else "",
        "nature": line.nature,
        "cost_centre": line.cost_centre,
        "deferred_from": line.deferred_from,
        "deferred_to": line.deferred_to,
        "advance": line.advance.public_id if line.advance else "",
    }


def line_typed(line: DraftLine) -> dict[str, str]:
    """Give a line as its form would post it."""
    return {name: _typed(name, value) for name, value in line_initial(line).items()}


def price_typed(price: Decimal) -> str:
    """Give a price as somebody would type it."""
    return str(PRICE.prepare_value(price))


def _typed(name: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return price_typed(value) if name == "unit_price" else str(PLAIN.prepare_value(value))
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return "" if value is None else str(value)
