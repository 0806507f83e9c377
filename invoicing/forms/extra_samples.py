"""What the form of an extra field shows beside it: how a value reads, and the variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from invoicing.extra_definitions import ON_PAPER
from invoicing.extra_templates import FORMATS
from invoicing.extra_texts import value_text
from invoicing.extra_values import choice_label
from invoicing.extra_variables import NUMBER, variables_known
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldType
from invoicing.reader_language import reader_language

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        ExtraFieldType.INTEGER: "12",
        ExtraFieldType.DECIMAL: "1234.5",
        ExtraFieldType.AMOUNT: "1234.5",
        ExtraFieldType.PERCENTAGE: "12.5",
        ExtraFieldType.DATE: "2026-12-31",
        ExtraFieldType.BOOLEAN: "1",
        ExtraFieldType.URL: "https://www.voorbeeld.be",
    }
)


@dataclass(frozen=True)
class FieldSample:
    """A field as it will read on paper."""

    label: str
    value: str
    is_on_paper: bool


def field_sample(field: ExtraField) -> FieldSample:
    """Show a field with its default, or with a value of its type."""
    value = field.default or SAMPLES.get(field.type, "") or _("wat je invult")
    if field.type == ExtraFieldType.CHOICE and not field.default:
        offered = [str(each["label"]) for each in field.choices if not each["archived"]]
        value = offered[0] if offered else value
    text = value_text(field.type, value, reader_language(), choice_label(field, value))
    return FieldSample(field.label or _("Naam van het veld"), text, field.level in ON_PAPER)


@dataclass(frozen=True)
class VariableShown:
    """A variable as it is typed, and what to know about it."""

    name: str
    note: str = ""


def variables_listed(field: ExtraField, fields: Iterable[ExtraField]) -> list[VariableShown]:
    """List the variables for the automatic value of a field, in the reader's language."""
    language = reader_language()
    forms = ", ".join(f":{names.get(language, code)}" for code, names in FORMATS.items())
    shown = []
    for variable in variables_known(field.level, fields).values():
        note = ""
        if variable.type == ExtraFieldType.DATE:
            note = _("je mag er %(forms)s achter zetten") % {"forms": forms}
        if variable.name == NUMBER:
            note = _("wordt ingevuld bij het versturen; alleen in een tekstveld")
        shown.append(VariableShown(f"{{{variable.names.get(language, variable.name)}}}", note))
    return shown
