"""`manage.py demo`: the demo login with its accounts; a second run changes nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from accounts.management.base import ActingCommand
from invoicing.demo.load import demo_load


class Command(ActingCommand):
    """Makes what is missing of the demo data."""

    help = "Make the demo login and its accounts, customers and invoices."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was made."""
        if not settings.DEBUG:
            raise CommandError("The demo login has a public password: only with DEBUG on.")
        made = demo_load()
        for account in made:
            self.stdout.write(f"{account.slug}: {account.name}")
        if not made:
            self.stdout.write("The demo data is there already.")
