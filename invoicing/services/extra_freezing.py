"""Extra values when a document is saved and issued: what is searched, and what is frozen."""

from __future__ import annotations

from typing import Any

from invoicing.extra_search import search_text
from invoicing.issue_content import IssueContent
from invoicing.models import Document, DocumentExtraText, DocumentLine


def extra_text_write(document: Document, text: str, *, is_new: bool = False) -> None:
    """Keep what the search finds of a document's extra values; no row where there is nothing."""
    if text:
        DocumentExtraText.objects.update_or_create(document=document, defaults={"text": text})
    elif not is_new:
        DocumentExtraText.objects.filter(document=document).delete()


def extra_freeze(content: IssueContent, number: str) -> dict[str, Any]:
    """Put the automatic values on a document that takes this number, in the transaction that
    issues it and before it is frozen: on its lines, and as the columns that are given back.

    It never refuses: the rules of issuing left room for the number. Where no field has an automatic
    value it costs no query.
    """
    if not content.extra.has_automatic:
        return {}
    filled = content.extra_numbered(number) if content.extra.has_number else content.extra
    changed = []
    for line, values in zip(content.lines, filled.lines, strict=True):
        if line.extra != values:
            line.extra = dict(values)
            changed.append(line)
    if changed:
        DocumentLine.objects.bulk_update(changed, ["extra"])
    text = search_text(content.extra_fields, filled.document, filled.lines)
    extra_text_write(content.document, text)
    return {"extra": dict(filled.document)}
