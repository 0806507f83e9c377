"""The automatic values of a document: what its empty fields are filled with.

A draft keeps only what was typed. What is automatic is looked up each time the draft is shown, and
once more when it is issued; then it is frozen with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.utils.translation import gettext as _

from invoicing.extra_templates import Held, template_filled, template_names
from invoicing.extra_types import value_checked
from invoicing.extra_values import choice_label, of_level
from invoicing.extra_variables import LEVEL_OF_ROOT, NUMBER, VARIABLES
from invoicing.models import Customer, Document, DocumentLine, ExtraField, Product
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem

Values = Mapping[str, str]
# As long as Document.number can be: a value leaves room for it before it is known.
NUMBER_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What is known of a document when its values are filled in; a draft has no number yet."""

    document: Document
    customer: Customer | None
    issue_date: date
    due_date: date
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class FilledExtra:
    """The values of a document and of each of its lines, and the automatic ones that do not fit."""

    document: Values
    lines: Sequence[Values]
    problems: Sequence[Problem] = field(default_factory=list)
    has_automatic: bool = False
    has_number: bool = False

    @property
    def used(self) -> frozenset[str]:
        """All values together."""
        return frozenset(value for each in (self.document, *self.lines) for value in each.values())


def extra_filled(
    facts: DocumentFacts, lines: Sequence[DocumentLine], fields: Sequence[ExtraField]
) -> FilledExtra:
    """Fill the empty fields that have an automatic value."""
    on_document = of_level(fields, ExtraFieldLevel.DOCUMENT)
    on_lines = of_level(fields, ExtraFieldLevel.LINE)
    templates = [each.automatic for each in (*on_document, *on_lines) if each.automatic]
    if not templates:
        return FilledExtra(document=facts.document.extra, lines=[line.extra for line in lines])
    names = {name for template in templates for name in template_names(template)}
    if any(name.startswith("product.") for name in names):
        prefetch_related_objects(list(lines), "product")
    sources = _document_sources(facts)
    language = facts.document.language
    room = 0 if facts.number else NUMBER_LENGTH
    held = _looking(sources, fields)
    extra, problems = _filled(on_document, facts.document.extra, language, held, "extra", room)
    sources["invoice"] |= {"extra": extra}
    filled = []
    for index, line in enumerate(lines):
        held = _looking(sources | _line_sources(line), fields)
        path = f"lines.{index}.extra"
        values, wrong = _filled(on_lines, line.extra, language, held, path, room)
        filled.append(values)
        problems += wrong
    return FilledExtra(
        document=extra,
        lines=filled,
        problems=problems,
        has_automatic=True,
        has_number=NUMBER in names,
    )


def row_filled(
    fields: Sequence[ExtraField],
    values: Values,
    row: Customer | Product,
    present: Customer | Product | None,
) -> tuple[dict[str, str], list[Problem]]:
    """Fill in the automatic values of a customer or product that is being saved as `row`.

    They are stored, so what is still as it was filled in for the `present` row follows it.
    """
    root, language = _root(row)
    typed = dict(values)
    if present is not None:
        before, _wrong = _filled(fields, {}, language, _looking({root: _facts(present)}, ()), "")
        typed = {key: value for key, value in values.items() if before.get(key) != value}
    return _filled(fields, typed, language, _looking({root: _facts(row)}, ()), "extra")


def _filled(
    fields: Sequence[ExtraField],
    typed: Values,
    language: str,
    held: Callable[[str], Held | None],
    path: str,
    room: int = 0,
) -> tuple[dict[str, str], list[Problem]]:
    values, problems = dict(typed), []
    for each in fields:
        if not each.automatic or values.get(each.key):
            continue
        text = template_filled(each.automatic, each.type, language, held)
        numbers = template_names(each.automatic).count(NUMBER)
        try:
            if room and numbers:
                value_checked(each.type, text + "0" * room * numbers)
            value = value_checked(each.type, text, each.choices)
        except ValueError as error:
            message = _("De automatische waarde '%(value)s' past hier niet. %(expected)s")
            said = message % {"value": text[:60], "expected": error}
            problems.append(Problem(f"{path}.{each.key}", said))
            continue
        if value:
            values[each.key] = value
    return values, problems


def _document_sources(facts: DocumentFacts) -> dict[str, dict[str, Any]]:
    document = facts.document
    return {
        "customer": _facts(facts.customer),
        "invoice": {
            # Shown on a draft; the number itself is put in by the transaction that takes it.
            "number": facts.number or _("(nummer volgt)"),
            "date": facts.issue_date,
            "tax_point": document.tax_point or facts.issue_date,
            "due_date": facts.due_date,
            "customer_reference": document.customer_reference,
            "order_reference": document.order_reference,
            "contract_reference": document.contract_reference,
            "period_start": document.period_start,
            "period_end": document.period_end,
            "net": document.net,
            "gross": document.gross,
        },
    }


def _line_sources(line: DocumentLine) -> dict[str, dict[str, Any]]:
    return {
        "line": {"quantity": line.quantity, "unit": line.unit},
        # Without a product in a template it is not read.
        "product": _facts(line._state.fields_cache.get("product")),
    }


def _facts(row: Model | None) -> dict[str, Any]:
    """The columns of a customer or product that variables name."""
    if row is None:
        return {}
    root, _language = _root(row)
    columns = [name.split(".")[1] for name in VARIABLES if name.startswith(f"{root}.")]
    return {name: getattr(row, name) for name in (*columns, "extra")}


def _root(row: Model) -> tuple[str, str]:
    return ("customer", row.language) if isinstance(row, Customer) else ("product", "nl")


def _looking(
    sources: Mapping[str, Mapping[str, Any]], fields: Sequence[ExtraField]
) -> Callable[[str], Held | None]:
    own = {(each.level, each.key): each for each in fields}

    def held(name: str) -> Held | None:
        root, _dot, rest = name.partition(".")
        source = sources.get(root, {})
        if not rest.startswith("extra."):
            return Held(_stored(source.get(rest)), VARIABLES[name].type)
        key = rest.removeprefix("extra.")
        definition = own.get((LEVEL_OF_ROOT[root], key))
        value = source.get("extra", {}).get(key, "")
        if definition is None:
            return None
        return Held(value, definition.type, choice_label(definition, value))

    return held


def _stored(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
