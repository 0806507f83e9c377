"""Plain builders for people and accounts."""

from __future__ import annotations

from itertools import count

from accounts.models import Account, Membership, Plan, Role, User
from accounts.services import account_create

PASSWORD = "correct-horse-battery"
_numbers = count(1)


def make_user(name: str = "", **fields: object) -> User:
    """A user; the name is the local part of the address."""
    return User.objects.create_user(
        f"{name or f'user{next(_numbers)}'}@example.com", PASSWORD, **fields
    )


def make_account(
    owner: User | None = None, *, name: str = "Oventechniek", country: str = "BE"
) -> Account:
    """An account on Pro with its owner, company and revenue groups, as sign-up makes it."""
    return account_create(owner=owner or make_user(), name=name, country=country, plan=Plan.PRO)


def owner_of(account: Account) -> User:
    """The owner of an account."""
    return Membership.objects.get(account=account, role=Role.OWNER).user


def add_member(account: Account, role: str) -> User:
    """A new person with this role."""
    user = make_user()
    Membership.objects.create(account=account, user=user, role=role)
    return user
