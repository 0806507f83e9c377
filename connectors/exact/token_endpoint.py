"""The token endpoint: asks, hands what came to storage first, and only then says what it was.

Bodies and their meaning: reference rest.md 1.3 and 1.5. Nothing of a request or an answer is
logged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from django.conf import settings
from oauthlib.oauth2 import OAuth2Error

from connectors.core.http import calling
from connectors.exact.models import ExactUser
from connectors.exact.session import link_session
from connectors.exact.transport import never_connected

TOKEN_PATH = "/api/oauth2/token"  # noqa: S105 - an address, not a secret
REJECTED_ERRORS = frozenset(
    {"unauthorized_client", "invalid_grant", "invalid_request", "invalid_client", "access_denied"}
)
TOO_EARLY_WAIT = 180


@dataclass(frozen=True, kw_only=True, repr=False)
class TokenAnswer:
    """A pair as the endpoint gave it; without repr, so that it cannot slip into a log."""

    access_token: str
    refresh_token: str


class TokenRejected(Exception):
    """The grant is gone: only a new consent helps, and it must not be tried again."""


class TokenUnclear(Exception):
    """No pair came. `not_executed` = certainly nothing happened; otherwise the answer may have
    been lost. `is_told` = Exact itself said that it is too early."""

    def __init__(
        self, reason: str, *, not_executed: bool, wait: int, is_told: bool = False
    ) -> None:
        """`wait` in seconds before the next try."""
        super().__init__(reason)
        self.not_executed = not_executed
        self.is_told = is_told
        self.wait = timedelta(seconds=wait)


def refresh(user: ExactUser, *, store: Callable[[TokenAnswer], None]) -> TokenAnswer:
    """Spend the refresh token once. Raises TokenRejected or TokenUnclear; `store` runs before
    anything else."""
    session = link_session()
    kept: list[TokenAnswer] = []
    session.register_compliance_hook("refresh_token_response", _keeper(kept, store))
    with calling(None, "token refresh"):
        _guarded(
            lambda: session.refresh_token(
                f"{user.host}{TOKEN_PATH}",
                refresh_token=user.refresh_token,
                client_id=settings.EXACT_CLIENT_ID,
                client_secret=settings.EXACT_CLIENT_SECRET,
            ),
            kept,
        )
    return kept[0]


def exchange(host: str, code: str, *, store: Callable[[TokenAnswer], None]) -> TokenAnswer:
    """Exchange a consent code (already URL-decoded; single use, 3 minutes) for the first pair."""
    session = link_session()
    kept: list[TokenAnswer] = []
    session.register_compliance_hook("access_token_response", _keeper(kept, store))
    with calling(None, "token exchange"):
        _guarded(
            lambda: session.fetch_token(
                f"{host}{TOKEN_PATH}",
                code=code,
                client_secret=settings.EXACT_CLIENT_SECRET,
                include_client_id=True,
            ),
            kept,
        )
    return kept[0]


def _keeper(
    kept: list[TokenAnswer], store: Callable[[TokenAnswer], None]
) -> Callable[[requests.Response], requests.Response]:
    """A hook that stores a pair found in any answer, whatever its status, before the library
    looks at it."""

    def keep(response: requests.Response) -> requests.Response:
        answer = _pair_in(response)
        if answer is not None:
            store(answer)
            kept.append(answer)
        else:
            _raise_for(response)
        return response

    return keep


def _pair_in(response: requests.Response) -> TokenAnswer | None:
    body = _json(response)
    access, new_refresh = body.get("access_token"), body.get("refresh_token")
    if isinstance(access, str) and access and isinstance(new_refresh, str) and new_refresh:
        return TokenAnswer(access_token=access, refresh_token=new_refresh)
    return None


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (json.JSONDecodeError, requests.exceptions.JSONDecodeError):
        return {}
    return body if isinstance(body, dict) else {}


def _raise_for(response: requests.Response) -> None:
    error = str(_json(response).get("error", ""))
    if response.status_code == 429:
        raise TokenUnclear("429", not_executed=True, wait=60, is_told=True)
    if _is_too_early(response):
        # A clock runs differently from ours, or another server of this app refreshed. Each of
        # these counts towards the error limit of 10 an hour (rest.md 2.3).
        raise TokenUnclear("too early", not_executed=True, wait=TOO_EARLY_WAIT, is_told=True)
    if response.status_code in (400, 401) and error in REJECTED_ERRORS:
        raise TokenRejected(error)
    raise TokenUnclear(f"status {response.status_code}", not_executed=False, wait=600)


def _is_too_early(response: requests.Response) -> bool:
    """By its header or its words, which stood under other statuses and errors as well (rest.md
    9.5)."""
    words = str(_json(response).get("error_description", "")).lower()
    return "not expired" in words or response.headers.get("Reason", "").startswith("TooEarly")


def _guarded(ask: Callable[[], object], kept: list[TokenAnswer]) -> None:
    """Run the library's call; once a pair is stored, nothing that the library finds wrong with it
    matters."""
    try:
        ask()
    except (requests.ConnectionError, requests.Timeout) as error:
        if not kept:
            refused = never_connected(error)
            raise TokenUnclear(
                type(error).__name__, not_executed=refused, wait=30 if refused else 600
            ) from None
    except (OAuth2Error, requests.RequestException, ValueError, Warning) as error:
        if not kept:
            raise TokenUnclear(type(error).__name__, not_executed=False, wait=600) from None
