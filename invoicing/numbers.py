"""How a document number is written."""

from __future__ import annotations

import re

from invoicing.models import NumberFormat
from invoicing.models.document import DocumentKindChoice
from invoicing.models.number_series import YearPlace

# A structured communication has room for 10 digits: year and 6 digits of the number; and year and
# number together still fit the booking number of Exact (Int32) where the year stands first.
LARGEST_NUMBER = 999_999
WIDTHS = range(3, 7)
SEPARATORS = ("-", "/", ".", "")
PREFIX = re.compile(r"([A-Za-z]+[-/.]?)*")
# 2026-0001 and C2026-0001.
USUAL_PREFIXES = {DocumentKindChoice.INVOICE: "", DocumentKindChoice.CREDIT_NOTE: "C"}


def usual_format(account_id: int, kind: str) -> NumberFormat:
    """Give the format (not stored) of a kind whose account never chose one."""
    prefix = USUAL_PREFIXES[DocumentKindChoice(kind)]
    return NumberFormat(account_id=account_id, kind=kind, prefix=prefix)


def number_text(look: NumberFormat, year: int, number: int) -> str:
    """Write a number as it stands on a document of that year: 2026-0001."""
    digits = f"{number:0{look.width}d}"
    full = f"{year:04d}"
    parts = {
        YearPlace.NONE: [digits],
        YearPlace.FULL_BEFORE: [full, digits],
        YearPlace.SHORT_BEFORE: [full[2:], digits],
        YearPlace.FULL_AFTER: [digits, full],
        YearPlace.SHORT_AFTER: [digits, full[2:]],
    }[YearPlace(look.year_place)]
    return look.prefix + look.separator.join(parts)


def letters_of(prefix: str) -> str:
    """Give what tells the numbers of two kinds apart: all else in them is digits and signs."""
    return re.sub(r"[^a-z]", "", prefix.casefold())
