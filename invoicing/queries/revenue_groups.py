"""Reading revenue groups."""

from __future__ import annotations

from django.db.models import F, QuerySet

from accounts.models import Account
from invoicing.models import RevenueGroup


def revenue_groups(*, account: Account) -> QuerySet[RevenueGroup]:
    """Give the revenue groups to choose from, the default one first."""
    groups = RevenueGroup.objects.filter(account=account, archived_at=None)
    return groups.order_by("-is_default", "name")


def revenue_groups_all(*, account: Account) -> QuerySet[RevenueGroup]:
    """Give all revenue groups, the default one first and the archived ones last."""
    groups = RevenueGroup.objects.filter(account=account)
    return groups.order_by(F("archived_at").asc(nulls_first=True), "-is_default", "name")


def revenue_group_get(*, account: Account, key: str) -> RevenueGroup:
    """Give one group of the account, an archived one too; raises RevenueGroup.DoesNotExist."""
    return RevenueGroup.objects.get(account=account, key=key)
