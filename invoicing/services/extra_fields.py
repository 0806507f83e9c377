"""The user's own fields: making, changing, ordering and putting away their definitions."""

from __future__ import annotations

from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.extra_definitions import (
    MOST_FIELDS,
    FieldDetails,
    FieldValues,
    definition_checked,
    fields_using,
    free_key,
)
from invoicing.models import ExtraField
from invoicing.problems import Problem, Refused
from invoicing.queries.extra_field_uses import extra_field_is_used
from invoicing.queries.extra_fields import extra_fields_active, extra_fields_all


class ExtraFieldRefused(Refused):
    """The definition cannot be so, or cannot go; per field."""


@transaction.atomic
def extra_field_create(
    *,
    account: Account,
    actor: User | None,
    level: str,
    type: str,
    **details: Unpack[FieldDetails],
) -> ExtraField:
    """Define a field at the end of its level; the key is made from the label and never changes.

    Raises ExtraFieldRefused, per field.
    """
    siblings = extra_fields_all(account=account, level=level)
    _check_room(account, level)
    field = ExtraField(account=account, level=level, type=type)
    columns = _checked(field, details)
    last = siblings.aggregate(last=Max("order"))["last"]
    field = ExtraField.objects.create(
        account=account,
        level=level,
        type=type,
        key=free_key(details["label"], siblings.values_list("key", flat=True), "veld"),
        order=0 if last is None else last + 1,
        **columns,
    )
    _record(field, actor, "extra_field.created", after=_definition(field))
    return field


@transaction.atomic
def extra_field_update(
    *, field: ExtraField, actor: User | None, **details: Unpack[FieldDetails]
) -> ExtraField:
    """Change how a field is shown and filled in; level, type and key stay: values rest on them.

    Raises ExtraFieldRefused, per field.
    """
    field = ExtraField.objects.select_for_update().get(pk=field.pk)
    before = _definition(field)
    columns = _checked(field, details)
    for name, value in columns.items():
        setattr(field, name, value)
    field.save(update_fields=list(columns))
    after = _definition(field)
    if before != after:
        _record(field, actor, "extra_field.changed", before=before, after=after)
    return field


@transaction.atomic
def extra_field_move(*, field: ExtraField, actor: User | None, up: bool) -> None:
    """Change places with the field before or after it; at the end of the list nothing happens."""
    fields = list(extra_fields_active(account=field.account, level=field.level))
    place = next((index for index, each in enumerate(fields) if each.pk == field.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(fields):
        return
    fields[place], fields[other] = fields[other], fields[place]
    for order, each in enumerate(fields):
        each.order = order
    ExtraField.objects.bulk_update(fields, ["order"])
    _record(field, actor, "extra_field.moved", after={"order": [each.label for each in fields]})


@transaction.atomic
def extra_field_archive(*, field: ExtraField, actor: User | None) -> ExtraField:
    """Stop asking for a field; what carries it keeps it. Raises ExtraFieldRefused when another
    field takes its value.
    """
    if field.archived_at is None:
        _check_free(field)
        field.archived_at = clock.now()
        field.save(update_fields=["archived_at"])
        _record(field, actor, "extra_field.archived", before=_definition(field))
    return field


@transaction.atomic
def extra_field_restore(*, field: ExtraField, actor: User | None) -> ExtraField:
    """Ask for a field again. Raises ExtraFieldRefused when there are too many."""
    if field.archived_at is not None:
        _check_room(field.account, field.level)
        field.archived_at = None
        field.save(update_fields=["archived_at"])
        _record(field, actor, "extra_field.restored", after=_definition(field))
    return field


@transaction.atomic
def extra_field_delete(*, field: ExtraField, actor: User | None) -> bool:
    """Delete a field that was never filled in; one that was is put away instead, and False.

    Raises ExtraFieldRefused when another field takes its value.
    """
    field = ExtraField.objects.select_for_update().get(pk=field.pk)
    if extra_field_is_used(field):
        extra_field_archive(field=field, actor=actor)
        return False
    _check_free(field)
    _record(field, actor, "extra_field.deleted", before=_definition(field))
    field.delete()
    return True


def _checked(field: ExtraField, details: FieldDetails) -> dict[str, Any]:
    others = list(extra_fields_active(account=field.account))
    columns, problems = definition_checked(field, FieldValues(**details), others)
    if problems:
        raise ExtraFieldRefused(problems)
    return columns


def _check_room(account: Account, level: str) -> None:
    most = MOST_FIELDS[level]
    if extra_fields_active(account=account, level=level).count() >= most:
        message = _("Er staan hier al %(n)s velden. Archiveer er eerst een.") % {"n": most}
        raise ExtraFieldRefused([Problem("label", message)])


def _check_free(field: ExtraField) -> None:
    using = fields_using(field, extra_fields_active(account=field.account))
    if using:
        message = _(
            "'%(other)s' krijgt zijn automatische waarde uit dit veld. Pas eerst dat veld aan."
        )
        raise ExtraFieldRefused([Problem("", message % {"other": using[0].label})])


def _definition(field: ExtraField) -> dict[str, object]:
    names = ("level", "key", "label", "type", "hint", "default", "automatic")
    return {name: getattr(field, name) for name in names} | {
        "choices": [each["label"] for each in field.choices if not each["archived"]],
        "on_pdf": field.on_pdf,
        "required": field.required,
    }


def _record(
    field: ExtraField,
    actor: User | None,
    action: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    event_record(
        account=field.account,
        actor=actor,
        action=action,
        subject_type="extra_field",
        subject_id=field.public_id,
        before=before,
        after=after,
    )
