"""Questions that only a person can answer: which relation it is, and how to number from now on."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import AccountRequest, Right, account_view
from connectors.core.models import BookingState
from connectors.core.services.jobs import URGENT, booking_request
from connectors.exact.envelope import text_of
from connectors.exact.models import RelationLink
from connectors.exact.relations import CUSTOMER, candidates, link_store, relation_make
from connectors.exact.services.linking import hold_release
from connectors.exact.services.setup import client_of, settings_save
from connectors.exact.settings_store import answers_of
from connectors.exact.views.common import asks_exact, connection_or_404
from invoicing.models import Customer
from invoicing.parties import buyer_party
from invoicing.queries.customers import customer_get

NEW = "new"


def _customer(request: AccountRequest, public_id: str) -> Customer:
    try:
        return customer_get(account=request.access.account, public_id=public_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error


@account_view(Right.BOOKKEEPING)
@asks_exact
def relation_choose(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Choose among Exact's relations which one a customer is, or have a new one made."""
    connection = connection_or_404(request)
    customer = _customer(request, public_id)
    buyer, client = buyer_party(customer), client_of(connection)
    rows = {text_of(row, "ID"): row for row in candidates(client, buyer)}
    chosen = request.POST.get("relation", "")
    usable = {key for key, row in rows.items() if text_of(row, "Status") == CUSTOMER}
    if request.method == "POST" and chosen in {*usable, NEW}:
        link, _created = RelationLink.objects.get_or_create(
            connection=connection, division=client.division, customer_key=buyer.key
        )
        link_store(link, relation_make(client, buyer, link) if chosen == NEW else rows[chosen])
        _retry(request, customer)
        messages.success(
            request, _("De relatie is gekozen. De facturen van deze klant gaan verder.")
        )
        return redirect("exact_overview", account_slug)
    options = [(row, key in usable) for key, row in rows.items()]
    context = {"customer": customer, "options": options, "asked": request.method == "POST"}
    return render(request, "connectors/exact/relation_choose.html", context)


def _retry(request: AccountRequest, customer: Customer) -> None:
    connection = connection_or_404(request)
    refused = connection.bookings.filter(
        document__customer=customer, state=BookingState.REFUSED
    ).select_related("document")
    for booking in refused:
        booking_request(connection=connection, document=booking.document, urgency=URGENT)


@account_view(Right.BOOKKEEPING)
@require_POST
def numbering_choose(request: AccountRequest, account_slug: str) -> HttpResponse:
    """After Exact changed a number: let Exact number from now on, or go on with our own."""
    connection = connection_or_404(request)
    numbering = request.POST.get("numbering", "")
    if numbering not in ("own", "exact"):
        raise Http404
    hold_release(connection=connection, actor=request.access.user, numbering=numbering)
    connection.refresh_from_db()
    answers = replace(answers_of(connection), numbering=numbering)
    settings_save(connection=connection, answers=answers, actor=request.access.user)
    messages.success(request, _("Je keuze is bewaard. De boekingen gaan verder."))
    return redirect("exact_overview", account_slug)
