"""The files of an invoice: PDF, e-invoice, and a picture of its first page for the screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.models import Document
from invoicing.services.einvoice import EinvoiceRefused, NoEinvoice, document_ubl
from invoicing.services.files import document_page, document_pdf, draft_pdf
from invoicing.views.documents import document_or_404


@account_view(Right.VIEW)
@require_safe
def invoice_pdf(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Give the PDF: the kept one when issued, a fresh one of a draft; `?download` saves it."""
    document = document_or_404(request, public_id)
    if document.is_issued:
        content = bytes(document_pdf(document=document).content)
    else:
        content = draft_pdf(document=document)
    way = "attachment" if "download" in request.GET else "inline"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{way}; filename="{_file_name(document)}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@account_view(Right.VIEW)
@require_safe
def invoice_ubl(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Give the kept e-invoice to save; where the rules refuse it, say so on the invoice's page."""
    document = document_or_404(request, public_id)
    try:
        content = bytes(document_ubl(document=document).content)
    except NoEinvoice:
        raise Http404 from None
    except EinvoiceRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem.message)
        return redirect("invoice_detail", account_slug, public_id)
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(document)}.xml"'
    response["Cache-Control"] = "private, no-cache"
    return response


@account_view(Right.VIEW)
@require_safe
def invoice_page(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Give the first page as SVG: sharp on every screen, and shown by every browser and phone."""
    document = document_or_404(request, public_id)
    response = HttpResponse(document_page(document=document), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-cache"
    return response


def _file_name(document: Document) -> str:
    return slugify(f"{document.get_kind_display()} {document.number or _('concept')}")
