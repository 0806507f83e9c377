"""The form fields of the user's own fields, added to the form of what they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms

from invoicing.forms.base import PlainForm, make_plain
from invoicing.forms.fields import DayField
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldType

EXTRA = "extra-"


class WithExtraFields(PlainForm):
    """A form that ends with the account's own fields."""

    def add_extra_fields(self, fields: Iterable[ExtraField], values: Mapping[str, str]) -> None:
        """Add a form field per definition, starting with the stored value."""
        for field in fields:
            self.fields[EXTRA + field.key] = _extra_form_field(field)
            make_plain(self.fields[EXTRA + field.key])
            self.initial.setdefault(EXTRA + field.key, _stored(field, values.get(field.key, "")))

    def extra_names(self) -> list[str]:
        """Give the names of the extra fields, in order."""
        return [name for name in self.fields if name.startswith(EXTRA)]

    def extra_values(self) -> dict[str, str]:
        """Give the values by key, as text, dates in ISO form."""
        given = {name: self.cleaned_data.get(name) for name in self.extra_names()}
        return {name.removeprefix(EXTRA): _as_text(value) for name, value in given.items() if value}

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """Give the extra fields for the template."""
        return [self[name] for name in self.extra_names()]


def _extra_form_field(field: ExtraField) -> forms.Field:
    if field.type == ExtraFieldType.DATE:
        return DayField(label=field.label, required=False)
    if field.type == ExtraFieldType.MULTILINE:
        widget = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=field.label, required=False, widget=widget)
    return forms.CharField(label=field.label, required=False)


def _stored(field: ExtraField, value: str) -> date | str:
    return date.fromisoformat(value) if field.type == ExtraFieldType.DATE and value else value


def _as_text(value: date | str) -> str:
    return value.isoformat() if isinstance(value, date) else value
