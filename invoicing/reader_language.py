"""The language of the person who reads the screen: one of nl, fr, en."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext

from invoicing.vat_treatments import VatRuleError


def reader_language() -> str:
    """Give the active language without its country; Dutch where none is active."""
    return (get_language() or "nl")[:2]


def in_reader_language(texts: Mapping[str, str]) -> str:
    """Give a text that we have in three languages in that of the reader."""
    return texts.get(reader_language(), texts["nl"])


def vat_rule_said(error: VatRuleError) -> str:
    """Say which VAT rule was broken."""
    return error.said(gettext, reader_language())
