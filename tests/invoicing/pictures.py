"""Pictures for tests of logos, written byte by byte."""

from __future__ import annotations

import base64
import zlib

# 24 x 12 pixels, the left half red-brown, the right half blue.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtq"
    "eJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAMABgDASIAAhEBAxEB/8QA"
    "FgABAQEAAAAAAAAAAAAAAAAAAwAE/8QAFxABAAMAAAAAAAAAAAAAAAAAAARCgf/EABYBAQEBAAAAAAAA"
    "AAAAAAAAAAUDBP/EABgRAQADAQAAAAAAAAAAAAAAAAABAzME/9oADAMBAAIRAxEAPwDMGRXTBkV1CjSG"
    "7oykCSJCn//Z"
)
WEBP = base64.b64decode("UklGRioAAABXRUJQVlA4TB0AAAAvF8ACAA8wPGdCPgXZ/McShASE/2s90C2I6H9gAwA=")
MOVING_WEBP = base64.b64decode(
    "UklGRpAAAABXRUJQVlA4WAoAAAACAAAAFwAACwAAQU5JTQYAAAAAAAAAAABBTk1GNgAAAAAAAAAAABcA"
    "AAsAAAAAAAJWUDhMHQAAAC8XwAIADzA8p6A9Huf8RxqEBIQH/q+VPYjofyQfAEFOTUYmAAAAAAAAAAAA"
    "FwAACwAAAAAAAFZQOEwOAAAALxfAAgAHEBH9D0RE/wM="
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
RED = b"\xc8\x3c\x14\xff"


def chunk(name: bytes, body: bytes = b"") -> bytes:
    """One chunk of a PNG, with its length and checksum."""
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def png(
    width: int = 240, height: int = 80, *, pixel: bytes = RED, extra: bytes = b"", rows: int = -1
) -> bytes:
    """A PNG of one colour; `extra` are chunks before the pixels, `rows` how many rows it holds."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\x00\x00\x00"
    drawn = (b"\x00" + pixel * width) * (height if rows < 0 else rows)
    pixels = chunk(b"IDAT", zlib.compress(drawn))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + pixels + chunk(b"IEND")


def sides(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


PNG_WITH_SCRIPT = png(extra=chunk(b"tEXt", b"Comment\x00<script>alert(1)</script>"))
