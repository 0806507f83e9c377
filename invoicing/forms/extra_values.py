"""The form fields of the user's own fields, added to the form of what they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django import forms
from django.utils.translation import gettext as _

from invoicing.extra_templates import template_shown
from invoicing.forms.base import PlainForm, make_plain
from invoicing.forms.extra_inputs import extra_input, input_value, stored_value
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem
from invoicing.reader_language import reader_language

EXTRA = "extra-"
# Customers and products need their fields when they are saved; a draft may still lack some.
ASKED_WHEN_SAVED = frozenset({ExtraFieldLevel.CUSTOMER, ExtraFieldLevel.PRODUCT})


class WithExtraFields(PlainForm):
    """A form that ends with the account's own fields."""

    extra_definitions: Mapping[str, ExtraField] = MappingProxyType({})

    def add_extra_fields(
        self, fields: Iterable[ExtraField], values: Mapping[str, str] | None
    ) -> None:
        """Add a form field per definition, starting with the stored value; None stands for what is
        new and starts with the defaults.
        """
        self.extra_definitions = {field.key: field for field in fields}
        for key, field in self.extra_definitions.items():
            stored = field.default if values is None else values.get(key, "")
            present = self.data.get(self.add_prefix(EXTRA + key), "") if self.is_bound else stored
            form_field = extra_input(field, present)
            form_field.required = field.required and field.level in ASKED_WHEN_SAVED
            form_field.required = form_field.required and not field.automatic
            form_field.help_text = _help(field)
            make_plain(form_field)
            self.fields[EXTRA + key] = form_field
            self.initial.setdefault(EXTRA + key, input_value(field, stored))

    def extra_names(self) -> list[str]:
        """Give the names of the extra fields, in order."""
        return [name for name in self.fields if name.startswith(EXTRA)]

    def extra_values(self) -> dict[str, str]:
        """Give the values by key, as they are stored; empty ones are left out."""
        values = {
            key: stored_value(field, self.cleaned_data.get(EXTRA + key))
            for key, field in self.extra_definitions.items()
        }
        return {key: value for key, value in values.items() if value}

    @property
    def extra_is_typed(self) -> bool:
        """Whether a field holds something else than its default."""
        values = self.extra_values()
        return any(
            values.get(key) not in (None, field.default)
            for key, field in self.extra_definitions.items()
        )

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """Give the extra fields for the template."""
        return [self[name] for name in self.extra_names()]

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what a service refused beside the field; 'extra.werf' is the field 'extra-werf'."""
        super().add_problems(
            Problem(problem.field.replace("extra.", EXTRA, 1), problem.message)
            if problem.field.startswith("extra.")
            else problem
            for problem in problems
        )


def defaults_typed(fields: Iterable[ExtraField]) -> dict[str, str]:
    """Give the defaults as a form would post them, by the name of the form field."""
    typed = {}
    for field in fields:
        if field.default:
            shown = extra_input(field).prepare_value(input_value(field, field.default))
            typed[EXTRA + field.key] = str(shown)
    return typed


def _help(field: ExtraField) -> str:
    if not field.automatic:
        return field.hint
    template = template_shown(field.automatic, reader_language())
    automatic = _("Laat je dit leeg, dan komt er vanzelf: %(template)s.") % {"template": template}
    return f"{field.hint} {automatic}".strip()
