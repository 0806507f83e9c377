"""System checks of the Exact connector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from connectors.exact.hosts import is_simulator


def simulator_only_when_allowed(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Refuse an address that is none of Exact's own, unless told otherwise by an explicit
    setting."""
    host = settings.EXACT_BASE_URL
    if not host or not is_simulator(host) or settings.EXACT_ALLOW_SIMULATOR:
        return []
    return [
        Error(
            f"EXACT_BASE_URL is {host}, which is not Exact Online.",
            hint="Leave it empty, or set EXACT_ALLOW_SIMULATOR=1 to use a simulator on purpose.",
            id="exact.E001",
        )
    ]


def register_checks() -> None:
    """Register the checks of this app."""
    register(simulator_only_when_allowed, Tags.security)
