"""`manage.py verify_audit [--account SLUG]`: prove that no audit chain was tampered with."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import chain_check
from accounts.models import Account


class Command(BaseCommand):
    """Walks every chain; exits with 1 when one is broken."""

    help = "Verify the audit chain of one account or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the slug of one account."""
        parser.add_argument("--account", metavar="SLUG", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per account, and one per break."""
        accounts = Account.objects.order_by("slug")
        if options["account"]:
            accounts = accounts.filter(slug=options["account"])
            if not accounts:
                raise CommandError(f"There is no account '{options['account']}'.")
        broken = [account for account in accounts if not self._verify(account)]
        if broken:
            sys.exit(1)

    def _verify(self, account: Account) -> bool:
        check = chain_check(account)
        for text in check.breaks:
            self.stderr.write(f"{account.slug}: {text}")
        if not check.breaks:
            # The last hash vouches for the whole chain: whoever keeps it elsewhere can also see
            # that somebody who rules the database rewrote everything.
            end = f"{check.reached.sequence} events, the last is {check.reached.hash}"
            self.stdout.write(f"{account.slug}: the chain is whole ({end})")
        return not check.breaks
