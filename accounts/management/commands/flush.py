"""`manage.py flush`, on SQLite too: Django empties tables there with DELETE, which is guarded."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from accounts import triggers


class Command(flush.Command):
    """Takes the triggers away while everything is deleted, and puts them back whatever happens.

    PostgreSQL empties tables with TRUNCATE, which row triggers do not see.
    """

    def handle(self, **options: Any) -> None:
        """Empty the database after Django's own question."""
        using = options["database"]
        if connections[using].vendor != "sqlite":
            super().handle(**options)
            return
        triggers.remove(using)
        try:
            super().handle(**options)
        finally:
            triggers.install(using)
