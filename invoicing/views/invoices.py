"""The list of invoices, one invoice, its files and its payments."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from accounts.audit import events_for
from accounts.models import PaymentSource, new_public_id
from invoicing.attention import attention_ids
from invoicing.forms.payment import PaymentForm
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.peppol import must_go_by_peppol
from invoicing.queries.crediting import crediting_of
from invoicing.queries.documents import (
    DocumentFilter,
    PaidDocument,
    document_counts,
    document_page,
)
from invoicing.queries.extra_shown import extra_shown
from invoicing.queries.payment_states import counting_payments
from invoicing.reader_language import reader_language
from invoicing.services.einvoice import has_einvoice
from invoicing.services.payments import PaymentRefused, payment_record, payment_reverse
from invoicing.timeline import moments
from invoicing.views.documents import document_or_404
from invoicing.views.requests import page_number, search_text

FILTER_WORDS = {
    DocumentFilter.ALL: pgettext_lazy("filter", "Alles"),
    DocumentFilter.DRAFT: pgettext_lazy("filter", "Concept"),
    DocumentFilter.OPEN: pgettext_lazy("filter", "Open"),
    DocumentFilter.OVERDUE: pgettext_lazy("filter", "Vervallen"),
    DocumentFilter.PAID: pgettext_lazy("filter", "Betaald"),
    DocumentFilter.CREDIT: pgettext_lazy("filter", "Creditnota's"),
    DocumentFilter.ATTENTION: pgettext_lazy("filter", "Actie nodig"),
}


@dataclass(frozen=True)
class Chip:
    """One filter of the list with how many it shows."""

    value: str
    word: str | Promise
    count: int
    is_current: bool


@account_view(Right.VIEW)
@require_safe
def invoice_list(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the invoices, filtered and searched as the address says."""
    account = request.access.account
    asked = request.GET.get("filter", "")
    chosen = next((name for name in DocumentFilter if name == asked), DocumentFilter.ALL)
    attention = attention_ids(account)
    search = search_text(request)
    page = document_page(
        account=account,
        filter=chosen,
        search=search,
        page=page_number(request),
        attention=attention,
    )
    # The connectors' row states are read for these rows at once.
    request.documents = list(page.object_list)  # type: ignore[attr-defined]
    counts = document_counts(account=account, attention=attention)
    chips = [
        Chip(name, word, counts.of(name), name == chosen)
        for name, word in FILTER_WORDS.items()
        if name != DocumentFilter.ATTENTION or counts.of(name) or chosen == name
    ]
    context = {
        "page": page,
        "chips": chips,
        "counts": counts,
        "search": search,
    }
    return render(request, "invoicing/invoice_list.html", context)


@account_view(Right.VIEW)
@require_safe
def invoice_detail(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Show one invoice: as it looks, what is paid, where it is booked, and what happened."""
    document = document_or_404(request, public_id)
    if not document.is_issued and request.access.can_write:
        return redirect("invoice_edit", account_slug, public_id)
    return _detail(request, document, _payment_form(document))


def _payment_form(document: PaidDocument) -> PaymentForm:
    start = {
        "amount": document.open_amount,
        "date": clock.today(),
        "reference": new_public_id(),
    }
    return PaymentForm(initial=start)


def _detail(
    request: AccountRequest, document: PaidDocument, form: PaymentForm, status: int = 200
) -> HttpResponse:
    account = request.access.account
    events = events_for(account, "document", document.public_id).select_related("actor")
    is_invoice = document.kind == DocumentKindChoice.INVOICE
    context = {
        "document": document,
        "original": document.original,
        "crediting": crediting_of(document) if is_invoice and document.is_issued else None,
        "payments": list(counting_payments(account).filter(document=document)),
        "payment_form": form if _may_pay_by_hand(request, document) else None,
        "needs_peppol": must_go_by_peppol(document),
        "has_ubl": document.is_issued
        and has_einvoice(document, document.seller.get("country", "")),
        "extra_shown": extra_shown(document, reader_language()),
        "moments": moments(events, bookkeeping=request.access.can(Right.BOOKKEEPING)),
    }
    return render(request, "invoicing/invoice_detail.html", context, status=status)


def _may_pay_by_hand(request: AccountRequest, document: Document) -> bool:
    by_hand = request.access.account.payment_source == PaymentSource.MANUAL
    return by_hand and request.access.can_write and document.is_issued


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def payment_new(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Record a payment by hand; asked for by GET, it is the invoice's page again."""
    document = document_or_404(request, public_id)
    if request.method == "GET":
        return redirect("invoice_detail", account_slug, public_id)
    form = PaymentForm(request.POST)
    if form.is_valid():
        try:
            payment_record(
                document=document,
                date=form.cleaned_data["date"],
                amount=form.cleaned_data["amount"],
                source=PaymentSource.MANUAL,
                source_reference=form.cleaned_data["reference"],
                actor=request.user,
            )
        except PaymentRefused as refused:
            form.add_problems(refused.problems)
        else:
            messages.success(request, _("De betaling is genoteerd."))
            return redirect("invoice_detail", account_slug, public_id)
    return _detail(request, document, form, status=422)


@account_view(Right.WRITE)
@require_POST
def payment_undo(
    request: AccountRequest, account_slug: str, public_id: str, payment_id: str
) -> HttpResponse:
    """Undo a payment that was noted by hand."""
    document = document_or_404(request, public_id)
    payment = get_object_or_404(document.payments, public_id=payment_id)
    try:
        payment_reverse(payment=payment, actor=request.user)
    except PaymentRefused as refused:
        messages.error(request, refused.problems[0].message)
    else:
        messages.success(request, _("De betaling is teruggedraaid."))
    return redirect("invoice_detail", account_slug, public_id)
