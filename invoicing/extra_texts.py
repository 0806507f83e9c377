"""Values of extra fields as people read them, in the language of who reads (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from invoicing.documents import ExtraValue
from invoicing.formats import format_amount, format_date, format_percent, format_short

YES_NO = MappingProxyType({"nl": ("Nee", "Ja"), "fr": ("Non", "Oui"), "en": ("No", "Yes")})


def extra_text(extra: ExtraValue, language: str) -> str:
    """Give the value of a frozen field as it is printed."""
    return value_text(extra.type, extra.value, language, extra.choice)


def value_text(type: str, value: str, language: str, choice: str = "") -> str:
    """Give a stored value as people read it; `choice` is the label of the chosen option.

    What does not fit its type is given as it is: documents keep what they were issued with.
    """
    try:
        return READINGS[type](value, language) if type in READINGS else choice or value
    except (ValueError, ArithmeticError):
        return value


def _yes_no(value: str, language: str) -> str:
    no, yes = YES_NO.get(language, YES_NO["en"])
    return {"0": no, "1": yes}[value] if value in ("0", "1") else value


# A whole number is often a reference (2026): it reads as it is written, without thousands marks.
READINGS: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {
        "decimal": lambda value, language: format_short(Decimal(value), language),
        "amount": lambda value, language: format_amount(Decimal(value), language),
        "percentage": lambda value, language: format_percent(Decimal(value), language),
        "date": lambda value, language: format_date(date.fromisoformat(value), language),
        "boolean": _yes_no,
    }
)
