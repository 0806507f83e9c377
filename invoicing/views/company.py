"""The settings of the seller itself: its details, and how its documents look."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.company import CompanyForm
from invoicing.queries.companies import company_get
from invoicing.queries.logos import logo_content, logo_exists
from invoicing.services.companies import CompanyRefused, company_update
from invoicing.services.company_sample import company_sample
from invoicing.services.logos import LogosRefused, logo_keep

PAGE = "invoicing/settings_company.html"


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_company(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show and change the seller's details."""
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            company_update(company=form.company, actor=request.user, values=form.values())
        except CompanyRefused as refused:
            form.add_problems(refused.problems)
        else:
            messages.success(request, _("Je bedrijfsgegevens zijn bewaard."))
            return redirect("settings_company", account_slug)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, PAGE, {"form": form, "sample": _sample(form)}, status=status)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def company_sample_page(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show an invoice as it would be with what was typed; nothing but a new logo is kept.

    Without JavaScript that is the whole page of the settings again.
    """
    form = _form(request)
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    template = "invoicing/_company_look.html" if is_part else PAGE
    context = {"form": form, "sample": _sample(form), "logo_answered": bool(request.FILES)}
    return render(request, template, context)


@account_view(Right.WRITE)
@require_safe
def company_logo(request: AccountRequest, account_slug: str, sha256: str) -> HttpResponse:
    """Give a kept logo."""
    account = request.access.account
    if not logo_exists(account=account, sha256=sha256):
        raise Http404
    response = HttpResponse(logo_content(account=account, sha256=sha256), content_type="image/png")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _form(request: AccountRequest) -> CompanyForm:
    """Read the form; a picture that was chosen is kept at once, so that it cannot get lost."""
    company = company_get(account=request.access.account)
    if request.method != "POST":
        return CompanyForm(company)
    form = CompanyForm(company, request.POST, request.FILES)
    form.full_clean()
    picture = form.cleaned_data.get("logo")
    if picture:
        try:
            form.logo_chosen(logo_keep(account=company.account, picture=picture).sha256)
        except LogosRefused as refused:
            form.add_problems(refused.problems)
    return form


def _sample(form: CompanyForm) -> str:
    """Give the picture as an address of its own (data:), since it exists nowhere else."""
    picture = company_sample(company=form.company, values=form.values())
    return "data:image/svg+xml;base64," + base64.b64encode(picture).decode()
