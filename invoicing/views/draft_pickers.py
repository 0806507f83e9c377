"""What is offered while somebody writes an invoice: customers, products, a new customer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.customer import CustomerShortForm
from invoicing.forms.customer_choice import customer_label, customers_offered
from invoicing.forms.product_choice import product_label, products_offered
from invoicing.queries.companies import company_get
from invoicing.services.customers import CustomerRefused, customer_create
from invoicing.views.requests import search_text


@account_view(Right.WRITE)
@require_safe
def customer_options(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Offer customers while somebody types a name."""
    labels = customers_offered(request.access.account, search_text(request, "customer"))
    return render(request, "invoicing/_options.html", {"labels": labels})


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def customer_inline(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Make a customer inside an invoice; when it is made, it stands in the invoice's field."""
    account = request.access.account
    start = {
        "country": account.country,
        "is_business": True,
        "name": search_text(request, "customer"),
    }
    form = CustomerShortForm(request.POST or None, prefix="new", initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.values(company_get(account=account).language)
            customer = customer_create(account=account, actor=request.user, values=values)
        except CustomerRefused as refused:
            form.add_problems(refused.problems)
        else:
            context = {"customer": customer, "label": customer_label(customer)}
            response = render(request, "invoicing/_customer_made.html", context)
            response["HX-Trigger-After-Settle"] = "customer-made"
            return response
    return render(request, "invoicing/_customer_inline.html", {"form": form})


@account_view(Right.WRITE)
@require_safe
def product_options(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Offer products while somebody types a name or code, in whatever field of the invoice."""
    text = next((search_text(request, name) for name in request.GET), "")
    labels = [product_label(product) for product in products_offered(request.access.account, text)]
    return render(request, "invoicing/_options.html", {"labels": labels})
