"""Extra fields as printed: those that may be seen and have a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from invoicing.documents import ExtraValue
from invoicing.formats import format_date
from invoicing.pdf.texts import Pair


def extra_pairs(values: Iterable[ExtraValue], language: str) -> list[Pair]:
    """Label and value of the fields that are visible on the PDF, in their order."""
    return [
        (value.label, _printed(value, language)) for value in values if value.on_pdf and value.value
    ]


def _printed(extra: ExtraValue, language: str) -> str:
    """The value as read: a date in the language, any other type as it was written."""
    if extra.type != "date":
        return extra.value
    try:
        return format_date(date.fromisoformat(extra.value), language)
    except ValueError:
        return extra.value
