"""Reading products."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import Product, RevenueGroup
from invoicing.models.product import Nature
from invoicing.queries.searching import searched

ROWS_PER_PAGE = 25
SEARCHED = ("name", "code", "description", "extra_text")


def product_get(*, account: Account, public_id: str) -> Product:
    """Give one product of the account; raises Product.DoesNotExist."""
    return Product.objects.select_related("revenue_group").get(account=account, public_id=public_id)


def products_active(*, account: Account, search: str = "") -> QuerySet[Product]:
    """Give the products to choose from, by name; `search` looks in name, code and description."""
    rows = Product.objects.filter(account=account, archived_at=None)
    return searched(rows, search, SEARCHED).select_related("revenue_group").order_by("name", "id")


def advance_group(*, account: Account) -> RevenueGroup | None:
    """Give the revenue group that the account uses for advances, None when it has none."""
    products = products_active(account=account).filter(nature=Nature.ADVANCE)
    product = products.exclude(revenue_group=None).first()
    return product.revenue_group if product else None


def product_page(
    *, account: Account, search: str = "", page: int = 1, archived: bool = False
) -> Page[Product]:
    """Give one page of products, by name; `archived` shows those that were put away instead."""
    rows = Product.objects.filter(account=account, archived_at__isnull=not archived)
    rows = searched(rows, search, SEARCHED).select_related("revenue_group")
    return Paginator(rows.order_by("name", "id"), ROWS_PER_PAGE).get_page(page)


def products_archived(*, account: Account) -> bool:
    """Tell whether any product was put away."""
    return Product.objects.filter(account=account, archived_at__isnull=False).exists()
