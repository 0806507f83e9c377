"""requests-oauthlib over core's logged session: bearer calls, and the token endpoint."""

from __future__ import annotations

import logging
import os

from django.conf import settings
from requests_oauthlib import OAuth2Session

from connectors.core.http import LoggedSession

# On DEBUG the libraries log tokens and secrets, whatever the settings of the other loggers.
for _name in ("requests_oauthlib", "oauthlib"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class ExactSession(LoggedSession, OAuth2Session):
    """An OAuth2 session whose every call has timeouts and a row in the call log."""


def allow_plain_http_to_simulator() -> None:
    """oauthlib refuses http; a simulator that was allowed by an explicit setting is the
    exception."""
    if settings.EXACT_ALLOW_SIMULATOR and settings.EXACT_BASE_URL.startswith("http://"):
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def bearer_session(access_token: str) -> ExactSession:
    """A session that sends this token; it never refreshes by itself (tokens.py is the one
    place)."""
    allow_plain_http_to_simulator()
    token = {"access_token": access_token, "token_type": "Bearer"}
    return ExactSession(client_id=settings.EXACT_CLIENT_ID, token=token)


def link_session(state: str = "") -> ExactSession:
    """A session for the consent round trip and the token endpoint."""
    allow_plain_http_to_simulator()
    return ExactSession(
        client_id=settings.EXACT_CLIENT_ID,
        redirect_uri=settings.EXACT_REDIRECT_URL,
        state=state or None,
    )
