"""Values of the user's own fields: checked by type, and frozen with their definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from invoicing.documents import ExtraValue
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType
from invoicing.problems import Problem

TEXT_LENGTH = 500
MULTILINE_LENGTH = 10_000


def _text(value: str) -> str:
    line = " ".join(value.split())
    if len(line) > TEXT_LENGTH:
        raise ValueError(_("Schrijf hier hoogstens %(n)s tekens.") % {"n": TEXT_LENGTH})
    return line


def _multiline(value: str) -> str:
    text = value.replace("\r\n", "\n").strip()
    if len(text) > MULTILINE_LENGTH:
        raise ValueError(_("Schrijf hier hoogstens %(n)s tekens.") % {"n": MULTILINE_LENGTH})
    return text


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise ValueError(_("Vul hier een datum in, bv. 31-12-2026.")) from None


CHECKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        ExtraFieldType.TEXT: _text,
        ExtraFieldType.MULTILINE: _multiline,
        ExtraFieldType.DATE: _date,
    }
)


def values_checked(
    fields: Iterable[ExtraField], values: Mapping[str, str], *, path: str = "extra"
) -> tuple[dict[str, str], list[Problem]]:
    """Check values by the type of their field; empty values and unknown keys are left out.

    Values are text, dates in ISO form (2026-12-31). Gives the clean values by key, and a problem
    per value that does not fit, at `{path}.{key}`.
    """
    clean: dict[str, str] = {}
    problems: list[Problem] = []
    for field in fields:
        value = values.get(field.key, "")
        if not value.strip():
            continue
        try:
            clean[field.key] = CHECKS[field.type](value)
        except ValueError as error:
            problems.append(Problem(f"{path}.{field.key}", str(error)))
    return clean, problems


def values_missing(
    fields: Iterable[ExtraField], values: Mapping[str, str], *, path: str = "extra"
) -> list[Problem]:
    """Name the required fields without a value."""
    return [
        Problem(f"{path}.{field.key}", _("Vul '%(label)s' nog in.") % {"label": field.label})
        for field in fields
        if field.required and not values.get(field.key)
    ]


def definitions_frozen(fields: Sequence[ExtraField]) -> dict[str, list[dict[str, Any]]]:
    """Give the definitions as a document keeps them, per level and in order."""
    return {
        level: [
            {"key": field.key, "label": field.label, "type": field.type, "on_pdf": field.on_pdf}
            for field in fields
            if field.level == level
        ]
        for level in ExtraFieldLevel.values
    }


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
        )
        for definition in definitions.get(level, ())
        if values.get(definition["key"])
    )
