"""Settings: how numbers look, and whether one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from accounts.models import Account
from invoicing.forms.numbers import NumberFormatForm
from invoicing.models import NumberFormat
from invoicing.models.document import DocumentKindChoice
from invoicing.numbers import number_text
from invoicing.queries.number_formats import number_format_get, number_next
from invoicing.queries.number_report import imported_counts, number_report
from invoicing.services.number_formats import (
    NumbersRefused,
    look_problems,
    number_format_change,
)


@dataclass(frozen=True)
class NumberExample:
    """The next number of a kind, and the first of the year after."""

    kind: str
    word: str
    next: str
    next_year: str


@account_view(Right.WRITE)
@require_safe
def settings_numbering(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the next number of each kind, and the gap report."""
    account = request.access.account
    reports = number_report(account=account)
    context = {
        "examples": [_example_of(account, kind) for kind in DocumentKindChoice.values],
        "reports": reports,
        "imported": imported_counts(account=account),
        "is_in_order": all(report.is_in_order for report in reports),
    }
    return render(request, "invoicing/settings_numbering.html", context)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_number_format(request: AccountRequest, account_slug: str, kind: str) -> HttpResponse:
    """Change how the numbers of a kind look, and which one is next."""
    account, word = request.access.account, _word_or_404(kind)
    start = NumberFormatForm.initial_of(
        number_format_get(account=account, kind=kind), number_next(account=account, kind=kind)
    )
    form = NumberFormatForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            number_format_change(
                account=account,
                actor=request.user,
                kind=kind,
                look=form.look(),
                next_number=form.cleaned_data["next_number"],
            )
        except NumbersRefused as refused:
            form.add_problems(refused.problems)
        else:
            example = _example_of(account, kind)
            messages.success(
                request,
                _("Bewaard. De volgende %(kind)s krijgt nummer %(number)s.")
                % {"kind": word, "number": example.next},
            )
            return redirect("settings_numbering", account_slug)
    status = 422 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "kind": kind,
        "word": word,
        "example": _example(kind, form.data if form.is_bound else start),
    }
    return render(request, "invoicing/settings_number_format.html", context, status=status)


@account_view(Right.WRITE)
@require_safe
def number_example(request: AccountRequest, account_slug: str, kind: str) -> HttpResponse:
    """Show the number that the form as it is filled in now would give; part of its page."""
    _word_or_404(kind)
    context = {"example": _example(kind, request.GET)}
    return render(request, "invoicing/_number_example.html", context)


def _word_or_404(kind: str) -> str:
    if kind not in DocumentKindChoice.values:
        raise Http404
    return str(DocumentKindChoice(kind).label)


def _example_of(account: Account, kind: str) -> NumberExample:
    look = number_format_get(account=account, kind=kind)
    return _texts(look, number_next(account=account, kind=kind))


def _example(kind: str, values: Mapping[str, Any]) -> NumberExample | None:
    """Give what these values of the form would give; None while they are not right."""
    form = NumberFormatForm(values)
    if not form.is_valid() or look_problems(form.look()):
        return None
    look = NumberFormat(kind=kind, **vars(form.look()))
    return _texts(look, form.cleaned_data["next_number"])


def _texts(look: NumberFormat, number: int) -> NumberExample:
    year = clock.today().year
    first = 1 if look.restarts_yearly else number + 1
    return NumberExample(
        kind=look.kind,
        word=str(DocumentKindChoice(look.kind).label),
        next=number_text(look, year, number),
        next_year=number_text(look, year + 1, first),
    )
