"""The four steps of the settings; each saves on its own and shows where its offers come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.access import AccountRequest, Right, account_view
from connectors.core.models import Connection
from connectors.exact import forms
from connectors.exact.answers import Answers
from connectors.exact.examples import example_entry
from connectors.exact.mapping import vat_key
from connectors.exact.models import ReferenceSet
from connectors.exact.proposals import (
    propose_credit_journal,
    propose_revenue,
    propose_sales_journal,
    propose_vat_code,
)
from connectors.exact.reference import FRESH_FOR, reference_set
from connectors.exact.services.setup import (
    client_of,
    division_propose,
    numbering_propose,
    pairs_to_map,
    settings_save,
    targets_propose,
    usable_divisions,
    with_division,
)
from connectors.exact.settings_store import answers_of
from connectors.exact.views.common import asks_exact, connection_or_404
from connectors.exact.views.steps import STEPS, wizard_steps
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.vat_pairs import VatPair
from invoicing.vat import treatment_for_code


def _page(
    request: AccountRequest, number: int, connection: Connection, form: Form, **more: Any
) -> HttpResponse:
    slug = request.access.account.slug
    answers = answers_of(connection)
    context = {
        "connection": connection,
        "form": form,
        "steps": wizard_steps(slug, answers, current=number),
        "number": number,
        "back_url": reverse(f"exact_step_{STEPS[number - 2]}", args=[slug]) if number > 1 else "",
        "example": example_entry(connection, answers),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, f"connectors/exact/step_{STEPS[number - 1]}.html", context, status=status
    )


def _save(
    request: AccountRequest, number: int, connection: Connection, answers: Answers
) -> HttpResponse:
    done = tuple(sorted({*answers.steps_done, number}))
    settings_save(
        connection=connection, answers=replace(answers, steps_done=done), actor=request.access.user
    )
    slug = request.access.account.slug
    if number == len(STEPS):
        return redirect("exact_overview", slug)
    return redirect(f"exact_step_{STEPS[number]}", slug)


def _too_early(number: int, answers: Answers) -> bool:
    return number - 1 not in answers.steps_done


def _reference(request: AccountRequest, connection: Connection, kind: str) -> ReferenceSet:
    """From our copy while it is 15 minutes young, or from Exact at once when asked to refresh."""
    fresh_for = timedelta(0) if "refresh" in request.GET else FRESH_FOR
    return reference_set(client_of(connection), kind, fresh_for=fresh_for)


@account_view(Right.BOOKKEEPING)
@asks_exact
def division(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Step 1."""
    connection = connection_or_404(request)
    answers = answers_of(connection)
    proposal = division_propose(connection)
    initial = answers.division or (str(proposal["Code"]) if proposal else "")
    form = forms.DivisionForm(
        request.POST or None, rows=usable_divisions(connection), initial={"division": initial}
    )
    if form.is_valid():
        return _save(request, 1, connection, with_division(answers, form.chosen))
    return _page(request, 1, connection, form)


@account_view(Right.BOOKKEEPING)
@asks_exact
def journals(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Step 2."""
    connection = connection_or_404(request)
    answers = answers_of(connection)
    if _too_early(2, answers):
        return redirect("exact_step_division", account_slug)
    read = _reference(request, connection, "journals")
    accounts = _reference(request, connection, "revenue_accounts")
    form = forms.JournalsForm(
        request.POST or None,
        journals=read.rows,
        accounts=accounts.rows,
        initial=_journals_initial(connection, answers, read.rows, accounts.rows),
    )
    if form.is_valid():
        return _save(request, 2, connection, form.apply(answers))
    return _page(request, 2, connection, form, reference=read)


def _journals_initial(
    connection: Connection, answers: Answers, journal_rows: list[Any], account_rows: list[Any]
) -> dict[str, str]:
    """What was chosen before, else the proposals."""
    if answers.sales_journal and answers.credit_journal and answers.default_revenue:
        return {
            "sales_journal": answers.sales_journal.code,
            "credit_journal": answers.credit_journal.code,
            "numbering": answers.numbering,
            "default_revenue": answers.default_revenue.code,
        }
    proposals = {
        "sales_journal": propose_sales_journal(journal_rows),
        "credit_journal": propose_credit_journal(journal_rows),
        "default_revenue": propose_revenue(account_rows),
    }
    initial = {name: each.choice.code for name, each in proposals.items() if each}
    codes = [initial[name] for name in ("sales_journal", "credit_journal") if name in initial]
    numbering = numbering_propose(client_of(connection), codes) if codes else "own"
    return {**initial, "numbering": numbering}


@account_view(Right.BOOKKEEPING)
@asks_exact
def vat(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Step 3."""
    connection = connection_or_404(request)
    answers = answers_of(connection)
    if _too_early(3, answers):
        return redirect("exact_step_journals", account_slug)
    read = _reference(request, connection, "vat_codes")
    pairs = pairs_to_map(connection, read.rows)
    form = forms.VatForm(
        request.POST or None,
        pairs=[(pair, _pair_label(pair)) for pair in pairs],
        codes=read.rows,
        initial=_vat_initial(answers, pairs, read.rows),
    )
    if form.is_valid():
        return _save(request, 3, connection, form.apply(answers))
    return _page(request, 3, connection, form, reference=read)


def _pair_label(pair: VatPair) -> str:
    labels = treatment_for_code(pair.treatment).label
    name = labels.get((get_language() or "nl")[:2], labels["nl"])
    where = f"{name}, {pair.country}" if pair.country else name
    return f"{where} {pair.rate.normalize():f} %" if pair.rate else where


def _vat_initial(answers: Answers, pairs: list[VatPair], rows: list[Any]) -> dict[str, str]:
    if 3 in answers.steps_done:
        return {key: choice.code for key, choice in answers.vat.items()}
    initial = {}
    for pair in pairs:
        proposal = propose_vat_code(rows, *pair)
        if proposal:
            initial[vat_key(*pair)] = proposal.choice.code
    return initial


@account_view(Right.BOOKKEEPING)
def options(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Step 4."""
    connection = connection_or_404(request)
    answers = answers_of(connection)
    if _too_early(4, answers):
        return redirect("exact_step_vat", account_slug)
    fields = list(extra_fields_active(account=request.access.account))
    if 4 not in answers.steps_done:
        answers = replace(answers, extra_targets=targets_propose(connection))
    form = forms.OptionsForm(
        request.POST or None, extra_fields=fields, initial=forms.options_initial(answers)
    )
    if form.is_valid():
        return _save(request, 4, connection, form.apply(answers))
    return _page(request, 4, connection, form)
