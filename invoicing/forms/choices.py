"""Choosing one of the account's own rows."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from invoicing.forms.base import OWN_MESSAGES


class RowChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice by public id or key; an archived row that was chosen before stays choosable."""

    def __init__(self, *, key: str, **options: Any) -> None:
        """Start without rows: only the account knows them. `key` is the column in the address."""
        options.setdefault("required", False)
        messages = {"invalid_choice": OWN_MESSAGES["invalid_choice"]}
        super().__init__(queryset=None, to_field_name=key, error_messages=messages, **options)

    @classmethod
    def of(cls, form: forms.Form, name: str) -> RowChoiceField:
        """Give the form's own choice of this name."""
        return cast(RowChoiceField, form.fields[name])

    def offer(self, rows: QuerySet[Any], present: Model | None) -> None:
        """Offer the account's rows that are not archived, and the present one."""
        kept = Q(pk=present.pk) if present else Q()
        self.queryset = rows.filter(Q(archived_at=None) | kept)

    def label_from_instance(self, obj: Any) -> str:
        """Write a row by its name, and say when it is archived."""
        if obj.archived_at:
            return _("%(name)s (gearchiveerd)") % {"name": obj}
        return str(obj)
