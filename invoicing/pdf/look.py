"""The seller's own look: a colour that stays readable whatever was chosen, and the logo's size."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TypedDict

ACCENT, INK, BLACK, WHITE = "#0f5c66", "#1f2328", "#000000", "#ffffff"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: text of this size.
READABLE = 4.5
TINT_PART = 0.1
# The room for a logo, and the coarsest that it may be printed (96 dots per inch).
LOGO_WIDE, LOGO_HIGH, COARSEST_PIXEL = 62.0, 22.0, 25.4 / 96


class Look(TypedDict):
    """Colours as #rrggbb: of shapes, of text on them, of small headings on white, of a ground."""

    accent: str
    on_accent: str
    heading: str
    tint: str


class LogoView(TypedDict):
    """How large the logo is printed, in millimetres."""

    width: float
    height: float


def look_of(colour: str) -> Look:
    """The colours of a document; text is in the chosen colour only where it can be read."""
    accent = colour.lower() if COLOUR.fullmatch(colour) else ACCENT
    on_accent = next(each for each in (WHITE, INK, BLACK) if _contrast(accent, each) >= READABLE)
    heading = accent if _contrast(accent, WHITE) >= READABLE else INK
    return Look(accent=accent, on_accent=on_accent, heading=heading, tint=_tint(accent))


def logo_view(logo: bytes) -> LogoView | None:
    """The size of a PNG on the page: all the room there is, but never blown up."""
    if not logo:
        return None
    wide, high = int.from_bytes(logo[16:20]), int.from_bytes(logo[20:24])
    scale = min(LOGO_WIDE / wide, LOGO_HIGH / high, COARSEST_PIXEL)
    return LogoView(width=round(wide * scale, 3), height=round(high * scale, 3))


@lru_cache(maxsize=16)
def logo_input(logo: bytes) -> str:
    """The logo as typst reads bytes: a list of numbers."""
    return json.dumps(list(logo), separators=(",", ":"))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _tint(colour: str) -> str:
    mixed = (round(255 - (255 - each) * TINT_PART) for each in _channels(colour))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [each / 255 for each in _channels(colour)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
