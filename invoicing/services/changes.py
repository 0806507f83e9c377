"""Changing one row of master data and telling the audit chain what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import (
    Company,
    Customer,
    PaymentCondition,
    Product,
    RevenueGroup,
    Supplier,
)

MasterData = Company | Customer | PaymentCondition | Product | RevenueGroup | Supplier
Row = TypeVar("Row", Company, Customer, PaymentCondition, Product, RevenueGroup, Supplier)
Archivable = TypeVar("Archivable", Customer, PaymentCondition, Product, RevenueGroup, Supplier)
SUBJECTS: Mapping[type[Model], str] = {
    Company: "company",
    Customer: "customer",
    PaymentCondition: "payment_condition",
    Product: "product",
    RevenueGroup: "revenue_group",
    Supplier: "supplier",
}


def row_change(*, row: Row, actor: User | None, wanted: Mapping[str, Any]) -> Row:
    """Store the columns that differ and record them; nothing happens when none does."""
    before = {name: getattr(row, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    row_record(row, actor, "changed", {name: before[name] for name in changed}, changed)
    return row


def row_archive(*, row: Archivable, actor: User | None) -> Archivable:
    """Take a row out of the lists; what refers to it stays. Twice is once."""
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.save(update_fields=["archived_at"])
        row_record(row, actor, "archived", {}, {})
    return row


def row_restore(*, row: Archivable, actor: User | None) -> Archivable:
    """Put an archived row back in the lists."""
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        row_record(row, actor, "restored", {}, {})
    return row


def row_record(
    row: MasterData,
    actor: User | None,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Record one event about a row ('customer.changed'); another row in it stands by its name."""
    subject = SUBJECTS[type(row)]
    event_record(
        account=row.account,
        actor=actor,
        action=f"{subject}.{what}",
        subject_type=subject,
        subject_id=_subject_id(row),
        before=_named(before),
        after=_named(after),
    )


def only_own(account: Account, *rows: Model | None) -> None:
    """Raise LookupError when a row is another account's."""
    for row in rows:
        if row is not None and getattr(row, "account_id", None) != account.pk:
            raise LookupError(f"{row!r} is not of {account}")


def _subject_id(row: MasterData) -> str:
    if isinstance(row, RevenueGroup):
        return row.key
    return str(row.pk) if isinstance(row, Company) else row.public_id


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Model) else value for name, value in values.items()
    }
