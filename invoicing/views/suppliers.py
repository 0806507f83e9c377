"""The suppliers' screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.supplier import SupplierForm
from invoicing.models import Supplier
from invoicing.queries.companies import company_get
from invoicing.queries.suppliers import supplier_get, supplier_page, suppliers_archived
from invoicing.services.suppliers import (
    supplier_archive,
    supplier_create,
    supplier_restore,
    supplier_update,
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

FORM = "invoicing/supplier_form.html"


@account_view(Right.VIEW)
@require_safe
def supplier_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the suppliers, by name, with search; on request those that were put away."""
    account, search = request.access.account, search_text(request, "supplier")
    archived = asks_archived(request)
    page = supplier_page(
        account=account, search=search, page=page_number(request), archived=archived
    )
    context = {
        "page": page,
        "search": search,
        "archived": archived,
        "has_archived": archived or suppliers_archived(account=account),
    }
    return render(request, "invoicing/supplier_list.html", context)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def supplier_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make a supplier."""
    account = request.access.account
    form = _form(request, None)

    def save() -> Supplier:
        return supplier_create(account=account, actor=request.user, values=form.values())

    if saved(request, form, save):
        return redirect("supplier_list", account_slug)
    return form_page(request, FORM, form, {})


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def supplier_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Change a supplier."""
    supplier = _supplier_or_404(request, public_id)
    form = _form(request, supplier)

    def save() -> Supplier:
        return supplier_update(
            supplier=supplier,
            actor=request.user,
            values=form.values(),
            seen=form.cleaned_data["seen"],
        )

    if saved(request, form, save):
        return redirect("supplier_list", account_slug)
    return form_page(request, FORM, form, {"supplier": supplier})


@account_view(Right.WRITE)
@require_POST
def supplier_put_away(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Archive a supplier."""
    supplier = _supplier_or_404(request, public_id)
    tell_archived(request, supplier_archive(supplier=supplier, actor=request.user))
    return redirect("supplier_list", account_slug)


@account_view(Right.WRITE)
@require_POST
def supplier_put_back(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Put an archived supplier back in the list."""
    supplier = _supplier_or_404(request, public_id)
    tell_restored(request, supplier_restore(supplier=supplier, actor=request.user))
    return redirect("supplier_edit", account_slug, public_id)


def _supplier_or_404(request: AccountRequest, public_id: str) -> Supplier:
    return row_or_404(supplier_get, account=request.access.account, public_id=public_id)


def _form(request: AccountRequest, supplier: Supplier | None) -> SupplierForm:
    account = request.access.account
    language = company_get(account=account).language
    initial: dict[str, Any] = {"country": account.country, "language": language}
    if supplier is not None:
        initial = SupplierForm.initial_of(supplier)
    return SupplierForm(
        request.POST or None,
        account=account,
        usual=_("Zoals op hun factuur"),
        supplier=supplier,
        initial=initial | ({} if supplier else {"is_business": True}),
    )
