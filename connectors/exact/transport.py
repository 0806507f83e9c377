"""What a failed call tells: whether the other side can have seen the request at all."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError


def never_connected(error: requests.RequestException) -> bool:
    """Whether no connection was made (refused, name not found, connect timeout), so nothing was
    executed."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | NameResolutionError)
