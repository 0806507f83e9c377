"""The customers' screens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.condition_words import usual_words
from invoicing.forms.customer import CustomerForm
from invoicing.models import Customer, Document
from invoicing.models.document import DocumentState
from invoicing.queries.companies import company_get
from invoicing.queries.customers import (
    customer_get,
    customer_namesakes,
    customer_page,
    customers_archived,
)
from invoicing.queries.payment_conditions import payment_condition_default
from invoicing.services.customers import (
    customer_archive,
    customer_create,
    customer_restore,
    customer_update,
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

FORM = "invoicing/customer_form.html"


@account_view(Right.VIEW)
@require_safe
def customer_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the customers, by name, with search; on request those that were put away."""
    account, search = request.access.account, search_text(request, "customer")
    archived = asks_archived(request)
    page = customer_page(
        account=account, search=search, page=page_number(request), archived=archived
    )
    context = {
        "page": page,
        "search": search,
        "archived": archived,
        "has_archived": archived or customers_archived(account=account),
    }
    return render(request, "invoicing/customer_list.html", context)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def customer_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make a customer; coming from a draft, go back there with the customer filled in."""
    account = request.access.account
    form = _form(request, None)

    def save() -> Customer:
        return customer_create(account=account, actor=request.user, values=form.values())

    draft = _draft(request)
    if customer := saved(request, form, save):
        return _after_new(request, customer, draft)
    return form_page(request, FORM, form, {"draft": draft})


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def customer_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Change a customer."""
    customer = _customer_or_404(request, public_id)
    form = _form(request, customer)

    def save() -> Customer:
        return customer_update(
            customer=customer,
            actor=request.user,
            values=form.values(),
            seen=form.cleaned_data["seen"],
        )

    if saved(request, form, save):
        _tell_namesakes(request, customer)
        return redirect("customer_list", account_slug)
    return form_page(request, FORM, form, {"customer": customer})


@account_view(Right.WRITE)
@require_POST
def customer_put_away(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Archive a customer; its documents stay."""
    customer = _customer_or_404(request, public_id)
    tell_archived(request, customer_archive(customer=customer, actor=request.user))
    return redirect("customer_list", account_slug)


@account_view(Right.WRITE)
@require_POST
def customer_put_back(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Put an archived customer back in the list."""
    customer = _customer_or_404(request, public_id)
    tell_restored(request, customer_restore(customer=customer, actor=request.user))
    return redirect("customer_edit", account_slug, public_id)


def _customer_or_404(request: AccountRequest, public_id: str) -> Customer:
    return row_or_404(customer_get, account=request.access.account, public_id=public_id)


def _form(request: AccountRequest, customer: Customer | None) -> CustomerForm:
    account = request.access.account
    company = company_get(account=account)
    initial: dict[str, Any] = {"country": account.country, "language": company.language}
    initial |= {"is_business": True, "name": search_text(request, "name")}
    if customer is not None:
        initial = CustomerForm.initial_of(customer)
    usual = usual_words(company, payment_condition_default(account=account))
    return CustomerForm(
        request.POST or None, account=account, usual=usual, customer=customer, initial=initial
    )


def _draft(request: AccountRequest) -> Document | None:
    """Find the draft that somebody came from; an address that names none is just without one."""
    return Document.objects.filter(
        account=request.access.account,
        public_id=request.GET.get("draft", "").replace("\x00", ""),
        state=DocumentState.DRAFT,
    ).first()


def _after_new(request: AccountRequest, customer: Customer, draft: Document | None) -> HttpResponse:
    slug = request.access.account.slug
    _tell_namesakes(request, customer)
    if draft is not None:
        response = redirect("invoice_edit", slug, draft.public_id)
        response["Location"] += f"?customer={customer.public_id}"
        return response
    return redirect("customer_list", slug)


def _tell_namesakes(request: AccountRequest, customer: Customer) -> None:
    """Tell that others have the same VAT number; VAT groups do, so it is no mistake by itself."""
    names = ", ".join(other.name for other in customer_namesakes(customer=customer))
    if names:
        messages.warning(
            request,
            _("Met hetzelfde btw-nummer staat ook in de lijst: %(names)s. Kijk na of dat klopt.")
            % {"names": names},
        )
