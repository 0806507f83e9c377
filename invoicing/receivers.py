"""What invoicing does when something below it happens."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext

from accounts.events import account_created
from accounts.models import Account
from invoicing.models import VatRate
from invoicing.services.companies import company_create
from invoicing.services.revenue_groups import revenue_group_create
from invoicing.services.vat_rates import vat_rates_load


def listen(config: AppConfig) -> None:
    """Hang up the receivers; twice counts once."""
    account_created.listen(furnish_account)
    post_migrate.connect(_migrated, sender=config, dispatch_uid="vat-rates")


def furnish_account(account: Account) -> None:
    """Give a new account its company and the revenue groups that nearly everybody needs."""
    company_create(account=account)
    groups = (("diensten", gettext("Diensten"), True), ("goederen", gettext("Goederen"), False))
    for key, name, is_default in groups:
        revenue_group_create(account=account, actor=None, key=key, name=name, is_default=is_default)


def _migrated(using: str, **kwargs: Any) -> None:
    # The signal also comes when only another application was migrated.
    if VatRate._meta.db_table in connections[using].introspection.table_names():
        vat_rates_load(using=using)
