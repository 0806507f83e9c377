"""Amounts, numbers and dates as people read them, per language of the document (nl, fr, en)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.money import round_places

# No-break space: an amount never falls apart over two lines.
NBSP = "\u00a0"
SEPARATORS = {"nl": (".", ","), "fr": (NBSP, ","), "en": (",", ".")}
MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def format_number(value: Decimal, language: str, places: int = 2) -> str:
    """A number with a fixed count of decimals: '1.234,56' in Dutch."""
    thousands, point = SEPARATORS.get(language, SEPARATORS["en"])
    plain = f"{round_places(value, places):,.{places}f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def format_short(value: Decimal, language: str, least: int = 0) -> str:
    """A number with no more decimals than it has (at least `least`): '2,5', '0,3333', '10'."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return format_number(value, language, max(places, least))


def format_amount(value: Decimal, language: str, currency: str = "EUR") -> str:
    """An amount with its currency: '€ 1.234,56' (nl), '1 234,56 €' (fr), '€1,234.56' (en)."""
    return with_currency(format_number(value, language), language, currency)


def format_price(value: Decimal, language: str) -> str:
    """A unit price: 2 decimals, or up to 4 when it has them."""
    return format_short(value, language, least=2)


def with_currency(number: str, language: str, currency: str = "EUR") -> str:
    """Put the currency where the language wants it; a minus sign stays with the number."""
    symbol = "€" if currency == "EUR" else currency
    if language == "fr":
        return f"{number}{NBSP}{symbol}"
    if language == "nl" or currency != "EUR":
        return f"{symbol}{NBSP}{number}"
    return f"-{symbol}{number[1:]}" if number.startswith("-") else f"{symbol}{number}"


def format_percent(value: Decimal, language: str) -> str:
    """A percentage: '21 %', '5,5 %'; English writes no space."""
    space = "" if language == "en" else NBSP
    return f"{format_short(value, language)}{space}%"


def format_date(value: date, language: str) -> str:
    """A date with the month in letters: '20 nov 2026'."""
    months = MONTHS.get(language, MONTHS["en"])
    return f"{value.day}{NBSP}{months[value.month - 1]}{NBSP}{value.year}"
