"""What commands that change something share: the audit chain says which command acted."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import COMMAND_LABEL, acting_as
from accounts.models import Account, User


class ActingCommand(BaseCommand):
    """A command whose events carry its name where no person acts; `acts_as` overrules that."""

    acts_as = ""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command under its name."""
        name = self.__module__.rpartition(".")[2]
        with acting_as(self.acts_as or f"{COMMAND_LABEL}{name}"):
            return super().execute(*args, **options)


class HelpdeskCommand(ActingCommand):
    """A command by which the helpdesk acts for a person."""

    acts_as = "helpdesk"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address."""
        parser.add_argument("--email", required=True, metavar="ADDRESS")

    def person(self, email: str) -> User:
        """Give the person with this address; a clear error where there is none."""
        try:
            return User.objects.get(email=email.lower())
        except User.DoesNotExist:
            raise CommandError(f"Niemand meldt zich aan met '{email}'.") from None


def account_by_slug(slug: str) -> Account:
    """Give the account with this slug; a clear error where there is none."""
    try:
        return Account.objects.get(slug=slug)
    except Account.DoesNotExist:
        raise CommandError(f"Er is geen account '{slug}'.") from None
