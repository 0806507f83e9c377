"""Calls outside: every one has timeouts, renews the job's lease, and leaves a row in the call
log."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import DatabaseError

from connectors.core import clock, lease
from connectors.core.models import CallLog, Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)
_connection: ContextVar[Connection | None] = ContextVar("calling_connection", default=None)
_purpose: ContextVar[str] = ContextVar("calling_purpose", default="")
LIMIT_HEADER_PREFIX = "x-ratelimit-"


@contextmanager
def calling(connection: Connection | None, purpose: str) -> Iterator[None]:
    """Name for whom, and what for, the calls inside this block are made."""
    first, second = _connection.set(connection), _purpose.set(purpose)
    try:
        yield
    finally:
        _connection.reset(first)
        _purpose.reset(second)


def _digest(body: Any) -> str:
    raw = body.encode() if isinstance(body, str) else body
    return hashlib.sha256(raw).hexdigest() if raw else ""


class LoggedSession(requests.Session):
    """A requests session that logs each call; redirects are not followed, cookies of others not
    kept."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one prepared request; raises what requests raises, after writing it to the call
        log."""
        lease.renew()
        kwargs["timeout"] = (settings.EXACT_CONNECT_TIMEOUT, settings.EXACT_READ_TIMEOUT)
        kwargs["allow_redirects"] = False
        url = urlsplit(request.url or "")
        row = CallLog.objects.create(
            connection=_connection.get(),
            at=clock.now(),
            method=request.method or "",
            host=url.netloc[:120],
            path=url.path[:300],
            # The body of a token call holds secrets: not even its digest is kept.
            digest="" if "/oauth2/" in url.path else _digest(request.body),
            purpose=_purpose.get(),
        )
        started = time.monotonic()
        try:
            response = super().send(request, **kwargs)
        except requests.RequestException as error:
            self._complete(row, started, failure=type(error).__name__)
            raise
        self._complete(row, started, status=response.status_code, limits=_limits(response.headers))
        return response

    @staticmethod
    def _complete(row: CallLog, started: float, **values: Any) -> None:
        duration = int((time.monotonic() - started) * 1000)
        try:
            CallLog.objects.filter(pk=row.pk).update(duration_ms=duration, **values)
        except DatabaseError:
            # The answer in hand may be a token pair that exists nowhere else: it goes on.
            logger.exception("call %s could not be completed in the call log", row.pk)


def _limits(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name.lower(): value
        for name, value in headers.items()
        if name.lower().startswith(LIMIT_HEADER_PREFIX)
    }
