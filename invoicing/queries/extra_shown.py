"""The extra values of an issued document as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from invoicing.documents import ExtraValue
from invoicing.extra_texts import extra_text
from invoicing.extra_values import values_frozen
from invoicing.models import Document
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType


@dataclass(frozen=True)
class ShownValue:
    """One value in the reader's words; `line` counts from 1, 0 is the document itself."""

    label: str
    text: str
    url: str = ""
    on_pdf: bool = True
    line: int = 0


def extra_shown(document: Document, language: str) -> list[ShownValue]:
    """Give the frozen values of a document and those of its lines, in order; 1 query."""
    definitions = document.extra_definitions
    values = values_frozen(definitions, ExtraFieldLevel.DOCUMENT, document.extra)
    shown = [_shown(value, language, 0) for value in values]
    if definitions.get(ExtraFieldLevel.LINE):
        for position, extra in document.lines.values_list("position", "extra"):
            values = values_frozen(definitions, ExtraFieldLevel.LINE, extra)
            shown += [_shown(value, language, position) for value in values]
    return shown


def _shown(value: ExtraValue, language: str, line: int) -> ShownValue:
    # What was stored is http or https; an old document is looked at once more.
    is_address = value.type == ExtraFieldType.URL and value.value.startswith(
        ("https://", "http://")
    )
    return ShownValue(
        label=value.label,
        text=extra_text(value, language),
        url=value.value if is_address else "",
        on_pdf=value.on_pdf,
        line=line,
    )
