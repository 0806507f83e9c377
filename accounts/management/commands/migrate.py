"""`manage.py migrate`, which leaves the guards in place also when a migration fails."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from accounts import triggers


class Command(migrate.Command):
    """Puts back what was taken away before the first migration, whatever happens."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as Django does."""
        try:
            super().handle(*args, **options)
        except BaseException:
            triggers.install(options["database"])
            raise
