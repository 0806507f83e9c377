"""Values between JSON, URL literals and Python, by EDM type (OData 2, verbose JSON).

Python side: Guid and String are str, Double is Decimal, DateTime is an aware UTC datetime.
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.exact.simulator.errors import ApiError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?Z?)?")
NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?([eE][+-]?\d{1,2})?")
LARGEST = Decimal(10) ** 15
JSON_DATE = re.compile(r"/Date\((-?\d+)\)/")
RANGES = {
    "Byte": (0, 255),
    "Int16": (-(2**15), 2**15 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "Int64": (-(2**63), 2**63 - 1),
}


def render(value: Any, edm: str) -> Any:
    """A Python value as Exact writes it in JSON."""
    if isinstance(value, datetime):
        return f"/Date({(value - EPOCH) // timedelta(milliseconds=1)})/"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if edm == "Int64" and value is not None else value


def literal(value: Any, edm: str) -> str:
    """A Python value as a literal in a URL."""
    if value is None:
        return "null"
    if edm == "Guid":
        return f"guid'{value}'"
    if edm == "Int64":
        return f"{value}L"
    if isinstance(value, datetime):
        return f"datetime'{value.strftime('%Y-%m-%dT%H:%M:%S')}'"
    if edm == "String":
        return "'" + str(value).replace("'", "''") + "'"
    return str(value)


def parse_datetime(text: str) -> datetime:
    """An ISO text, taken as UTC; raises ValueError for another form, an offset included."""
    if not ISO.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def parse(name: str, edm: str, value: Any, integers_as_text: bool = False) -> Any:
    """A JSON value of a request as a Python value; raises ApiError 400 when the type differs."""
    if value is None:
        return None
    try:
        return _PARSERS[edm](value, edm, integers_as_text)
    except (ValueError, InvalidOperation, binascii.Error, OverflowError):
        raise conversion_error(name, edm) from None


def conversion_error(name: str, edm: str) -> ApiError:
    """The refusal of a value that does not fit; the text is recorded for Binary."""
    kind = "Byte[]" if edm == "Binary" else edm
    return ApiError(
        400,
        "Error processing request stream. Error encountered in converting the value from request "
        f"payload for property '{name}' to type '{kind}'",
    )


def _guid(value: Any, _edm: str, _lenient: bool) -> str:
    if not isinstance(value, str) or not GUID.fullmatch(value):
        raise ValueError(value)
    return value.lower()


def _text(value: Any, _edm: str, _lenient: bool) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    value.encode()  # half a surrogate pair is no text: UnicodeEncodeError is a ValueError
    return value


def _boolean(value: Any, _edm: str, _lenient: bool) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _integer(value: Any, edm: str, lenient: bool) -> int:
    if isinstance(value, str) and (lenient or edm == "Int64") and NUMBER.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)
    low, high = RANGES[edm]
    if not low <= value <= high:
        raise ValueError(value)
    return value


def _double(value: Any, _edm: str, _lenient: bool) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(value)
    text = str(value)
    if not NUMBER.fullmatch(text) or abs(Decimal(text)) >= LARGEST:
        raise ValueError(value)
    return Decimal(text)


def _moment(value: Any, _edm: str, _lenient: bool) -> datetime:
    if not isinstance(value, str):
        raise ValueError(value)
    match = JSON_DATE.fullmatch(value)
    if match:
        return EPOCH + timedelta(milliseconds=int(match[1]))
    return parse_datetime(value)


def _binary(value: Any, _edm: str, _lenient: bool) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    base64.b64decode(value, validate=True)
    return value


_PARSERS = {
    "Guid": _guid,
    "String": _text,
    "Boolean": _boolean,
    "Byte": _integer,
    "Int16": _integer,
    "Int32": _integer,
    "Int64": _integer,
    "Double": _double,
    "DateTime": _moment,
    "Binary": _binary,
}
