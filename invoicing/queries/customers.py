"""Reading customers."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import Customer
from invoicing.queries.searching import searched

ROWS_PER_PAGE = 25
SEARCHED = (
    "name",
    "code",
    "contact",
    "city",
    "email",
    "vat_number",
    "enterprise_number",
    "extra_text",
)
NUMBERS = ("vat_number", "enterprise_number")


def customer_get(*, account: Account, public_id: str) -> Customer:
    """Give one customer of the account; raises Customer.DoesNotExist."""
    rows = Customer.objects.select_related("payment_condition")
    return rows.get(account=account, public_id=public_id)


def customers_active(*, account: Account) -> QuerySet[Customer]:
    """Give the customers to choose from, by name."""
    return Customer.objects.filter(account=account, archived_at=None).order_by("name", "id")


def customer_page(
    *, account: Account, search: str = "", page: int = 1, archived: bool = False
) -> Page[Customer]:
    """Give one page of customers, by name; `search` looks in name, city, e-mail and numbers,
    those in any notation.

    `archived` shows those that were put away instead.
    """
    rows = Customer.objects.filter(account=account, archived_at__isnull=not archived)
    customers = searched(rows, search, SEARCHED, NUMBERS).order_by("name", "id")
    return Paginator(customers, ROWS_PER_PAGE).get_page(page)


def customers_archived(*, account: Account) -> bool:
    """Tell whether any customer was put away."""
    return Customer.objects.filter(account=account, archived_at__isnull=False).exists()


def customer_namesakes(*, customer: Customer) -> QuerySet[Customer]:
    """Give other customers in the list with the same VAT number; at most 3."""
    if not customer.vat_number:
        return Customer.objects.none()
    active = customers_active(account=customer.account)
    return active.filter(vat_number=customer.vat_number).exclude(pk=customer.pk)[:3]
