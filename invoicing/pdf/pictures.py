"""Is a file a picture that may become a logo: looked at byte by byte before anything decodes it.

Only what the picture itself needs is kept: no metadata, no text, no animation, no colour profile,
and nothing behind its end. How large it would become is known from its head, so that a bomb is
refused while it is still small. Formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), WebP (RFC 9649).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS, LONGEST_SIDE = 16_000_000, 8_000
# A progressive JPEG draws the whole picture once per scan; photo editors make about ten.
MOST_SCANS = 64

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# Frames, tables, scans, and what tells the colours (JFIF, Adobe) and the way up (Exif).
JPEG_KEPT = JPEG_FRAMES | {0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xE1, 0xEE}
JPEG_NEXT = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
EXIF = b"Exif\x00\x00"
WEBP_KEPT = frozenset({b"VP8X", b"ALPH", b"VP8 ", b"VP8L"})
WEBP_ANIMATED, WEBP_ALPHA = 0x02, 0x10

EMPTY = gettext_noop("Dit bestand is leeg. Kies je logo opnieuw.")
TOO_HEAVY = gettext_noop("Dit bestand is te groot: een logo is hoogstens 2 MB. Bewaar het kleiner.")
TOO_LARGE = gettext_noop(
    "Dit beeld heeft te veel beeldpunten: hoogstens 8000 breed of hoog en 16 miljoen in totaal. "
    "Bewaar het kleiner."
)
DRAWING = gettext_noop(
    "Dit is een SVG-tekening, en daar kan van alles in zitten. Bewaar je logo als PNG of JPEG."
)
MOVING = gettext_noop(
    "Dit is een GIF of een bewegend beeld. Bewaar je logo als gewone PNG of JPEG."
)
NO_PICTURE = gettext_noop(
    "Dit bestand is geen beeld dat op een factuur kan. Kies een PNG, JPEG of WebP."
)
BROKEN = gettext_noop(
    "Dit beeld is niet heel: er ontbreekt een stuk of er is iets in veranderd. "
    "Open het op je computer en bewaar het opnieuw als PNG."
)
MORE_BEHIND = gettext_noop(
    "Achter dit beeld zit nog iets anders in het bestand. "
    "Open het op je computer en bewaar het opnieuw als PNG."
)


class LogoRefused(ValueError):
    """A file that is not taken as a logo; its Dutch sentence says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture reduced to what shows it; `format` is png, jpg or webp, sides in pixels."""

    format: str
    width: int
    height: int
    content: bytes


def picture_checked(content: bytes) -> Picture:
    """Take a PNG, JPEG or WebP picture apart and keep what shows it. Raises LogoRefused."""
    if not content:
        raise LogoRefused(EMPTY)
    if len(content) > MOST_BYTES:
        raise LogoRefused(TOO_HEAVY)
    try:
        return _reader(content)(content)
    except (IndexError, ValueError) as error:
        if isinstance(error, LogoRefused):
            raise
        raise LogoRefused(BROKEN) from error


def _reader(content: bytes) -> Callable[[bytes], Picture]:
    if content.startswith(PNG_SIGNATURE):
        return _png
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp
    if content.startswith(b"GIF8"):
        raise LogoRefused(MOVING)
    if b"<svg" in content[:4096].lower() or content.startswith(b"\x1f\x8b"):
        raise LogoRefused(DRAWING)
    raise LogoRefused(NO_PICTURE)


def _sized(width: int, height: int) -> tuple[int, int]:
    if width < 1 or height < 1:
        raise LogoRefused(BROKEN)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise LogoRefused(TOO_LARGE)
    return width, height


def _nothing_behind(content: bytes, end: int) -> None:
    if content[end:].strip(b"\x00\r\n "):
        raise LogoRefused(MORE_BEHIND)


def _png(content: bytes) -> Picture:
    kept, end, head, is_drawn = [PNG_SIGNATURE], len(PNG_SIGNATURE), b"", False
    while True:
        length = int.from_bytes(_exactly(content, end, 4))
        name = _exactly(content, end + 4, 4)
        body = _exactly(content, end + 4, 4 + length)
        sum_given = int.from_bytes(_exactly(content, end + 8 + length, 4))
        if zlib.crc32(body) != sum_given or (name == b"IHDR") != (not head):
            raise LogoRefused(BROKEN)
        if name in PNG_KEPT:
            kept.append(content[end : end + 12 + length])
        head = head or body[4:]
        is_drawn = is_drawn or name == b"IDAT"
        end += 12 + length
        if name == b"IEND":
            break
    _nothing_behind(content, end)
    if len(head) != 13 or not is_drawn:
        raise LogoRefused(BROKEN)
    sides = _sized(int.from_bytes(head[:4]), int.from_bytes(head[4:8]))
    return Picture("png", *sides, b"".join(kept))


def _jpeg(content: bytes) -> Picture:
    kept, frames, scans = [b"\xff\xd8"], [], 0
    end = 2
    while True:
        while _exactly(content, end, 2) == b"\xff\xff":
            end += 1
        mark = _exactly(content, end, 2)
        end += 2
        if mark == b"\xff\xd9":
            break
        length = int.from_bytes(_exactly(content, end, 2))
        body = _exactly(content, end, length)
        end += length
        if mark[0] != 0xFF or length < 2:
            raise LogoRefused(BROKEN)
        scan = b""
        if mark[1] == 0xDA:
            scans += 1
            following = JPEG_NEXT.search(content, end)
            if following is None or scans > MOST_SCANS:
                raise LogoRefused(BROKEN)
            scan, end = content[end : following.start()], following.start()
        if mark[1] in JPEG_FRAMES:
            frames.append((int.from_bytes(body[5:7]), int.from_bytes(body[3:5])))
        if mark[1] in JPEG_KEPT and (mark[1] != 0xE1 or body[2:].startswith(EXIF)):
            kept += [mark, body, scan]
    _nothing_behind(content, end)
    if len(frames) != 1 or not scans:
        raise LogoRefused(BROKEN)
    return Picture("jpg", *_sized(*frames[0]), b"".join([*kept, b"\xff\xd9"]))


def _webp(content: bytes) -> Picture:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise LogoRefused(BROKEN)
    _nothing_behind(content, end)
    chunks = dict(_webp_chunks(content[:end]))
    if b"ANIM" in chunks or b"ANMF" in chunks:
        raise LogoRefused(MOVING)
    drawn = [name for name in (b"VP8 ", b"VP8L") if name in chunks]
    if len(drawn) != 1:
        raise LogoRefused(BROKEN)
    sides = _sized(*_webp_sides(drawn[0], chunks[drawn[0]]))
    if b"VP8X" in chunks:
        head = chunks[b"VP8X"]
        canvas = tuple(int.from_bytes(_exactly(head, at, 3), "little") + 1 for at in (4, 7))
        if canvas != sides:
            raise LogoRefused(BROKEN)
        chunks[b"VP8X"] = bytes([head[0] & WEBP_ALPHA]) + head[1:]
    written = b"".join(
        name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
        for name, body in chunks.items()
        if name in WEBP_KEPT
    )
    size = (4 + len(written)).to_bytes(4, "little")
    return Picture("webp", *sides, b"RIFF" + size + b"WEBP" + written)


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, seen = 12, set()
    while at < len(content):
        name = _exactly(content, at, 4)
        length = int.from_bytes(_exactly(content, at + 4, 4), "little")
        if name in WEBP_KEPT and name in seen:
            raise LogoRefused(BROKEN)
        seen.add(name)
        yield name, _exactly(content, at + 8, length)
        at += 8 + length + length % 2


def _webp_sides(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8L":
        if _exactly(body, 0, 1) != b"\x2f":
            raise LogoRefused(BROKEN)
        bits = int.from_bytes(_exactly(body, 1, 4), "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if _exactly(body, 3, 3) != b"\x9d\x01\x2a":
        raise LogoRefused(BROKEN)
    wide, high = (int.from_bytes(_exactly(body, at, 2), "little") & 0x3FFF for at in (6, 8))
    return wide, high


def _exactly(content: bytes, start: int, length: int) -> bytes:
    """So many bytes from here; less means that the file was cut off."""
    found = content[start : start + length]
    if len(found) != length:
        raise LogoRefused(BROKEN)
    return found
