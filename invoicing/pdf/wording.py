"""Making any text printable: no control or direction characters, and words that can break."""

from __future__ import annotations

import re

# Controls, surrogates, non-characters, and marks that turn the direction of what follows.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# A word longer than a narrow column would run over the next one.
LONG_WORD = re.compile(r"\S{33,}")
PIECE = 16
ZERO_WIDTH_SPACE = "\u200b"
REPLACEMENT = "□"


def printable(text: str) -> str:
    """The text with one kind of line end, without what cannot be printed, breakable everywhere."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return LONG_WORD.sub(_breakable, UNPRINTABLE.sub("", plain))


def without(text: str, characters: frozenset[str]) -> str:
    """The text with characters that no font has replaced by an open box."""
    return "".join(REPLACEMENT if each in characters else each for each in text)


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    return ZERO_WIDTH_SPACE.join(
        text[start : start + PIECE] for start in range(0, len(text), PIECE)
    )
