"""Reading suppliers."""

from __future__ import annotations

from django.core.paginator import Page, Paginator

from accounts.models import Account
from invoicing.models import Supplier
from invoicing.queries.searching import searched

ROWS_PER_PAGE = 25
SEARCHED = ("name", "code", "city", "email", "vat_number", "enterprise_number", "iban")
NUMBERS = ("vat_number", "enterprise_number", "iban")


def supplier_get(*, account: Account, public_id: str) -> Supplier:
    """Give one supplier of the account; raises Supplier.DoesNotExist."""
    rows = Supplier.objects.select_related("payment_condition")
    return rows.get(account=account, public_id=public_id)


def supplier_page(
    *, account: Account, search: str = "", page: int = 1, archived: bool = False
) -> Page[Supplier]:
    """Give one page of suppliers, by name; `archived` shows those that were put away instead."""
    rows = Supplier.objects.filter(account=account, archived_at__isnull=not archived)
    rows = searched(rows, search, SEARCHED, NUMBERS).order_by("name", "id")
    return Paginator(rows, ROWS_PER_PAGE).get_page(page)


def suppliers_archived(*, account: Account) -> bool:
    """Tell whether any supplier was put away."""
    return Supplier.objects.filter(account=account, archived_at__isnull=False).exists()
