"""What changes accounts and people; one module per noun."""

from accounts.services.accounts import (
    account_change_payment_source,
    account_change_plan,
    account_create,
)
from accounts.services.members import membership_add

__all__ = [
    "account_change_payment_source",
    "account_change_plan",
    "account_create",
    "membership_add",
]
