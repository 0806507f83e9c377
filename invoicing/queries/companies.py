"""Reading the seller's own details."""

from __future__ import annotations

from accounts.models import Account
from invoicing.models import Company


def company_get(*, account: Account) -> Company:
    """Give the account's company; every account has one from the start."""
    return Company.objects.get(account=account)


def company_with_account(account_id: int) -> Company:
    """Give the company of an account, and the account with it, in one query."""
    return Company.objects.select_related("account").get(account_id=account_id)
