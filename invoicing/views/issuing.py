"""The last look before an invoice is issued, and issuing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.draft_problems import element_of
from invoicing.issue_content import content_read
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.pdf.render import characters_left_out
from invoicing.problems import Problem
from invoicing.queries.issue_check import issue_check
from invoicing.queries.issued_documents import draft_preview
from invoicing.services.drafts import DraftChanged
from invoicing.services.einvoice import UNCHECKED, einvoice_check
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.views.documents import document_or_404
from invoicing.views.requests import seen_version


@dataclass(frozen=True)
class Obstacle:
    """Something to put right first, and the address where that is done."""

    message: str
    url: str


@account_view(Right.ISSUE)
@require_http_methods(["GET", "POST"])
def invoice_issue(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Show what will be issued and what cannot be undone; on the button, issue it."""
    document = document_or_404(request, public_id)
    if document.is_issued:
        return redirect("invoice_detail", account_slug, public_id)
    if request.method == "GET":
        return _page(request, document, problems_now(document))
    try:
        document_issue(
            document=document, actor=request.user, expected_version=seen_version(request)
        )
    except IssueRefused as refused:
        return _page(request, document, refused.problems, status=422)
    except DraftChanged:
        messages.warning(
            request,
            _("De factuur is intussen gewijzigd en daarom niet verstuurd. Kijk ze nog eens na."),
        )
        return redirect("invoice_issue", account_slug, public_id)
    document = document_or_404(request, public_id)
    said = _("Factuur %(number)s is verstuurd.")
    if document.kind == DocumentKindChoice.CREDIT_NOTE:
        said = _("Creditnota %(number)s is verstuurd.")
    messages.success(request, said % {"number": document.number})
    return redirect("invoice_detail", account_slug, public_id)


def problems_now(document: Document) -> Sequence[Problem]:
    """Name what stands in the way now; the rules of e-invoicing speak once nothing else does."""
    if found := issue_check(document=document):
        return found
    return einvoice_check(content_read(document, document.issue_date or clock.today())).problems


def _page(
    request: AccountRequest, document: Document, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    obstacles = [
        Obstacle(problem.message, _cure_url(request, document, problem)) for problem in problems
    ]
    context = {
        "document": document,
        "is_credit_note": document.kind == DocumentKindChoice.CREDIT_NOTE,
        "obstacles": obstacles,
        "left_out": characters_left_out(draft_preview(document)),
        "lines": list(document.lines.all()),
        "vat_totals": list(document.vat_totals.all()),
    }
    return render(request, "invoicing/invoice_issue.html", context, status=status)


def _cure_url(request: AccountRequest, document: Document, problem: Problem) -> str:
    slug = request.access.account.slug
    if problem.field == "seller":
        return reverse("settings_company", args=[slug])
    if problem.field == "customer" and document.customer:
        return reverse("customer_edit", args=[slug, document.customer.public_id])
    if problem.field == UNCHECKED:
        return reverse("invoice_issue", args=[slug, document.public_id])
    if document.kind == DocumentKindChoice.CREDIT_NOTE and document.original_id:
        return f"{reverse('credit_edit', args=[slug, document.public_id])}#what"
    edit = reverse("invoice_edit", args=[slug, document.public_id])
    return f"{edit}?check=1#id_{element_of(problem.field)}"
