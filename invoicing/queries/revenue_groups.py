"""Reading revenue groups."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import RevenueGroup


def revenue_groups(*, account: Account) -> QuerySet[RevenueGroup]:
    """Give the account's revenue groups, the default one first."""
    return RevenueGroup.objects.filter(account=account).order_by("-is_default", "name")
