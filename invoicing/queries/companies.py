"""Reading the seller's own details."""

from __future__ import annotations

from accounts.models import Account
from invoicing.models import Company


def company_get(*, account: Account) -> Company:
    """Give the account's company; every account has one from the start."""
    return Company.objects.get(account=account)
