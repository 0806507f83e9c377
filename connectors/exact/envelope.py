"""Reading Exact's JSON: the `d` envelope in its three shapes, dates, padded codes, and error
bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Row = dict[str, Any]
DATE = re.compile(r"^/Date\((-?\d+)(?:[+-]\d{4})?\)/$")


class NotAnEnvelope(ValueError):
    """The body is not Exact's JSON (an HTML page, a cut answer, something else)."""


@dataclass(frozen=True)
class Page:
    """One page of a list, and the address of the next as Exact gave it."""

    rows: tuple[Row, ...]
    next_url: str


def _body(text: str) -> Any:
    try:
        # Amounts are JSON numbers: never let them become binary floats.
        body = json.loads(text, parse_float=Decimal)
    except ValueError:
        raise NotAnEnvelope("no JSON") from None
    if not isinstance(body, dict) or "d" not in body:
        raise NotAnEnvelope("no d")
    return body["d"]


def page_from(text: str) -> Page:
    """Read a list: `{"d": {"results": [...], "__next": ...}}` or `{"d": [...]}`; raises
    NotAnEnvelope."""
    body = _body(text)
    if isinstance(body, list):
        return Page(_rows(body), "")
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        return Page(_rows(body["results"]), str(body.get("__next") or ""))
    if isinstance(body, dict) and body and "results" not in body:
        return Page((body,), "")
    raise NotAnEnvelope("no list")


def _rows(rows: list[Any]) -> tuple[Row, ...]:
    if not all(isinstance(row, dict) for row in rows):
        raise NotAnEnvelope("a row is no object")
    return tuple(rows)


def object_from(text: str) -> Row:
    """Read a single object, also where it comes as a list of one; raises NotAnEnvelope."""
    rows = page_from(text).rows
    if len(rows) != 1:
        raise NotAnEnvelope("not one object")
    return rows[0]


def error_text(text: str) -> str:
    """The message of an error envelope; '' where the body is not one."""
    try:
        body = json.loads(text)
        return str(body["error"]["message"]["value"]).strip()
    except (ValueError, KeyError, TypeError):
        return ""


def text_of(row: Mapping[str, Any], name: str) -> str:
    """A text without Exact's padding ('                1068', '2  '); '' where absent."""
    value = row.get(name)
    return "" if value is None else str(value).strip()


def guid_of(row: Mapping[str, Any], name: str) -> str:
    """An identifier in one spelling (lower case), so that two answers about one thing agree."""
    return text_of(row, name).strip("{}").lower()


def date_of(row: Mapping[str, Any], name: str) -> date | None:
    """A calendar date: '/Date(ms)/' is UTC midnight of that date and never converted to local
    time."""
    value = row.get(name)
    if not isinstance(value, str):
        return None
    match = DATE.match(value)
    try:
        if match:
            return datetime.fromtimestamp(int(match[1]) / 1000, UTC).date()
        return date.fromisoformat(value[:10])
    except (ValueError, OverflowError, OSError):
        return None


def amount_of(row: Mapping[str, Any], name: str) -> Decimal | None:
    """An amount in EUR, to the cent; None where absent or no number."""
    try:
        return Decimal(str(row[name])).quantize(Decimal("0.01"))
    except (KeyError, InvalidOperation):
        return None


def int_of(row: Mapping[str, Any], name: str) -> int | None:
    """A whole number; Int64 comes as a string."""
    try:
        return int(str(row[name]).strip())
    except (KeyError, ValueError):
        return None


def quoted(text: str) -> str:
    """A string literal for $filter: single quotes, doubled inside."""
    return "'" + text.replace("'", "''") + "'"
