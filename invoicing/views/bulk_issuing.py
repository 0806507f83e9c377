"""Issuing the drafts that were ticked in the list: a last look, and then some per request.

What is issued is issued: whoever closes the browser halfway finds the rest as drafts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.problems import Problem
from invoicing.queries.drafts import drafts_all, drafts_chosen
from invoicing.services.bulk_issuing import changed_since, documents_issue, drafts_check

# So many are issued per request, and so many e-invoices are checked before the page is shown.
AT_ONCE = 25
MOST = 2000


@dataclass(frozen=True)
class Choice:
    """A draft that was chosen, and why it cannot be issued; or nothing stands in the way."""

    draft: Document
    problems: Sequence[Problem]


@account_view(Right.ISSUE)
@require_http_methods(["GET", "POST"])
def invoices_issue(request: AccountRequest, account_slug: str) -> HttpResponseBase:
    """Show which drafts will be issued and which cannot be; on the button, issue them."""
    if request.method == "POST":
        return _issue_some(request)
    drafts = _asked_for(request)
    if not drafts:
        return redirect("invoice_list", account_slug)
    choices = _checked(request, drafts)
    right = [choice.draft for choice in choices if not choice.problems]
    context = {
        "right": right,
        "wrong": [choice for choice in choices if choice.problems],
        "gross": sum((_signed(draft) for draft in right), Decimal(0)),
    }
    return render(request, "invoicing/invoices_issue.html", context)


def _asked_for(request: AccountRequest) -> list[Document]:
    """Give the drafts of the address in the order in which they are issued: by date."""
    account = request.access.account
    drafts = drafts_all(account=account)
    if not request.GET.get("all"):
        ticked = request.GET.getlist("draft")[:MOST]
        drafts = drafts_chosen(account=account, public_ids=ticked)
    return sorted(drafts[:MOST], key=lambda draft: draft.issue_date or clock.today())


def _checked(request: AccountRequest, drafts: Sequence[Document]) -> list[Choice]:
    problems = drafts_check(
        account=request.access.account, drafts=drafts, with_einvoice=len(drafts) <= AT_ONCE
    )
    return [Choice(draft, problems.get(draft.pk, ())) for draft in drafts]


def _signed(draft: Document) -> Decimal:
    return -draft.gross if draft.kind == DocumentKindChoice.CREDIT_NOTE else draft.gross


def _issue_some(request: AccountRequest) -> HttpResponse:
    """Issue the first of what was posted; the page asks for the rest by itself, or by a button."""
    posted = request.POST.getlist("draft")[:MOST]
    versions = dict(_versions(posted[:AT_ONCE]))
    account = request.access.account
    documents = list(Document.objects.filter(account=account, public_id__in=versions))
    for document in documents:
        # The one that the page showed: a draft which changed meanwhile is left alone.
        document.version = versions[document.public_id]
    documents.sort(key=lambda document: list(versions).index(document.public_id))
    outcome = documents_issue(account=account, actor=request.user, drafts=documents)
    refused = [document.public_id for document in documents if document.pk in outcome.refused]
    refused = request.POST.getlist("refused")[:MOST] + refused
    done = _count(request.POST.get("done", "")) + len(outcome.issued)
    later = posted[AT_ONCE:]
    context = {
        "done": done,
        "total": done + len(refused) + len(later),
        "later": later,
        "refused": refused,
        "wrong": [] if later else _refused(request, refused),
    }
    return render(request, "invoicing/invoices_issuing.html", context)


def _versions(posted: Sequence[str]) -> list[tuple[str, int]]:
    """Read 'public_id:version'; what is nothing of the kind is left out."""
    pairs = (text.partition(":") for text in posted)
    return [(public_id, _count(version)) for public_id, _colon, version in pairs]


def _count(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else 0


def _refused(request: AccountRequest, public_ids: Sequence[str]) -> list[Choice]:
    """Give what was refused with the problems that it has now."""
    drafts = drafts_chosen(account=request.access.account, public_ids=public_ids)
    changed = [Problem("version", changed_since())]
    return [
        Choice(choice.draft, choice.problems or changed)
        for choice in _checked(request, list(drafts))
    ]
