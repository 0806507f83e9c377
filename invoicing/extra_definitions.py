"""What the definition of an extra field may be: its words, options, default and automatic value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any, Required, TypedDict

from django.utils.text import slugify
from django.utils.translation import gettext as _

from invoicing.extra_templates import template_names, template_read
from invoicing.extra_types import value_checked
from invoicing.extra_variables import variables_known
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType
from invoicing.problems import Problem

KEY_LENGTH = 40
LABEL_LENGTH, HINT_LENGTH, OPTION_LENGTH, MOST_OPTIONS = 60, 200, 100, 100
# How many may be asked for; with these an invoice of 500 lines can be posted
# (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_FIELDS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(ExtraFieldLevel.values, 30) | {ExtraFieldLevel.LINE: 10}
)
ON_PAPER = frozenset({ExtraFieldLevel.DOCUMENT, ExtraFieldLevel.LINE})


class FieldDetails(TypedDict, total=False):
    """The same as `FieldValues`, as keyword arguments."""

    label: Required[str]
    hint: str
    default: str
    automatic: str
    options: Sequence[str]
    on_pdf: bool
    required: bool


@dataclass(frozen=True, kw_only=True)
class FieldValues:
    """What can be changed about a field. `options` are the labels of a choice, in order.

    `default` is a value as it is stored, or the label of an option; `automatic` a template in any
    of our languages.
    """

    label: str
    hint: str = ""
    default: str = ""
    automatic: str = ""
    options: Sequence[str] = field(default_factory=list)
    on_pdf: bool = True
    required: bool = False


def definition_checked(
    field: ExtraField, values: FieldValues, others: Iterable[ExtraField]
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the columns of a field with these values, and what is wrong with them.

    `field` may be new; `others` are the account's active fields, whose values it may use.
    """
    problems: list[Problem] = []
    choices = []
    if field.type == ExtraFieldType.CHOICE:
        choices = options_merged(field.choices, values.options)
        problems += _option_problems(values.options)
    offered = [each for each in choices if not each["archived"]]
    columns = {
        "label": _line("label", values.label, LABEL_LENGTH, problems),
        "hint": _line("hint", values.hint, HINT_LENGTH, problems),
        "default": _default(field, values, offered, problems),
        "automatic": _automatic(field, values, others, problems),
        "choices": choices,
        "on_pdf": values.on_pdf and field.level in ON_PAPER,
        "required": values.required,
    }
    if not columns["label"] and not problems:
        problems.append(Problem("label", _("Geef het veld een naam.")))
    if columns["default"] and columns["automatic"]:
        message = _("Kies een standaardwaarde of een automatische waarde, niet allebei.")
        problems.append(Problem("automatic", message))
    return columns, problems


def options_merged(
    present: Sequence[Mapping[str, Any]], labels: Iterable[str]
) -> list[dict[str, Any]]:
    """Give the options with these labels, in order; the ones left out stay behind, archived, for
    what was filled in with them. An option that was there keeps its key, which never changes.
    """
    known = {str(each["label"]).casefold(): each for each in present}
    taken = {str(each["key"]) for each in present}
    options: list[dict[str, Any]] = []
    for label in labels:
        old = known.pop(label.casefold(), None)
        key = str(old["key"]) if old else free_key(label, taken, "keuze")
        taken.add(key)
        options.append({"key": key, "label": label, "archived": False})
    return options + [{**each, "archived": True} for each in known.values()]


def fields_using(field: ExtraField, others: Iterable[ExtraField]) -> list[ExtraField]:
    """Give the fields whose automatic value takes the value of this one."""
    root = {"document": "invoice"}.get(field.level, field.level)
    name = f"{root}.extra.{field.key}"
    return [each for each in others if name in template_names(each.automatic)]


def free_key(label: str, taken: Iterable[str], fallback: str) -> str:
    """Make a key from a label that none of `taken` has."""
    used = set(taken)
    return next(key for key in _keys(label, fallback) if key not in used)


def _keys(label: str, fallback: str) -> Iterator[str]:
    base = slugify(label)[:KEY_LENGTH].strip("-") or fallback
    yield base
    for number in count(2):
        suffix = f"-{number}"
        yield base[: KEY_LENGTH - len(suffix)] + suffix


def _line(name: str, text: str, length: int, problems: list[Problem]) -> str:
    try:
        line = value_checked(ExtraFieldType.TEXT, text)
    except ValueError as error:
        problems.append(Problem(name, str(error)))
        return ""
    if len(line) > length:
        message = _("Schrijf hier hoogstens %(n)s tekens.") % {"n": length}
        problems.append(Problem(name, message))
    return line


def _default(
    field: ExtraField,
    values: FieldValues,
    options: Sequence[Mapping[str, Any]],
    problems: list[Problem],
) -> str:
    try:
        return value_checked(field.type, values.default, options)
    except ValueError as error:
        problems.append(Problem("default", str(error)))
        return ""


def _automatic(
    field: ExtraField,
    values: FieldValues,
    others: Iterable[ExtraField],
    problems: list[Problem],
) -> str:
    known = variables_known(field.level, others)
    try:
        return template_read(values.automatic, field.type, known)
    except ValueError as error:
        problems.append(Problem("automatic", str(error)))
        return ""


def _option_problems(labels: Sequence[str]) -> Iterator[Problem]:
    if not labels:
        yield Problem("options", _("Schrijf de mogelijkheden, elk op een eigen lijn."))
    if len(labels) > MOST_OPTIONS:
        message = _("Schrijf hoogstens %(n)s mogelijkheden.") % {"n": MOST_OPTIONS}
        yield Problem("options", message)
    if any(len(label) > OPTION_LENGTH for label in labels):
        message = _("Een mogelijkheid is hoogstens %(n)s tekens lang.") % {"n": OPTION_LENGTH}
        yield Problem("options", message)
    names = [label.casefold() for label in labels]
    twice = next((label for label in labels if names.count(label.casefold()) > 1), None)
    if twice is not None:
        message = _("'%(label)s' staat er twee keer.") % {"label": twice}
        yield Problem("options", message)
