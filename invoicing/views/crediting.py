"""Crediting an invoice: choosing what, by line; the draft then goes on to the usual last look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import AccountRequest, Right, account_view
from accounts.kept_post import post_take
from invoicing.credit_content import nothing_left
from invoicing.forms.credit_editor import CreditEditor
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.problems import Refused
from invoicing.queries.crediting import Crediting, crediting_of
from invoicing.services.crediting import credit_draft_create, credit_draft_update
from invoicing.services.drafts import DraftChanged
from invoicing.views.documents import document_or_404
from invoicing.views.drafts import Outcome
from invoicing.views.own_saves import form_key, save_remember, version_expected


@account_view(Right.WRITE, keeps_post=True)
@require_http_methods(["GET", "POST"])
def credit_new(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Credit an issued invoice; nothing is stored until a button is pressed."""
    original = document_or_404(request, public_id)
    crediting = crediting_of(original)
    draft = _draft_of_form(request, original)
    refusal = crediting.refusal or (nothing_left(original) if crediting.is_whole else "")
    if refusal and (request.method == "GET" or draft is None):
        messages.warning(request, refusal)
        return redirect("invoice_detail", account_slug, public_id)
    return _answer(request, original, draft, crediting)


@account_view(Right.WRITE, keeps_post=True)
@require_http_methods(["GET", "POST"])
def credit_edit(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponseBase:
    """Choose anew what a draft credit note credits; what is issued is only shown."""
    draft = document_or_404(request, public_id)
    if draft.original is None or draft.kind != DocumentKindChoice.CREDIT_NOTE:
        raise Http404
    if draft.is_issued and request.method == "GET":
        return redirect("invoice_detail", account_slug, public_id)
    return _answer(request, draft.original, draft, crediting_of(draft.original))


def _draft_of_form(request: AccountRequest, original: Document) -> Document | None:
    """Find the draft that this very form made a moment ago: pressing twice makes one."""
    key = request.POST.get("form_key", "").replace("\x00", "")
    drafts = Document.objects.filter(
        account=request.access.account, kind=DocumentKindChoice.CREDIT_NOTE, original=original
    )
    return drafts.filter(public_id=key).first() if key else None


def _answer(
    request: AccountRequest, original: Document, draft: Document | None, crediting: Crediting
) -> HttpResponseBase:
    context = {"original": original, "crediting": crediting}
    if request.method == "GET" and not (kept := post_take(request)):
        started = (
            CreditEditor.from_draft(original, draft)
            if draft
            else CreditEditor.from_original(original)
        )
        return _page(request, started, Outcome(draft), context)
    if request.method == "GET" and kept:
        messages.warning(
            request,
            _("Je was uitgelogd, dus is dit nog niet bewaard. Wat je typte staat hieronder."),
        )
        return _page(request, _posted(original, kept), Outcome(draft, is_newer=True), context)
    choose = request.POST.get("choose", "")
    editor = CreditEditor.from_post(original, request.POST, choose=choose)
    if request.htmx:  # type: ignore[attr-defined]
        return _live(request, editor)
    if choose:
        editor.compute()
        return _page(request, editor, Outcome(draft, is_newer=True), context)
    outcome = _save(request, editor, original, draft)
    if outcome.is_saved and outcome.document:
        return _next(request, outcome.document)
    editor.compute()
    return _page(request, editor, outcome, context, status=409 if outcome.conflict else 422)


def _posted(original: Document, posted: Any) -> CreditEditor:
    editor = CreditEditor.from_post(original, posted)
    editor.compute()
    return editor


def _live(request: AccountRequest, editor: CreditEditor) -> HttpResponse:
    """Answer htmx while somebody chooses: amounts and what is wrong; nothing is stored."""
    editor.compute()
    if editor.credit and editor.wanted():
        editor.add_problems(editor.credit.problems)
    return render(request, "invoicing/_credit_live.html", _context(request, editor))


def _save(
    request: AccountRequest, editor: CreditEditor, original: Document, draft: Document | None
) -> Outcome:
    if not editor.is_valid:
        return Outcome(draft)
    lines, head = editor.wanted(), editor.form.head()
    try:
        if draft is None:
            saved = credit_draft_create(
                original=original,
                actor=request.user,
                lines=lines,
                head=head,
                public_id=form_key(request),
            )
        else:
            version = version_expected(request, draft, editor.form.cleaned_data["version"])
            saved = credit_draft_update(
                document=draft,
                actor=request.user,
                expected_version=version,
                lines=lines,
                head=head,
            )
    except Refused as refused:
        editor.add_problems(refused.problems)
        return Outcome(draft)
    except DraftChanged as conflict:
        return Outcome(draft or conflict.document, conflict=conflict)
    save_remember(request, saved)
    return Outcome(saved, is_saved=True)


def _next(request: AccountRequest, saved: Document) -> HttpResponseBase:
    slug = request.access.account.slug
    if "review" in request.POST and request.access.can_issue:
        return redirect("invoice_issue", slug, saved.public_id)
    messages.success(request, _("Het concept is bewaard."))
    return redirect("credit_edit", slug, saved.public_id)


def _context(request: AccountRequest, editor: CreditEditor) -> dict[str, Any]:
    return {
        "editor": editor,
        "form": editor.form,
        "lines": editor.lines,
        "credit": editor.credit,
    }


def _page(
    request: AccountRequest,
    editor: CreditEditor,
    outcome: Outcome,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    others = [
        draft
        for draft in context["crediting"].drafts
        if outcome.document is None or draft.pk != outcome.document.pk
    ]
    context |= _context(request, editor) | {
        "form_key": form_key(request),
        "outcome": outcome,
        "document": outcome.document,
        "others": others,
    }
    return render(request, "invoicing/credit_edit.html", context, status=status)
