"""What the search finds of extra values: the value as people may type it, in small letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from invoicing.extra_texts import value_text
from invoicing.extra_types import NUMBERS
from invoicing.extra_values import choice_label, of_level
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType

Values = Mapping[str, str]


def search_text(fields: Iterable[ExtraField], document: Values, lines: Iterable[Values]) -> str:
    """Give the text in which a document is searched; '' where there is nothing to find."""
    listed = list(fields)
    texts = [values_text(of_level(listed, ExtraFieldLevel.DOCUMENT), document)]
    on_lines = of_level(listed, ExtraFieldLevel.LINE)
    texts += [values_text(on_lines, values) for values in lines]
    return "\n".join(dict.fromkeys(text for text in texts if text))


def values_text(fields: Iterable[ExtraField], values: Values) -> str:
    """Give the text in which one set of values is searched."""
    found = [
        word for each in fields if values.get(each.key) for word in _words(each, values[each.key])
    ]
    return "\n".join(found)


def _words(field: ExtraField, value: str) -> Iterator[str]:
    """Yes and no are left out: everybody would find everything."""
    if field.type == ExtraFieldType.BOOLEAN:
        return
    if field.type == ExtraFieldType.CHOICE:
        yield choice_label(field, value).casefold()
        return
    yield " ".join(value.split()).casefold()
    if field.type == ExtraFieldType.DATE:
        yield f"{date.fromisoformat(value):%d-%m-%Y %d/%m/%Y}"
    if field.type in NUMBERS:
        # With a comma, and with thousands marks.
        yield value.replace(".", ",")
        yield value_text(field.type, value, "nl").replace("\u00a0", " ").casefold()
