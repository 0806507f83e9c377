"""Values of the user's own fields: checked by type, and frozen with their definitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from invoicing.documents import ExtraValue
from invoicing.extra_types import value_checked
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType
from invoicing.problems import Problem

ON_DOCUMENTS = (ExtraFieldLevel.DOCUMENT, ExtraFieldLevel.LINE)


def of_level(fields: Iterable[ExtraField], level: str) -> list[ExtraField]:
    """Keep the fields of one level."""
    return [field for field in fields if field.level == level]


def values_checked(
    fields: Iterable[ExtraField], values: Mapping[str, str], *, path: str = "extra"
) -> tuple[dict[str, str], list[Problem]]:
    """Check values by the type of their field; empty values and unknown keys are left out.

    Values are text as `invoicing.extra_types` stores it. Gives the clean values by key, and a
    problem per value that does not fit, at `{path}.{key}`.
    """
    clean: dict[str, str] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            value = value_checked(field.type, values.get(field.key, ""), field.choices)
        except ValueError as error:
            problems.append(Problem(f"{path}.{field.key}", str(error)))
            continue
        if value:
            clean[field.key] = value
    return clean, problems


def values_missing(
    fields: Iterable[ExtraField],
    values: Mapping[str, str],
    *,
    path: str = "extra",
    also: Collection[str] = (),
) -> list[Problem]:
    """Name the required fields without a value; `also` are keys that one customer requires."""
    return [
        Problem(f"{path}.{field.key}", _("Vul '%(label)s' nog in.") % {"label": field.label})
        for field in fields
        if (field.required or field.key in also) and not values.get(field.key)
    ]


def defaults_of(fields: Iterable[ExtraField]) -> dict[str, str]:
    """Give the values that something new starts with."""
    return {field.key: field.default for field in fields if field.default}


def choice_label(field: ExtraField, value: str) -> str:
    """Give the label of a chosen option; '' for other types."""
    if field.type != ExtraFieldType.CHOICE:
        return ""
    return next((each["label"] for each in field.choices if each["key"] == value), "")


def definitions_frozen(
    fields: Sequence[ExtraField], used: Collection[str] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Give the definitions as a document keeps them, per level and in order.

    Of a choice it keeps the labels of the options that are among the values `used`.
    """
    return {
        level: [_frozen(field, used) for field in fields if field.level == level]
        for level in ON_DOCUMENTS
    }


def _frozen(field: ExtraField, used: Collection[str]) -> dict[str, Any]:
    frozen = {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "on_pdf": field.on_pdf,
    }
    if field.type == ExtraFieldType.CHOICE:
        frozen["choices"] = {
            each["key"]: each["label"] for each in field.choices if each["key"] in used
        }
    return frozen


def values_frozen(
    definitions: Mapping[str, Iterable[Mapping[str, Any]]], level: str, values: Mapping[str, str]
) -> tuple[ExtraValue, ...]:
    """Pair a document's frozen definitions of one level with the values that are filled in."""
    return tuple(
        ExtraValue(
            key=definition["key"],
            label=definition["label"],
            type=definition["type"],
            value=values[definition["key"]],
            on_pdf=definition["on_pdf"],
            choice=definition.get("choices", {}).get(values[definition["key"]], ""),
        )
        for definition in definitions.get(level, ())
        if values.get(definition["key"])
    )
