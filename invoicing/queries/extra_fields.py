"""Reading the definitions of extra fields."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Account
from accounts.prepared import Prepared
from invoicing.models import Document, DocumentLine, ExtraField


def extra_fields_active(*, account: Account, level: str = "") -> QuerySet[ExtraField]:
    """Give the fields that are asked for now, of one level or of all, in order."""
    fields = ExtraField.objects.filter(account=account, archived_at=None)
    return fields.filter(level=level) if level else fields


FIELDS_IN_USE = Prepared(
    lambda account: ExtraField.objects.filter(account_id=account, archived_at=None)
)


def extra_fields_in_use(account_id: int) -> list[ExtraField]:
    """Give the fields that are asked for now, of all levels, in order; quick."""
    return FIELDS_IN_USE.rows(account_id)


def extra_field_get(*, account: Account, public_id: str) -> ExtraField:
    """Give one field of the account; raises ExtraField.DoesNotExist."""
    return ExtraField.objects.get(account=account, public_id=public_id)


def extra_fields_all(*, account: Account, level: str = "") -> QuerySet[ExtraField]:
    """Give the fields, also those that are put away, of one level or of all, in order."""
    fields = ExtraField.objects.filter(account=account)
    return fields.filter(level=level) if level else fields


def extra_fields_kept(document: Document, lines: Iterable[DocumentLine]) -> list[ExtraField]:
    """Give the fields that a document has values of though they are put away, in order."""
    keys = {key for extra in (document.extra, *(line.extra for line in lines)) for key in extra}
    fields = extra_fields_all(account=document.account).filter(key__in=keys)
    return [field for field in fields if field.archived_at]
