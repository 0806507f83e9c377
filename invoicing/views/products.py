"""The products' screens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.product import ProductForm
from invoicing.models import Product
from invoicing.queries.products import product_get, product_page, products_archived
from invoicing.queries.vat_rates import RatesOn
from invoicing.services.products import (
    product_archive,
    product_create,
    product_restore,
    product_update,
)
from invoicing.views.master_data import (
    asks_archived,
    form_page,
    row_or_404,
    saved,
    tell_archived,
    tell_restored,
)
from invoicing.views.requests import page_number, search_text

FORM = "invoicing/product_form.html"


@account_view(Right.VIEW)
@require_safe
def product_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the products, by name, with search; on request those that were put away."""
    account, search = request.access.account, search_text(request, "product")
    archived = asks_archived(request)
    page = product_page(
        account=account, search=search, page=page_number(request), archived=archived
    )
    context = {
        "page": page,
        "search": search,
        "archived": archived,
        "has_archived": archived or products_archived(account=account),
        "rates": RatesOn(clock.today()).named(account.country),
    }
    return render(request, "invoicing/product_list.html", context)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def product_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make a product."""
    account = request.access.account
    form = _form(request, None)

    def save() -> Product:
        return product_create(account=account, actor=request.user, values=form.values())

    if saved(request, form, save):
        return redirect("product_list", account_slug)
    return form_page(request, FORM, form, {})


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def product_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Change a product."""
    product = _product_or_404(request, public_id)
    form = _form(request, product)

    def save() -> Product:
        return product_update(
            product=product,
            actor=request.user,
            values=form.values(),
            seen=form.cleaned_data["seen"],
        )

    if saved(request, form, save):
        return redirect("product_list", account_slug)
    return form_page(request, FORM, form, {"product": product})


@account_view(Right.WRITE)
@require_POST
def product_put_away(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Archive a product; lines that were filled in from it stay."""
    product = _product_or_404(request, public_id)
    tell_archived(request, product_archive(product=product, actor=request.user))
    return redirect("product_list", account_slug)


@account_view(Right.WRITE)
@require_POST
def product_put_back(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Put an archived product back in the list."""
    product = _product_or_404(request, public_id)
    tell_restored(request, product_restore(product=product, actor=request.user))
    return redirect("product_edit", account_slug, public_id)


def _product_or_404(request: AccountRequest, public_id: str) -> Product:
    return row_or_404(product_get, account=request.access.account, public_id=public_id)


def _form(request: AccountRequest, product: Product | None) -> ProductForm:
    initial = ProductForm.initial_of(product) if product else {"rate_name": "standard"}
    return ProductForm(
        request.POST or None, account=request.access.account, product=product, initial=initial
    )
