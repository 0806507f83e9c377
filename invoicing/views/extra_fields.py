"""Settings: the user's own fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccountRequest, Right, account_view
from invoicing.forms.extra_field import ExtraFieldForm, ExtraFieldKindForm
from invoicing.forms.extra_samples import field_sample, variables_listed
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Refused
from invoicing.queries.extra_field_uses import extra_field_is_used
from invoicing.queries.extra_fields import (
    extra_field_get,
    extra_fields_active,
    extra_fields_all,
)
from invoicing.services.extra_fields import (
    extra_field_archive,
    extra_field_create,
    extra_field_delete,
    extra_field_move,
    extra_field_restore,
    extra_field_update,
)

HEADINGS: dict[str, str | Promise] = {
    ExtraFieldLevel.DOCUMENT: gettext_lazy("Op de factuur"),
    ExtraFieldLevel.LINE: gettext_lazy("Op elke factuurlijn"),
    ExtraFieldLevel.CUSTOMER: gettext_lazy("Bij de klant"),
    ExtraFieldLevel.PRODUCT: gettext_lazy("Bij het artikel"),
}


@dataclass(frozen=True)
class LevelList:
    """The fields of one level under their heading."""

    level: str
    heading: str | Promise
    fields: list[ExtraField]


@account_view(Right.WRITE)
@require_safe
def settings_extra_fields(request: AccountRequest, account_slug: str) -> HttpResponse:
    """List the extra fields per level, in their order, and those that were put away."""
    fields = list(extra_fields_all(account=request.access.account))
    active = [field for field in fields if field.archived_at is None]
    levels = [
        LevelList(level, heading, [field for field in active if field.level == level])
        for level, heading in HEADINGS.items()
    ]
    context = {
        "levels": [each for each in levels if each.fields],
        "archived": [field for field in fields if field.archived_at],
        "form": ExtraFieldKindForm(),
    }
    return render(request, "invoicing/settings_extra_fields.html", context)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_extra_field_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Define a field in two steps: where it stands and what it holds, then the rest."""
    kind = ExtraFieldKindForm(request.GET or None)
    if not kind.is_valid():
        status = 422 if kind.is_bound else 200
        context = {"form": kind}
        return render(request, "invoicing/settings_extra_field_kind.html", context, status=status)
    field = ExtraField(account=request.access.account, **kind.cleaned_data)
    form = ExtraFieldForm(request.POST or None, field=field)

    def save() -> ExtraField:
        return extra_field_create(
            account=field.account,
            actor=request.user,
            level=field.level,
            type=field.type,
            **form.details(),
        )

    if made := _saved(form, save):
        messages.success(request, _("Het veld %(name)s is toegevoegd.") % {"name": made.label})
        return redirect("settings_extra_fields", account_slug)
    return _form_page(request, "invoicing/settings_extra_field_new.html", form)


@account_view(Right.WRITE)
@require_http_methods(["GET", "POST"])
def settings_extra_field(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Change an extra field."""
    field = _field_or_404(request, public_id)
    form = ExtraFieldForm(request.POST or None, field=field)

    def save() -> ExtraField:
        return extra_field_update(field=field, actor=request.user, **form.details())

    if changed := _saved(form, save):
        messages.success(request, _("Het veld %(name)s is bewaard.") % {"name": changed.label})
        return redirect("settings_extra_fields", account_slug)
    context = {
        "is_used": extra_field_is_used(field),
        "put_away_options": [each["label"] for each in field.choices if each["archived"]],
    }
    return _form_page(request, "invoicing/settings_extra_field.html", form, context)


@account_view(Right.WRITE)
@require_POST
def settings_extra_field_move(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Put an extra field one place up or down."""
    field = _field_or_404(request, public_id)
    is_up = request.POST.get("direction") != "down"
    extra_field_move(field=field, actor=request.user, up=is_up)
    response = redirect("settings_extra_fields", account_slug)
    response["Location"] += f"#field-{field.public_id}"
    return response


@account_view(Right.WRITE)
@require_POST
def settings_extra_field_archive(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Stop asking for an extra field."""
    field = _field_or_404(request, public_id)
    said = _("Het veld %(name)s wordt niet meer gevraagd. Wat ingevuld is, blijft staan.")
    return _done(request, field, lambda: extra_field_archive(field=field, actor=request.user), said)


@account_view(Right.WRITE)
@require_POST
def settings_extra_field_restore(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Ask for an extra field again."""
    field = _field_or_404(request, public_id)
    said = _("Het veld %(name)s wordt weer gevraagd.")
    return _done(request, field, lambda: extra_field_restore(field=field, actor=request.user), said)


@account_view(Right.WRITE)
@require_POST
def settings_extra_field_delete(
    request: AccountRequest, account_slug: str, public_id: str
) -> HttpResponse:
    """Delete an extra field that was never filled in; one that was is put away."""
    field = _field_or_404(request, public_id)
    said = _("Het veld %(name)s is weg.")
    kept = _(
        "Het veld %(name)s is intussen ingevuld. "
        "Het is gearchiveerd: wat ingevuld is, blijft staan."
    )
    act = partial(extra_field_delete, field=field, actor=request.user)
    return _done(request, field, act, said, kept)


def _saved(form: ExtraFieldForm, save: Callable[[], ExtraField]) -> ExtraField | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return save()
    except Refused as refused:
        form.add_problems(refused.problems)
        return None


def _done(
    request: AccountRequest, field: ExtraField, act: Callable[[], object], said: str, kept: str = ""
) -> HttpResponseRedirect:
    """Do it and say so; `kept` is what is said instead where the answer is False."""
    slug = request.access.account.slug
    try:
        is_done = act() is not False
    except Refused as refused:
        messages.error(request, refused.problems[0].message)
        return redirect("settings_extra_field", slug, field.public_id)
    messages.success(request, (said if is_done else kept) % {"name": field.label})
    return redirect("settings_extra_fields", slug)


def _form_page(
    request: AccountRequest,
    template: str,
    form: ExtraFieldForm,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    fields = list(extra_fields_active(account=request.access.account))
    shared = {
        "form": form,
        "field": form.field,
        "variables": variables_listed(form.field, fields),
        "sample": field_sample(form.field),
    }
    return render(request, template, {**shared, **(context or {})}, status=status)


def _field_or_404(request: AccountRequest, public_id: str) -> ExtraField:
    try:
        return extra_field_get(account=request.access.account, public_id=public_id)
    except ExtraField.DoesNotExist as error:
        raise Http404 from error
