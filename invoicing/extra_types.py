"""The types of extra fields: what a value may be, and how it is stored.

A stored value is text: '12', '1234.5', '1234.50' (an amount), '2026-12-31', '1' or '0' (yes or no),
the key of an option, an address with http or https.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from accounts.plain_text import no_control_characters, no_turned_direction
from invoicing.models.extra_field import ExtraFieldType

TEXT_LENGTH = 500
MULTILINE_LENGTH = 10_000
# Digits before and after the decimal mark.
INTEGER_DIGITS = 15
NUMBER_PLACES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        ExtraFieldType.DECIMAL: (12, 6),
        ExtraFieldType.AMOUNT: (12, 2),
        ExtraFieldType.PERCENTAGE: (6, 4),
    }
)
NUMBERS = frozenset({ExtraFieldType.INTEGER, *NUMBER_PLACES})
TEXTS = frozenset({ExtraFieldType.TEXT, ExtraFieldType.MULTILINE})
NUMBER = re.compile(r"([+-]?)0*(\d{1,15})(?:\.(\d{1,12}?)0*)?", re.ASCII)
_is_web_address = URLValidator(schemes=["http", "https"])
Options = Iterable[Mapping[str, object]]


def value_checked(type: str, value: str, options: Options = ()) -> str:
    """Give a value as it is stored; '' stays ''. Raises ValueError with what is expected."""
    if not value.strip():
        return ""
    try:
        no_control_characters(value.replace("\x00", "\x01"))
        if type != ExtraFieldType.MULTILINE:
            no_turned_direction(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
    if type == ExtraFieldType.CHOICE:
        return _option(value.strip(), options)
    return CHECKS[type](value.strip())


def _text(value: str) -> str:
    return _at_most(" ".join(value.split()), TEXT_LENGTH)


def _multiline(value: str) -> str:
    return _at_most(value.replace("\r\n", "\n").replace("\r", "\n").strip(), MULTILINE_LENGTH)


def _at_most(text: str, length: int) -> str:
    if len(text) > length:
        raise ValueError(_("Schrijf hier hoogstens %(n)s tekens.") % {"n": length})
    return text


def _integer(value: str) -> str:
    return _number(value, INTEGER_DIGITS, 0, _("Schrijf een geheel getal, bv. 12."))


def _decimal(value: str) -> str:
    places = NUMBER_PLACES[ExtraFieldType.DECIMAL]
    return _number(value, *places, _("Schrijf een getal, bv. 1234,5."))


def _amount(value: str) -> str:
    places = NUMBER_PLACES[ExtraFieldType.AMOUNT]
    amount = _number(value, *places, _("Schrijf een bedrag, bv. 1234,56."))
    return f"{Decimal(amount):.2f}"


def _percentage(value: str) -> str:
    places = NUMBER_PLACES[ExtraFieldType.PERCENTAGE]
    return _number(value, *places, _("Schrijf een percentage, bv. 12,5."))


def _number(value: str, digits: int, places: int, expected: str) -> str:
    found = NUMBER.fullmatch(value)
    if not found or len(found[2]) > digits or len((found[3] or "").rstrip("0")) > places:
        raise ValueError(expected)
    decimals = (found[3] or "").rstrip("0")
    text = f"{found[2]}.{decimals}" if decimals else found[2]
    return f"-{text}" if found[1] == "-" and text.strip("0.") else text


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(_("Vul hier een datum in, bv. 31-12-2026.")) from None


def _boolean(value: str) -> str:
    if value not in ("0", "1"):
        raise ValueError(_("Kies ja of nee."))
    return value


def _url(value: str) -> str:
    address = f"https://{value}" if value.casefold().startswith("www.") else value
    try:
        _is_web_address(_at_most(address, TEXT_LENGTH))
        # A name before the host makes one address look like another.
        is_plain = "@" not in urlsplit(address).netloc
    except (ValidationError, ValueError):
        is_plain = False
    if not is_plain:
        raise ValueError(_("Een webadres begint met https://, bv. https://www.voorbeeld.be."))
    return address


def _option(value: str, options: Options) -> str:
    """Options are known by their key, and in automatic values by their label."""
    known = list(options)
    for option in known:
        if option["key"] == value:
            return value
    for option in known:
        if str(option["label"]).casefold() == value.casefold():
            return str(option["key"])
    raise ValueError(_("Kies een van de mogelijkheden."))


CHECKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        ExtraFieldType.TEXT: _text,
        ExtraFieldType.MULTILINE: _multiline,
        ExtraFieldType.INTEGER: _integer,
        ExtraFieldType.DECIMAL: _decimal,
        ExtraFieldType.AMOUNT: _amount,
        ExtraFieldType.DATE: _date,
        ExtraFieldType.PERCENTAGE: _percentage,
        ExtraFieldType.BOOLEAN: _boolean,
        ExtraFieldType.URL: _url,
    }
)
