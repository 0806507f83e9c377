"""Koppelingen, the booking panel, and the buttons 'boeken' and 'betaalstatus ophalen'."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import AccountRequest, Right, account_view
from accounts.models import PaymentSource
from connectors.core.models import JobKind
from connectors.core.panels import BookingPanel, booking_panels
from connectors.core.queries import connection_of, queue_counts
from connectors.core.registry import connectors
from connectors.core.services.jobs import URGENT, booking_request, job_put
from invoicing.models import Document
from invoicing.queries.documents import document_get


@account_view(Right.CONNECT)
@require_GET
def connection_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Every connector of this installation, with how its connection stands."""
    cards = []
    for connector in connectors():
        connection = connection_of(request.access.account, connector.kind)
        counts = queue_counts(connection) if connection else {}
        cards.append(
            {
                "connector": connector,
                "connection": connection,
                "counts": counts,
                "url": connector.overview_url(account_slug),
            }
        )
    return render(request, "connectors/core/connection_list.html", {"cards": cards})


def _document(request: AccountRequest, public_id: str) -> Document:
    try:
        return document_get(account=request.access.account, public_id=public_id)
    except Document.DoesNotExist as error:
        raise Http404 from error


def _panel(request: AccountRequest, public_id: str, kind: str) -> BookingPanel:
    for panel in booking_panels(request.access, _document(request, public_id)):
        if panel.connection.kind == kind:
            return panel
    raise Http404


@account_view(Right.VIEW)
@require_GET
def booking_panel(
    request: AccountRequest, account_slug: str, public_id: str, kind: str
) -> HttpResponse:
    """The panel alone, for a page that waits for the booking."""
    panel = _panel(request, public_id, kind)
    return render(request, panel.template, {"panel": panel})


@account_view(Right.ISSUE)
@require_POST
def booking_create(
    request: AccountRequest, account_slug: str, public_id: str, kind: str
) -> HttpResponse:
    """Ask for this document to be booked, now or again."""
    panel = _panel(request, public_id, kind)
    booking_request(connection=panel.connection, document=panel.document, urgency=URGENT)
    if request.headers.get("HX-Request"):
        return _panel_answer(request, public_id, kind)
    return redirect("invoice_detail", account_slug, public_id)


def _panel_answer(request: AccountRequest, public_id: str, kind: str) -> HttpResponse:
    """The panel as it is now, as the answer to a button in it."""
    panel = _panel(request, public_id, kind)
    return render(request, panel.template, {"panel": panel})


@account_view(Right.WRITE)
@require_POST
def payments_pull(request: AccountRequest, account_slug: str, kind: str) -> HttpResponse:
    """Ask for the payment status now."""
    connection = connection_of(request.access.account, kind)
    if connection is None:
        raise Http404
    if request.access.account.payment_source != PaymentSource.EXACT:
        messages.warning(
            request, _("De betaalstatus van dit account komt niet uit Exact. Kies dat in stap 4.")
        )
    elif not connection.is_active:
        messages.warning(request, _("De koppeling werkt nu niet. Zet ze eerst opnieuw op."))
    else:
        job_put(connection=connection, kind=JobKind.PULL_PAYMENTS, document=None, urgency=URGENT)
        messages.success(request, _("De betaalstatus wordt opgehaald. Dat duurt enkele seconden."))
    back = request.POST.get("back", "")
    if back:
        return redirect("invoice_detail", account_slug, _document(request, back).public_id)
    return redirect(f"{kind}_overview", account_slug)
