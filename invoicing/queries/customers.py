"""Reading customers."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import Customer
from invoicing.queries.searching import searched

ROWS_PER_PAGE = 25
SEARCHED = ("name", "code", "contact", "city", "email", "vat_number", "enterprise_number")


def customer_get(*, account: Account, public_id: str) -> Customer:
    """Give one customer of the account; raises Customer.DoesNotExist."""
    return Customer.objects.get(account=account, public_id=public_id)


def customers_active(*, account: Account) -> QuerySet[Customer]:
    """Give the customers to choose from, by name."""
    return Customer.objects.filter(account=account, archived_at=None).order_by("name", "id")


def customer_page(
    *, account: Account, search: str = "", page: int = 1, archived: bool = False
) -> Page[Customer]:
    """Give one page of customers, by name; `search` looks in name, city, numbers, e-mail.

    `archived` shows those that were put away instead.
    """
    rows = Customer.objects.filter(account=account, archived_at__isnull=not archived)
    customers = searched(rows, search, SEARCHED).order_by("name", "id")
    return Paginator(customers, ROWS_PER_PAGE).get_page(page)
