"""Whether anything was ever filled in in an extra field."""

from __future__ import annotations

from django.db.models import QuerySet

from invoicing.extra_uses import extra_uses
from invoicing.models import Customer, Document, DocumentLine, ExtraField, Product
from invoicing.models.extra_field import ExtraFieldLevel


def extra_field_is_used(field: ExtraField) -> bool:
    """Tell whether a value stands somewhere, a customer requires it, or a connector knows it."""
    if _rows(field).filter(extra__has_key=field.key).exists():
        return True
    if f"{field.level}:{field.key}" in extra_uses(field.account):
        return True
    if field.level not in (ExtraFieldLevel.DOCUMENT, ExtraFieldLevel.LINE):
        return False
    # SQLite cannot look inside a list; few customers have one.
    required = Customer.objects.filter(account=field.account).exclude(required_extra=[])
    return any(field.key in keys for keys in required.values_list("required_extra", flat=True))


def _rows(
    field: ExtraField,
) -> QuerySet[Document] | QuerySet[DocumentLine] | QuerySet[Customer] | QuerySet[Product]:
    account = field.account
    if field.level == ExtraFieldLevel.DOCUMENT:
        return Document.objects.filter(account=account)
    if field.level == ExtraFieldLevel.LINE:
        return DocumentLine.objects.filter(document__account=account)
    if field.level == ExtraFieldLevel.CUSTOMER:
        return Customer.objects.filter(account=account)
    return Product.objects.filter(account=account)
