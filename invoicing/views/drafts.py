"""Writing an invoice: one address answers the page, its buttons and the saving while typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccountRequest, Right, account_view
from accounts.kept_post import post_take
from invoicing.forms.draft_editor import DraftEditor
from invoicing.forms.draft_opening import editor_opened
from invoicing.forms.draft_reading import editor_read
from invoicing.models import Customer, Document
from invoicing.models.document import DocumentKindChoice
from invoicing.queries.customers import customers_active
from invoicing.services.drafts import (
    DraftChanged,
    DraftRefused,
    draft_create,
    draft_delete,
    draft_update,
)
from invoicing.services.einvoice import einvoice_warm
from invoicing.views.documents import document_or_404
from invoicing.views.issuing import problems_now
from invoicing.views.own_saves import (
    form_key,
    save_remember,
    version_expected,
    version_known,
)
from invoicing.views.requests import seen_version


@dataclass(frozen=True)
class Outcome:
    """What became of a save: the draft as it stands, and whether this content is in it.

    `is_newer`: nothing was saved yet, and the screen holds more than what is stored.
    """

    document: Document | None
    is_saved: bool = False
    is_newer: bool = False
    conflict: DraftChanged | None = None


@account_view(Right.WRITE, keeps_post=True)
@require_http_methods(["GET", "POST"])
def invoice_new(request: AccountRequest, account_slug: str) -> HttpResponseBase:
    """Write a new invoice; nothing is stored until there is something to keep."""
    return _edit(request, _posted_draft(request))


@account_view(Right.WRITE, keeps_post=True)
@require_http_methods(["GET", "POST"])
def invoice_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Change a draft; what is issued is only shown."""
    document = document_or_404(request, public_id)
    if document.is_issued and request.method == "GET":
        return redirect("invoice_detail", account_slug, public_id)
    if document.original_id and document.kind == DocumentKindChoice.CREDIT_NOTE:
        return redirect("credit_edit", account_slug, public_id)
    return _edit(request, document)


@account_view(Right.WRITE)
@require_POST
def invoice_delete(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Throw a draft away, in the version that was on the screen."""
    document = document_or_404(request, public_id)
    version = version_known(request, document, seen_version(request))
    try:
        draft_delete(document=document, actor=request.user, expected_version=version)
    except DraftChanged:
        messages.warning(
            request,
            _("Deze factuur is intussen gewijzigd of verstuurd. Er is niets weggegooid; kijk na."),
        )
        return redirect("invoice_edit", account_slug, public_id)
    messages.success(request, _("Het concept is weggegooid."))
    return redirect("invoice_list", account_slug)


def _posted_draft(request: AccountRequest) -> Document | None:
    public_id = request.POST.get("draft", "").replace("\x00", "")
    if public_id:
        return document_or_404(request, public_id)
    account, key = request.access.account, request.POST.get("form_key", "").replace("\x00", "")
    return Document.objects.filter(account=account, public_id=key).first() if key else None


def _edit(request: AccountRequest, document: Document | None) -> HttpResponseBase:
    if request.method == "GET":
        account = request.access.account
        if kept := post_take(request):
            return _kept_page(request, kept, document)
        einvoice_warm()
        customer = _asked_customer(request)
        editor = editor_opened(account, document, customer)
        if document and "check" in request.GET:
            editor.add_problems(problems_now(document))
        return _page(request, editor, Outcome(document, is_newer=customer is not None))
    if request.htmx:  # type: ignore[attr-defined]
        return _live(request, document)
    return _submit(request, document)


def _kept_page(
    request: AccountRequest, kept: QueryDict, document: Document | None
) -> HttpResponseBase:
    """Show what was posted while nobody was logged in."""
    messages.warning(
        request,
        _(
            "Je was uitgelogd, dus is dit nog niet bewaard. Wat je typte staat hieronder; "
            "kies 'Concept bewaren'."
        ),
    )
    editor = editor_read(request.access.account, kept, document)
    return _page(request, editor, Outcome(document, is_newer=True))


def _asked_customer(request: AccountRequest) -> Customer | None:
    public_id = request.GET.get("customer", "").replace("\x00", "")
    return customers_active(account=request.access.account).filter(public_id=public_id).first()


def _submit(request: AccountRequest, document: Document | None) -> HttpResponseBase:
    """Answer a button without JavaScript: what was typed stays, whatever happens."""
    editor = editor_read(request.access.account, request.POST, document)
    if _change_lines(request, editor):
        return _page(request, editor, Outcome(document, is_newer=True))
    outcome = _save(request, editor, document)
    if outcome.is_saved and outcome.document:
        return _next(request, outcome.document)
    if not outcome.conflict and editor.is_valid:
        editor.form.add_error(None, _("Er staat nog niets op de factuur."))
    return _page(request, editor, outcome, status=409 if outcome.conflict else 422)


def _change_lines(request: AccountRequest, editor: DraftEditor) -> bool:
    if _wants_empty_line(request, editor):
        editor.lines.append(editor.new_line())
    elif "remove_line" in request.POST:
        editor.remove_line(request.POST["remove_line"])
    return not request.POST.keys().isdisjoint({"add_line", "remove_line", "deduct"})


def _wants_empty_line(request: AccountRequest, editor: DraftEditor) -> bool:
    """Whether a line was asked for that is not one of a product, found or not."""
    is_of_product = "add_product" in editor.form.fields and request.POST.get("add_product")
    return "add_line" in request.POST and not is_of_product


def _next(request: AccountRequest, document: Document) -> HttpResponseBase:
    slug = request.access.account.slug
    if "review" in request.POST:
        return redirect("invoice_issue", slug, document.public_id)
    if "new_customer" in request.POST:
        query = {"draft": document.public_id, "name": request.POST.get("customer", "")}
        return redirect(f"{reverse('customer_new', args=[slug])}?{urlencode(query)}")
    messages.success(request, _("Het concept is bewaard."))
    return redirect("invoice_edit", slug, document.public_id)


def _live(request: AccountRequest, document: Document | None) -> HttpResponseBase:
    """Answer htmx: save what can be saved, and send back only what changed."""
    editor = editor_read(request.access.account, request.POST, document, typing=True)
    context: dict[str, Any] = {
        "adds_product": "add_line" in request.POST and "add_product" in editor.form.fields
    }
    if _wants_empty_line(request, editor):
        context["new_line"] = editor.new_line()
    elif "remove_line" in request.POST:
        editor.remove_line(request.POST["remove_line"])
    outcome = _save(request, editor, document)
    response = render(
        request, "invoicing/_draft_live.html", _context(request, editor, outcome) | context
    )
    if document is None and outcome.document:
        slug = request.access.account.slug
        url = reverse("invoice_edit", args=[slug, outcome.document.public_id])
        response["HX-Replace-Url"] = url
    return response


def _save(request: AccountRequest, editor: DraftEditor, document: Document | None) -> Outcome:
    if not editor.is_valid:
        return Outcome(document)
    may_be_blank = document is not None or "new_customer" in request.POST
    if editor.is_blank and not may_be_blank:
        return Outcome(document)
    try:
        saved = _write(request, editor, document)
    except DraftRefused as refused:
        editor.add_problems(refused.problems)
        return Outcome(document)
    except DraftChanged as conflict:
        return Outcome(document or conflict.document, conflict=conflict)
    save_remember(request, saved)
    return Outcome(saved, is_saved=True)


def _write(request: AccountRequest, editor: DraftEditor, document: Document | None) -> Document:
    content = editor.content()
    if document is None:
        return draft_create(
            account=request.access.account,
            actor=request.user,
            content=content,
            public_id=form_key(request),
        )
    return draft_update(
        document=document,
        actor=request.user,
        expected_version=version_expected(request, document, editor.form.cleaned_data["version"]),
        content=content,
    )


def _context(request: AccountRequest, editor: DraftEditor, outcome: Outcome) -> dict[str, Any]:
    return {
        "form_key": form_key(request),
        "editor": editor,
        "form": editor.form,
        "lines": editor.lines,
        "sums": editor.sums(),
        "document": outcome.document,
        "outcome": outcome,
    }


def _page(
    request: AccountRequest, editor: DraftEditor, outcome: Outcome, status: int = 200
) -> HttpResponse:
    context = _context(request, editor, outcome)
    return render(request, "invoicing/invoice_edit.html", context, status=status)
