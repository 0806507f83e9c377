"""The settings of an account: the extra fields."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.extra_field import ExtraFieldChangeForm, ExtraFieldForm
from invoicing.models import ExtraField
from invoicing.queries.extra_fields import extra_field_get, extra_fields_active
from invoicing.services.extra_fields import (
    extra_field_archive,
    extra_field_create,
    extra_field_update,
)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_extra_fields(request: AccountRequest, account_slug: str) -> HttpResponse:
    """List the extra fields and add one."""
    account = request.access.account
    form = ExtraFieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        field = extra_field_create(account=account, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Het veld %(name)s is toegevoegd.") % {"name": field.label})
        return redirect("settings_extra_fields", account_slug)
    context = {"fields": extra_fields_active(account=account), "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "invoicing/settings_extra_fields.html", context, status=status)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_extra_field(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Change an extra field."""
    field = _field_or_404(request, public_id)
    start = {"label": field.label, "on_pdf": field.on_pdf, "required": field.required}
    form = ExtraFieldChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        extra_field_update(field=field, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Het veld %(name)s is bewaard.") % {"name": field.label})
        return redirect("settings_extra_fields", account_slug)
    status = 422 if form.is_bound and form.errors else 200
    context = {"field": field, "form": form}
    return render(request, "invoicing/settings_extra_field.html", context, status=status)


@account_view(Right.WRITE)
@require_POST
def settings_extra_field_archive(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Stop asking for an extra field."""
    field = _field_or_404(request, public_id)
    extra_field_archive(field=field, actor=request.user)
    messages.success(
        request,
        _("Het veld %(name)s wordt niet meer gevraagd. Oude facturen houden het.")
        % {"name": field.label},
    )
    return redirect("settings_extra_fields", account_slug)


def _field_or_404(request: AccountRequest, public_id: str) -> ExtraField:
    try:
        return extra_field_get(account=request.access.account, public_id=public_id)
    except ExtraField.DoesNotExist as error:
        raise Http404 from error
