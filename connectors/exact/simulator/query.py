"""Query options of a list: $select, $filter, $orderby, $top, $skip, $skiptoken, $inlinecount."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import total_ordering
from typing import Any
from urllib.parse import quote

from connectors.exact.simulator import edm, filters
from connectors.exact.simulator.errors import ApiError
from connectors.exact.simulator.options import Options
from connectors.exact.simulator.properties import Shape
from connectors.exact.simulator.store import Record

KNOWN = {
    "$select",
    "$filter",
    "$orderby",
    "$top",
    "$skip",
    "$skiptoken",
    "$inlinecount",
    "$expand",
    "$format",
}


@dataclass(frozen=True)
class Query:
    """Parsed query options; None means absent."""

    select: tuple[str, ...] | None = None
    filter: filters.Filter | None = None
    order: tuple[tuple[str, bool], ...] = ()  # name, descending
    top: int | None = None
    skip: int = 0
    token: str = ""
    count: bool = False
    expand: frozenset[str] = frozenset()
    raw: dict[str, str] = field(default_factory=dict)


def parse(parameters: dict[str, str], shape: Shape, options: Options) -> Query:
    """The query options of a request; raises ApiError 400 for an unknown or malformed one."""
    for name in parameters:
        if name.startswith("$") and name not in KNOWN:
            raise ApiError(400, f"The query parameter '{name}' is not supported.")
    if parameters.get("$format", "json") != "json":
        raise ApiError(400, "Only $format=json is supported.")
    text = parameters.get("$filter")
    return Query(
        select=_select(parameters.get("$select"), shape),
        filter=filters.parse(text, shape, options) if text else None,
        order=_order(parameters.get("$orderby", ""), shape),
        top=_number("$top", parameters.get("$top")),
        skip=_number("$skip", parameters.get("$skip")) or 0,
        token=parameters.get("$skiptoken", ""),
        count=_count(parameters.get("$inlinecount", "none")),
        expand=_expand(parameters.get("$expand", ""), shape),
        raw=parameters,
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _select(text: str | None, shape: Shape) -> tuple[str, ...] | None:
    if text is None or text.strip() in ("", "*"):
        return None
    return tuple(_known(name.split("/")[0], shape) for name in _names(text))


def _known(name: str, shape: Shape) -> str:
    if name not in shape.properties:
        raise ApiError(400, f"Could not find a property named '{name}' on type '{shape.name}'.")
    return name


def _order(text: str, shape: Shape) -> tuple[tuple[str, bool], ...]:
    order = []
    for part in _names(text):
        name, _, direction = part.partition(" ")
        if direction.strip() not in ("", "asc", "desc"):
            raise ApiError(400, f"Syntax error in $orderby: '{part}'.")
        order.append((_known(name, shape), direction.strip() == "desc"))
    return tuple(order)


def _number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise ApiError(400, f"Incorrect format for {name} argument '{text}'.")
    return int(text)


def _count(text: str) -> bool:
    if text not in ("none", "allpages"):
        raise ApiError(400, f"Unknown $inlinecount option '{text}'.")
    return text == "allpages"


def _expand(text: str, shape: Shape) -> frozenset[str]:
    for name in _names(text):
        prop = shape.properties.get(name)
        if prop is None or prop.type != "Collection":
            raise ApiError(400, f"Could not find a collection '{name}' on type '{shape.name}'.")
    return frozenset(_names(text))


@total_ordering
@dataclass(frozen=True)
class _Down:
    """A value that sorts from high to low."""

    value: tuple[bool, Any]

    def __lt__(self, other: "_Down") -> bool:
        return other.value < self.value


def _key(value: Any, descending: bool) -> Any:
    # Nothing comes before something, as in SQL Server.
    plain = (value is not None, value if value is not None else 0)
    return _Down(plain) if descending else plain


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, the total before paging, and where the next page starts."""

    rows: Sequence[Record]
    count: int
    next_token: str | None = None
    top_left: int | None = None


def page(rows: Sequence[Record], query: Query, shape: Shape, size: int) -> Page:
    """Filters, sorts and cuts rows."""
    if query.filter is not None:
        test = query.filter.test
        rows = [row for row in rows if test(row)]
    order = (*query.order, (shape.key, False))
    keyed = sorted((_sort_key(row, order), index) for index, row in enumerate(rows))
    start = query.skip
    if query.token:
        mark = _token_key(query.token, order, shape)
        start += bisect.bisect_right(keyed, (mark, len(rows)))
    taken = keyed[start : start + size if query.top is None else start + min(size, query.top)]
    found = [rows[index] for _key, index in taken]
    more = start + len(found) < len(keyed) and (query.top is None or query.top > len(found))
    token = _token(found[-1], order, shape) if more and found else None
    left = None if query.top is None else query.top - len(found)
    return Page(found, len(keyed), token, left)


def _sort_key(row: Record, order: Sequence[tuple[str, bool]]) -> tuple[Any, ...]:
    return tuple(_key(row.get(name), descending) for name, descending in order)


def _token(row: Record, order: Sequence[tuple[str, bool]], shape: Shape) -> str:
    return ",".join(
        edm.literal(row.get(name), shape.properties[name].type) for name, _descending in order
    )


def _token_key(text: str, order: Sequence[tuple[str, bool]], shape: Shape) -> tuple[Any, ...]:
    values = [filters.parse_literal(part, shape) for part in _split_literals(text)]
    if len(values) != len(order):
        raise ApiError(400, "Syntax error in $skiptoken.")
    return tuple(
        _key(value, descending) for value, (_n, descending) in zip(values, order, strict=True)
    )


def _split_literals(text: str) -> list[str]:
    parts, quoted = [""], False
    for letter in text:
        quoted ^= letter == "'"
        if letter == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def next_parameters(query: Query, found: Page) -> str:
    """The query string of the next page."""
    raw = {k: v for k, v in query.raw.items() if k not in ("$skiptoken", "$skip", "$top")}
    if found.top_left is not None:
        raw["$top"] = str(found.top_left)
    raw["$skiptoken"] = found.next_token or ""
    return "&".join(f"{name}={quote(value, safe=chr(39) + ',')}" for name, value in raw.items())
