"""The user's own fields: making, changing and archiving their definitions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import ExtraField

KEY_LENGTH = 40


@transaction.atomic
def extra_field_create(
    *,
    account: Account,
    actor: User | None,
    level: str,
    label: str,
    type: str,
    on_pdf: bool = True,
    required: bool = False,
) -> ExtraField:
    """Define a field at the end of its level; the key is made from the label and never changes."""
    siblings = ExtraField.objects.filter(account=account, level=level)
    last = siblings.aggregate(last=Max("order"))["last"]
    field = ExtraField.objects.create(
        account=account,
        level=level,
        key=_free_key(label, set(siblings.values_list("key", flat=True))),
        label=label,
        type=type,
        on_pdf=on_pdf,
        required=required,
        order=0 if last is None else last + 1,
    )
    _record(field, actor, "extra_field.created", after=_definition(field))
    return field


@transaction.atomic
def extra_field_update(
    *, field: ExtraField, actor: User | None, label: str, on_pdf: bool, required: bool
) -> ExtraField:
    """Change how a field is shown and asked; level, type and key stay: values rest on them."""
    before = _definition(field)
    field.label, field.on_pdf, field.required = label, on_pdf, required
    field.save(update_fields=["label", "on_pdf", "required"])
    after = _definition(field)
    if before != after:
        _record(field, actor, "extra_field.changed", before=before, after=after)
    return field


@transaction.atomic
def extra_field_archive(*, field: ExtraField, actor: User | None) -> ExtraField:
    """Stop asking for a field; documents that carry it keep it."""
    if field.archived_at is None:
        field.archived_at = clock.now()
        field.save(update_fields=["archived_at"])
        _record(field, actor, "extra_field.archived", before=_definition(field))
    return field


def _free_key(label: str, taken: set[str]) -> str:
    return next(key for key in _keys(label) if key not in taken)


def _keys(label: str) -> Iterator[str]:
    base = slugify(label)[:KEY_LENGTH].strip("-") or "veld"
    yield base
    for number in count(2):
        suffix = f"-{number}"
        yield base[: KEY_LENGTH - len(suffix)] + suffix


def _definition(field: ExtraField) -> dict[str, object]:
    return {
        "level": field.level,
        "key": field.key,
        "label": field.label,
        "type": field.type,
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
