"""Extra fields as printed: those that may be seen and have a value."""

from __future__ import annotations

from collections.abc import Iterable

from invoicing.documents import ExtraValue
from invoicing.extra_texts import extra_text
from invoicing.pdf.texts import Pair


def extra_pairs(values: Iterable[ExtraValue], language: str) -> list[Pair]:
    """Label and value of the fields that are visible on the PDF, in their order."""
    return [
        (value.label, extra_text(value, language))
        for value in values
        if value.on_pdf and value.value
    ]
