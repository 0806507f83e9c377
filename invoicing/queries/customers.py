"""Reading customers."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from accounts.models import Account
from invoicing.models import Customer

ROWS_PER_PAGE = 25


def customer_get(*, account: Account, public_id: str) -> Customer:
    """Give one customer of the account; raises Customer.DoesNotExist."""
    return Customer.objects.get(account=account, public_id=public_id)


def customers_active(*, account: Account) -> QuerySet[Customer]:
    """Give the customers to choose from, by name."""
    return Customer.objects.filter(account=account, archived_at=None).order_by("name", "id")


def customer_page(*, account: Account, search: str = "", page: int = 1) -> Page[Customer]:
    """Give one page of active customers, by name; `search` looks in name, city, numbers, e-mail."""
    customers = customers_active(account=account)
    for word in search.split():
        customers = customers.filter(
            Q(name__icontains=word)
            | Q(city__icontains=word)
            | Q(email__icontains=word)
            | Q(vat_number__icontains=word)
            | Q(enterprise_number__icontains=word)
        )
    return Paginator(customers, ROWS_PER_PAGE).get_page(page)
