"""SELECTs whose SQL is written once per process.

Django writes the SQL of a query anew each time, and at the width of our tables that costs more than
all else about it. Only for what runs hundreds of times a minute and always has one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
# Stand in for the values while the SQL is written; they fit the smallest integer column.
FIRST_MARK = 32_001


class Prepared(Generic[Row]):
    """A query of whole rows, built by a function of its values: primary keys, years, short texts.

    A value must not change the shape of the query, as None or a list would.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        """Keep how the query is built; nothing is written or read yet."""
        self._build = build
        # By database and by the types of the values.
        self._written: dict[tuple[object, ...], tuple[type[Row], str, list[Any]]] = {}

    def rows(self, *values: int | str) -> list[Row]:
        """Give the rows for these values; one query."""
        key = (connection.vendor, *map(type, values))
        if key not in self._written:
            self._written[key] = self._write(values)
        model, sql, slots = self._written[key]
        given = dict(zip(_marks(values), values, strict=True))
        return list(model._default_manager.raw(sql, [given.get(slot, slot) for slot in slots]))

    def _write(self, values: Sequence[int | str]) -> tuple[type[Row], str, list[Any]]:
        marks = _marks(values)
        query = self._build(*marks)
        sql, slots = query.query.get_compiler(connection=connection).as_sql()
        if not set(marks) <= set(slots):
            raise ValueError(f"the query does not ask for each of its values: {sql}")
        return query.model, sql, list(slots)


def _marks(values: Sequence[int | str]) -> list[int | str]:
    return [
        FIRST_MARK + place if isinstance(value, int) else f"value {place}"
        for place, value in enumerate(values)
    ]
