"""What a form does not ask for stays as it is: a draft or company loses nothing by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from invoicing.draft_values import DraftContent, DraftLine
from invoicing.models import Company, Document, DocumentLine
from invoicing.services.companies import CompanyValues

HEADER = (
    "discount_percent",
    "g_account_percent",
    "order_reference",
    "contract_reference",
    "period_start",
    "period_end",
    "delivery_country",
    "is_advance",
    "original",
)
LINE = (
    "rate_name",
    "vat_country",
    "product",
    "nature",
    "cost_centre",
    "deferred_from",
    "deferred_to",
    "original_line",
    "advance",
)


def content_kept(document: Document, typed: DraftContent) -> DraftContent:
    """Give the typed content with the header fields, and the lines' fields, that no form shows.

    A line is taken for the one it was by its description and VAT.
    """
    stored = list(document.lines.select_related("product", "original_line", "advance"))
    lines = [_line_kept(line, stored) for line in typed.lines]
    return replace(typed, lines=lines, **{name: getattr(document, name) for name in HEADER})


def _line_kept(line: DraftLine, stored: Sequence[DocumentLine]) -> DraftLine:
    for old in stored:
        same_vat = (old.treatment, old.vat_rate) == (line.treatment, line.vat_rate)
        if old.description == line.description and same_vat:
            return replace(line, **{name: getattr(old, name) for name in LINE})
    return line


def company_kept(company: Company, typed: dict[str, Any]) -> CompanyValues:
    """Give the company's values with what was typed in their place."""
    present = {each.name: getattr(company, each.name) for each in fields(CompanyValues)}
    return CompanyValues(**(present | typed))
