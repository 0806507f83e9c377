"""`manage.py flush` in spite of the guards, which refuse DELETE and TRUNCATE."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from accounts import triggers


class Command(flush.Command):
    """Takes the guards away while everything is deleted, and puts them back whatever happens."""

    def handle(self, **options: Any) -> None:
        """Empty the database after Django's own question."""
        using = options["database"]
        triggers.remove(using)
        try:
            super().handle(**options)
        finally:
            triggers.install(using)
