"""`manage.py member --account SLUG --email ADDRESS`: the helpdesk changes who is a member."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.management.base import HelpdeskCommand, account_by_slug
from accounts.models import Account, Membership, Role, User
from accounts.refusals import Refused
from accounts.services.members import (
    membership_add,
    membership_change_payroll,
    membership_change_role,
    membership_remove,
)


class Command(HelpdeskCommand):
    """For an account that lost its owner, or has no bookkeeper to let the owner see wages."""

    help = "Give somebody a role in an account, take it away, or let an owner see wages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account, the person and one change."""
        super().add_arguments(parser)
        parser.add_argument("--account", required=True, metavar="SLUG")
        change = parser.add_mutually_exclusive_group(required=True)
        change.add_argument("--role", choices=Role.values)
        change.add_argument("--remove", action="store_true")
        change.add_argument("--payroll", choices=["yes", "no"], help="whether an owner sees wages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what the person may do now."""
        account, user = account_by_slug(options["account"]), self.person(options["email"])
        try:
            if options["role"]:
                self._give_role(account, user, options["role"])
            elif options["remove"]:
                membership_remove(membership=self._member(account, user), actor=None)
            else:
                membership_change_payroll(
                    membership=self._member(account, user),
                    actor=None,
                    sees_payroll=options["payroll"] == "yes",
                )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        member = Membership.objects.filter(account=account, user=user).first()
        says = member.get_role_display() if member else "geen gebruiker"
        says += ", ziet de lonen" if member and member.sees_payroll else ""
        self.stdout.write(f"{account.slug}: {user.email} is {says}")

    def _give_role(self, account: Account, user: User, role: str) -> None:
        member = Membership.objects.filter(account=account, user=user).first()
        if member is None:
            membership_add(account=account, actor=None, user=user, role=role)
        else:
            membership_change_role(membership=member, actor=None, role=role)

    def _member(self, account: Account, user: User) -> Membership:
        try:
            return Membership.objects.get(account=account, user=user)
        except Membership.DoesNotExist:
            raise CommandError(f"{user.email} is geen gebruiker van {account.slug}.") from None
