"""Reading people and accounts: who is in an account, who is invited, which accounts are mine."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account, Invitation, Membership, User
from accounts.two_factor import two_factor_of


def members_of(*, account: Account) -> QuerySet[Membership]:
    """Give the members by name, each with its user and whether they log in with two factors."""
    return (
        Membership.objects.filter(account=account)
        .select_related("user", "account")
        .annotate(with_two_factor=two_factor_of("user_id"))
        .order_by("user__full_name", "user__email")
    )


def invitations_open(*, account: Account) -> QuerySet[Invitation]:
    """Give the invitations that were neither taken up nor withdrawn, newest first."""
    return (
        Invitation.objects.filter(account=account, accepted_at=None, withdrawn_at=None)
        .select_related("invited_by")
        .order_by("-created_at")
    )


def memberships_of(*, user: User, search: str = "") -> QuerySet[Membership]:
    """Give the person's memberships by the account's name; `search` is a part of that name."""
    mine = Membership.objects.filter(user=user).select_related("account")
    if search:
        mine = mine.filter(account__name__icontains=search)
    return mine.order_by("account__name", "account__slug")
