"""Making revenue groups."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import RevenueGroup


@transaction.atomic
def revenue_group_create(
    *, account: Account, actor: User | None, key: str, name: str, is_default: bool = False
) -> RevenueGroup:
    """Make a revenue group; the default one is what a new line starts with (one per account)."""
    if is_default:
        RevenueGroup.objects.filter(account=account, is_default=True).update(is_default=False)
    group = RevenueGroup.objects.create(account=account, key=key, name=name, is_default=is_default)
    event_record(
        account=account,
        actor=actor,
        action="revenue_group.created",
        subject_type="revenue_group",
        subject_id=key,
        after={"name": name, "is_default": is_default},
    )
    return group
