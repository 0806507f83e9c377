"""Reading the seller's own details."""

from __future__ import annotations

from accounts.models import Account
from accounts.prepared import Prepared
from invoicing.models import Company


def company_get(*, account: Account) -> Company:
    """Give the account's company; every account has one from the start."""
    return Company.objects.get(account=account)


COMPANIES = Prepared(lambda account: Company.objects.filter(account_id=account))
ACCOUNTS = Prepared(lambda account: Account.objects.filter(pk=account))


def company_of(account_id: int, account: Account | None = None) -> Company:
    """Give the company of an account, which is read too unless it is known; quick."""
    (company,) = COMPANIES.rows(account_id)
    company.account = account or ACCOUNTS.rows(account_id)[0]
    return company
