"""The messages between the app and its validation process: a length, a JSON head, then bytes."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

LENGTH = struct.Struct("!II")
MAX_BYTES = 64 * 1024 * 1024


class Closed(ConnectionError):
    """The other side is gone."""


def send(link: socket.socket, head: dict[str, Any], body: bytes, deadline: float | None) -> None:
    """Send one message before the deadline (monotonic seconds); raises OSError."""
    packed = json.dumps(head).encode()
    link.settimeout(_left(deadline))
    link.sendall(LENGTH.pack(len(packed), len(body)) + packed + body)


def receive(link: socket.socket, deadline: float | None) -> tuple[dict[str, Any], bytes]:
    """Read one message before the deadline; raises Closed at its end, OSError otherwise."""
    head_size, body_size = LENGTH.unpack(_exactly(link, LENGTH.size, deadline))
    if head_size + body_size > MAX_BYTES:
        raise Closed("a message of an impossible size")
    head = json.loads(_exactly(link, head_size, deadline))
    return head, _exactly(link, body_size, deadline)


def _exactly(link: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        link.settimeout(_left(deadline))
        got = link.recv(min(size - len(parts), 1 << 20))
        if not got:
            raise Closed("the other side closed the line")
        parts += got
    return bytes(parts)


def _left(deadline: float | None) -> float | None:
    # Zero would mean 'do not block'; a passed deadline must time out instead.
    return None if deadline is None else max(deadline - time.monotonic(), 0.001)
