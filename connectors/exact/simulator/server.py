"""The HTTP/1.1 server: threads, keep-alive, and faults down to the socket."""

import socket
import struct
import sys
import threading
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from connectors.exact.simulator import dispatch
from connectors.exact.simulator.faults import Outcome
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.wire import Request, Response

RESET = struct.pack("ii", 1, 0)  # linger on, zero seconds: close() sends RST


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Simulator"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    sim: ClassVar[Simulator]
    torn: ClassVar[set[Any]]
    logs: ClassVar[list[Callable[[str], Any]]]

    def serve(self) -> None:
        """Reads one request and sends what comes of it."""
        refusal = self._refusal()
        if refusal is not None:
            self.close_connection = True
            self._send(refusal)
            return
        length = int(self.headers.get("Content-Length", "0"))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, self.rfile.read(length))
        done = dispatch.outcome(self.sim, request)
        note = f" ({done.response.note})" if done.response.note else ""
        for log in self.logs:
            log(f"{self.command} {path} {done.response.status or '-'}{note}")
        self._play(done)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = serve  # noqa: N815

    def _refusal(self) -> Response | None:
        """The answer to a body that will not be read."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return Response(411)
        text = self.headers.get("Content-Length", "0")
        if not text.isdecimal() or len(text) > 12:
            return Response(400)
        return dispatch.too_large() if int(text) > dispatch.MAX_BODY else None

    def _play(self, done: Outcome) -> None:
        if done.seconds:
            self.wfile.flush()
            self.sim.stopping.wait(done.seconds)
        if done.manner == "send":
            self._send(done.response)
            return
        self.close_connection = True
        if done.manner == "truncate":
            self._send(done.response, half=True)
        if done.manner == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.torn.add(self.connection)

    def _send(self, response: Response, half: bool = False) -> None:
        self.send_response_only(response.status)
        self.send_header("Date", self._date())
        if response.body:
            self.send_header("Content-Type", response.content_type)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            body = response.body
            self.wfile.write(body[: len(body) // 2] if half else body)
        self.wfile.flush()

    def _date(self) -> str:
        skew = self.sim.options.number("date_header_skew")
        return formatdate(self.sim.clock.timestamp() + skew, usegmt=True)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing goes to stderr: one line per request goes to `log` instead."""


class Server(ThreadingHTTPServer):
    """Serves one simulator on one address."""

    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def __init__(
        self,
        sim: Simulator,
        host: str = "127.0.0.1",
        port: int = 8001,
        log: Callable[[str], Any] | None = None,
    ) -> None:
        self.sim = sim
        self.torn: set[Any] = set()
        bound = {"sim": sim, "torn": self.torn, "logs": [log] if log else []}
        super().__init__((host, port), type("BoundHandler", (Handler,), bound))

    @property
    def base_url(self) -> str:
        """The address to call."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Binds without asking a name server for the name of the host."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no error; anything else is shown in full."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection; one that must be reset is closed without a farewell."""
        if request in self.torn:
            self.torn.discard(request)
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def stop(self) -> None:
        """Ends waiting faults, refuses new calls and closes the database."""
        self.sim.stopping.set()
        self.shutdown()
        self.server_close()
        with self.sim.lock:
            self.sim.store.close()


def start(server: Server) -> threading.Thread:
    """Runs a server in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.daemon = True
    thread.start()
    return thread
