"""Changing one row of master data and telling the audit chain what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from accounts import clock
from accounts.audit import event_record, events_for
from accounts.models import Account, AuditEvent, User
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


class RowChanged(Exception):
    """Somebody else changed the row since it was read; nothing was changed.

    `row` is how it stands now, `event` what was changed last and by whom.
    """

    def __init__(self, row: MasterData, event: AuditEvent | None) -> None:
        """Keep what a screen needs to tell it."""
        super().__init__(f"{row} was changed meanwhile")
        self.row, self.event = row, event


def row_fingerprint(row: MasterData) -> str:
    """Give a mark of the row as it was read; another one means that somebody changed it since."""
    content = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def row_unchanged(row: MasterData, seen: str) -> None:
    """Lock the row and raise RowChanged when it is no longer the one with the fingerprint `seen`.

    An empty `seen` asks nothing: whoever has no screen has looked at nothing.
    """
    if not seen:
        return
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if row_fingerprint(stored) != seen:
        events = events_for(stored.account, SUBJECTS[type(stored)], _subject_id(stored))
        raise RowChanged(stored, events.last())


def row_change(*, row: Row, actor: User | None, wanted: Mapping[str, Any], seen: str = "") -> Row:
    """Store the columns that differ and record them; nothing happens when none does.

    `seen` is the fingerprint of what somebody looked at. Raises RowChanged.
    """
    row_unchanged(row, seen)
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


def account_locked(account: Account) -> None:
    """Let one at a time change what is unique in the account: codes, names, the usual one.

    Rows that only refer to the account are written meanwhile (FOR NO KEY UPDATE).
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def default_taken(others: QuerySet[Any]) -> None:
    """Take the default from the account's other rows; the account is locked by the caller."""
    others.filter(is_default=True).update(is_default=False)


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
        name: str(value) if isinstance(value, Model) else value
        for name, value in values.items()
        # That follows from `extra`.
        if name != "extra_text"
    }
