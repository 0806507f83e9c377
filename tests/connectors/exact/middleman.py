"""A small server in front of the simulator: it passes calls on, and changes answers on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import requests

HOP = {"connection", "content-length", "transfer-encoding", "date", "server"}


@dataclass(frozen=True)
class Answer:
    """What a call came to, on its way back."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def d(self) -> Any:
        """The envelope's content."""
        return json.loads(self.text)["d"]

    def having(self, d: Any) -> Answer:
        """The same answer with other content."""
        return replace(self, text=json.dumps({"d": d}))

    def failing(self, status: int, text: str = "", **headers: str) -> Answer:
        """Another status and body instead."""
        return replace(self, status=status, text=text, headers=self.headers | headers)


Change = Callable[[Answer], Answer]


@dataclass
class Middleman:
    """A running middleman; `changes` are made to each answer in order."""

    base_url: str
    changes: list[Change] = field(default_factory=list)
    refusals: list[Callable[[str, str], Answer | None]] = field(default_factory=list)

    def change(self, part: str, change: Change, *, method: str = "", times: int = 0) -> None:
        """Change the answers of calls whose path holds `part`; `times` 0 = always."""
        left = [times]

        def act(answer: Answer) -> Answer:
            fits = part in answer.path and method in ("", answer.method)
            if not fits or (times and not left[0]):
                return answer
            left[0] -= 1
            return change(answer)

        self.changes.append(act)

    def instead(
        self, part: str, status: int, text: str = "", *, method: str = "", times: int = 0
    ) -> None:
        """Answer so, and pass nothing on; `times` 0 = always."""
        left = [times]

        def act(called: str, path: str) -> Answer | None:
            if part not in path or method not in ("", called) or (times and not left[0]):
                return None
            left[0] -= 1
            return Answer(called, path, status, {}, text)

        self.refusals.append(act)


def error_body(text: str) -> str:
    """An error in Exact's envelope."""
    return json.dumps({"error": {"code": "", "message": {"lang": "", "value": text}}})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target: ClassVar[str]
    running: ClassVar[list[Middleman]]

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        for refuse in self.running[0].refusals:
            refused = refuse(self.command, self.path)
            if refused is not None:
                self._send(refused)
                return
        # The Host header goes along, so that links in answers point here.
        found = requests.request(
            self.command,
            self.target + self.path,
            data=body,
            headers=dict(self.headers.items()),
            allow_redirects=False,
            timeout=10,
        )
        answer = Answer(self.command, self.path, found.status_code, dict(found.headers), found.text)
        for change in self.running[0].changes:
            answer = change(answer)
        self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def _send(self, answer: Answer) -> None:
        body = answer.text.encode()
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        if "Date" in answer.headers:
            self.send_header("Date", answer.headers["Date"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing goes to stderr."""


@contextmanager
def middleman(target: str) -> Iterator[Middleman]:
    """Runs a middleman until the block ends."""
    running: list[Middleman] = []
    handler = type("Bound", (Handler,), {"target": target, "running": running})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    running.append(Middleman(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
