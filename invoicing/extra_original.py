"""What a credit note keeps of its original: values of fields that no form asks for any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from invoicing.draft_values import DraftContent, DraftLine
from invoicing.extra_values import of_level
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel

Values = Mapping[str, str]


def original_extra_kept(content: DraftContent, fields: Sequence[ExtraField]) -> DraftContent:
    """Give the content of a credit note with the values of its original in the fields that are put
    away; other content as it is.
    """
    put_away = [each for each in fields if each.archived_at]
    if content.original is None or not put_away:
        return content
    on_document = of_level(put_away, ExtraFieldLevel.DOCUMENT)
    on_lines = of_level(put_away, ExtraFieldLevel.LINE)
    return replace(
        content,
        extra=_kept(on_document, content.extra, content.original.extra),
        lines=[_line(line, on_lines) for line in content.lines],
    )


def _line(line: DraftLine, fields: Sequence[ExtraField]) -> DraftLine:
    original = line.original_line.extra if line.original_line else {}
    return replace(line, extra=_kept(fields, line.extra, original))


def _kept(fields: Sequence[ExtraField], typed: Values, original: Values) -> dict[str, str]:
    return {**typed, **{each.key: original.get(each.key, "") for each in fields}}
