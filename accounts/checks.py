"""System checks of the accounts application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from accounts import triggers


def register_checks() -> None:
    """Hang up the checks; they look into the database only when asked to (`check --database`)."""
    checks.register(guards_in_place, checks.Tags.database)


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
