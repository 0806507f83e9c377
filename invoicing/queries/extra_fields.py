"""Reading the definitions of extra fields."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Account
from invoicing.models import ExtraField


def extra_fields_active(*, account: Account, level: str = "") -> QuerySet[ExtraField]:
    """Give the fields that are asked for now, of one level or of all, in order."""
    fields = ExtraField.objects.filter(account=account, archived_at=None)
    return fields.filter(level=level) if level else fields


def extra_field_get(*, account: Account, public_id: str) -> ExtraField:
    """Give one field of the account; raises ExtraField.DoesNotExist."""
    return ExtraField.objects.get(account=account, public_id=public_id)
