"""The customers' screens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.draft_keeping import customer_kept
from invoicing.forms.customer import CustomerForm
from invoicing.models import Customer, Document
from invoicing.models.document import DocumentState
from invoicing.queries.companies import company_get
from invoicing.queries.customers import customer_get, customer_page
from invoicing.services.customers import CustomerRefused, customer_create, customer_update
from invoicing.views.requests import page_number, search_text


@account_view(Right.VIEW)
@require_safe
def customer_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the customers, by name, with search."""
    search = search_text(request, "customer")
    account = request.access.account
    page = customer_page(account=account, search=search, page=page_number(request))
    return render(
        request, "invoicing/customer_list.html", {"page": page, "customer_search": search}
    )


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def customer_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make a customer; coming from a draft, go back there with the customer filled in."""
    account = request.access.account
    company = company_get(account=account)
    start = {"country": account.country, "language": company.language, "is_business": True}
    start["name"] = request.GET.get("name", "")[:200].replace("\x00", "")
    form = CustomerForm(request.POST or None, account=account, initial=start)
    draft = _draft(request)
    if request.method == "POST" and form.is_valid():
        try:
            customer = customer_create(account=account, actor=request.user, values=form.values())
        except CustomerRefused as refused:
            form.add_problems(refused.problems)
        else:
            return _after_new(request, customer, draft)
    return _form_page(request, form, {"draft": draft})


def _draft(request: AccountRequest) -> Document | None:
    """Find the draft that somebody came from; an address that names none is just without one."""
    return Document.objects.filter(
        account=request.access.account,
        public_id=request.GET.get("draft", "").replace("\x00", ""),
        state=DocumentState.DRAFT,
    ).first()


def _after_new(request: AccountRequest, customer: Customer, draft: Document | None) -> HttpResponse:
    slug = request.access.account.slug
    if draft is not None:
        response = redirect("invoice_edit", slug, draft.public_id)
        response["Location"] += f"?customer={customer.public_id}"
        return response
    messages.success(request, _("%(name)s is bewaard.") % {"name": customer.name})
    return redirect("customer_list", slug)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def customer_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Change a customer."""
    account = request.access.account
    try:
        customer = customer_get(account=account, public_id=public_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error
    form = CustomerForm(
        request.POST or None, account=account, initial=CustomerForm.initial_of(customer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            values = customer_kept(customer, form.cleaned_data)
            customer_update(customer=customer, actor=request.user, values=values)
        except CustomerRefused as refused:
            form.add_problems(refused.problems)
        else:
            messages.success(request, _("%(name)s is bewaard.") % {"name": customer.name})
            return redirect("customer_list", account_slug)
    return _form_page(request, form, {"customer": customer})


def _form_page(
    request: AccountRequest, form: CustomerForm, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "invoicing/customer_form.html", {"form": form, **context}, status=status)
