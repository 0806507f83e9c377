"""Searching lists: every word must stand somewhere in the row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def searched(rows: QuerySet[Row], search: str, fields: Iterable[str]) -> QuerySet[Row]:
    """Keep the rows in which each word of `search` stands in one of the fields, in any case."""
    names = list(fields)
    for word in search.split():
        condition = Q()
        for name in names:
            condition |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(condition)
    return rows
