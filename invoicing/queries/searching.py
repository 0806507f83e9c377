"""Searching lists: every word must stand somewhere in the row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
NOTATION = re.compile(r"[\s.\-/()]")
FEWEST_DIGITS = 3


def searched(
    rows: QuerySet[Row], search: str, fields: Iterable[str], numbers: Iterable[str] = ()
) -> QuerySet[Row]:
    """Keep the rows in which each word of `search` stands in one of the fields, in any case.

    `numbers` are fields that hold compact numbers: 'BE 0777.000.187' finds BE0777000187 in them.
    """
    if not search.strip():
        return rows
    texts, compact = list(fields), list(numbers)
    by_word = Q()
    for word in search.split():
        by_word &= _contains(texts, word) | _number(compact, word)
    return rows.filter(by_word | _number(compact, search))


def _contains(names: Iterable[str], text: str) -> Q:
    condition = Q()
    for name in names:
        # Extra values are kept in small letters, so that SQLite finds É by é too.
        if name.endswith("extra_text"):
            condition |= Q(**{f"{name}__contains": text.casefold()})
            continue
        for written in _written(text):
            condition |= Q(**{f"{name}__icontains": written})
    return condition


def _written(text: str) -> set[str]:
    """Give the ways to write a word that SQLite takes for different ones: 'élan' and 'Élan'."""
    return {text} if text.isascii() else {text, text.lower(), text.upper(), text.capitalize()}


def _number(names: list[str], text: str) -> Q:
    """Match a number in any notation, also without the country or with 9 digits after it."""
    bare = NOTATION.sub("", text)
    if not names or len(re.findall(r"[0-9]", bare)) < FEWEST_DIGITS:
        return Q(pk__in=[])
    return _contains(names, bare) | _contains(names, re.sub(r"^[A-Za-z]{2}(?=[0-9])", "", bare))
