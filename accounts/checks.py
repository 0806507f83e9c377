"""System checks of the accounts application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from accounts import triggers

# Caches that another process does not see.
OWN_CACHES = frozenset(
    f"django.core.cache.backends.{name}" for name in ("locmem.LocMemCache", "dummy.DummyCache")
)


def register_checks() -> None:
    """Hang up the checks; they look into the database only when asked to (`check --database`)."""
    checks.register(guards_in_place, checks.Tags.database)
    checks.register(limits_are_shared, checks.Tags.security, deploy=True)


def guards_in_place(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn about every database trigger that is not in place.

    A warning, not an error: an error would stop `migrate`, which is what puts them back.
    """
    return [
        checks.Warning(
            f"The trigger {name} is not in place in the database '{using}': "
            "issued documents or the audit chain could be changed.",
            hint="Run `manage.py migrate`, which puts the triggers back.",
            id="accounts.W001",
        )
        for using in databases or ()
        for name in triggers.missing(using)
    ]


def limits_are_shared(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn where each process counts logins and used codes by itself, so that none is a limit."""
    if settings.CACHES["default"]["BACKEND"] not in OWN_CACHES:
        return []
    return [
        checks.Warning(
            "Every process has a cache of its own: the limits on logging in, and the codes of "
            "two-factor login that were used, are not shared.",
            hint="Set REDIS_URL.",
            id="accounts.W002",
        )
    ]
