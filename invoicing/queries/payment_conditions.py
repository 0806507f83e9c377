"""Reading payment conditions."""

from __future__ import annotations

from django.db.models import F, QuerySet

from accounts.models import Account
from invoicing.models import PaymentCondition


def payment_condition_get(*, account: Account, public_id: str) -> PaymentCondition:
    """Give one condition of the account; raises PaymentCondition.DoesNotExist."""
    return PaymentCondition.objects.get(account=account, public_id=public_id)


def payment_conditions_active(*, account: Account) -> QuerySet[PaymentCondition]:
    """Give the conditions to choose from, the default one first."""
    return PaymentCondition.objects.filter(account=account, archived_at=None)


def payment_conditions_all(*, account: Account) -> QuerySet[PaymentCondition]:
    """Give all conditions, the default one first and the archived ones last."""
    rows = PaymentCondition.objects.filter(account=account)
    return rows.order_by(F("archived_at").asc(nulls_first=True), "-is_default", "days", "name")


def payment_condition_default(*, account: Account) -> PaymentCondition | None:
    """Give the account's usual condition, when it has one."""
    return payment_conditions_active(account=account).filter(is_default=True).first()
