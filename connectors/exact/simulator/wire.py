"""One request and one response, apart from how they travel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """An HTTP request: header names are in lower case, the query is still encoded."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def base_url(self) -> str:
        """The address that the caller used, without a path."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"

    def parameters(self) -> dict[str, str]:
        """The decoded query parameters."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """The decoded fields of a form-encoded body; the last of a repeated name counts."""
        return dict(self.form_pairs())

    def form_pairs(self) -> list[tuple[str, str]]:
        """The decoded fields of a form-encoded body, repeated names kept."""
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)


@dataclass(frozen=True)
class Response:
    """An HTTP response; the server adds Content-Length and Date."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""  # a word for the request journal; never sent

    def plus(self, headers: Mapping[str, str]) -> "Response":
        """The same response with more headers."""
        return replace(self, headers={**self.headers, **headers})


def json_response(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None, note: str = ""
) -> Response:
    """A response that carries a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, JSON, headers or {}, note)


def html_response(page: str, status: int = 200) -> Response:
    """A page; no script and no foreign content is allowed on it."""
    policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return Response(status, page.encode(), HTML, headers)


def redirect(address: str, headers: Mapping[str, str] | None = None) -> Response:
    """A redirect that is followed with GET."""
    return Response(303, b"", HTML, {"Location": address, **(headers or {})})
