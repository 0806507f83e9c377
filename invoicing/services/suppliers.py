"""Making and changing suppliers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, User
from invoicing.models import PaymentCondition, Supplier
from invoicing.parties import checked_code, checked_party_numbers
from invoicing.problems import Problem, Refused
from invoicing.services.changes import (
    account_locked,
    only_own,
    row_archive,
    row_change,
    row_record,
    row_restore,
)


class SupplierRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class SupplierValues:
    """What can be changed about a supplier; numbers and IBAN in any notation."""

    name: str
    code: str = ""
    is_business: bool = True
    contact: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "BE"
    vat_number: str = ""
    enterprise_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    language: str = "nl"
    iban: str = ""
    bic: str = ""
    payment_condition: PaymentCondition | None = None


@transaction.atomic
def supplier_create(*, account: Account, actor: User | None, values: SupplierValues) -> Supplier:
    """Make a supplier. Raises SupplierRefused when a number or IBAN is not one, or the supplier
    number is another's.
    """
    wanted = _checked(account, values, None)
    supplier = Supplier.objects.create(account=account, **wanted)
    row_record(supplier, actor, "created", {}, wanted)
    return supplier


@transaction.atomic
def supplier_update(
    *, supplier: Supplier, actor: User | None, values: SupplierValues, seen: str = ""
) -> Supplier:
    """Change a supplier.

    `seen` is the fingerprint of the row that somebody looked at. Raises SupplierRefused, and
    RowChanged when somebody else changed it since.
    """
    wanted = _checked(supplier.account, values, supplier)
    return row_change(row=supplier, actor=actor, wanted=wanted, seen=seen)


@transaction.atomic
def supplier_archive(*, supplier: Supplier, actor: User | None) -> Supplier:
    """Take a supplier out of the lists."""
    return row_archive(row=supplier, actor=actor)


@transaction.atomic
def supplier_restore(*, supplier: Supplier, actor: User | None) -> Supplier:
    """Put an archived supplier back in the lists."""
    return row_restore(row=supplier, actor=actor)


def _checked(account: Account, values: SupplierValues, present: Supplier | None) -> dict[str, Any]:
    only_own(account, values.payment_condition)
    numbers, problems = checked_party_numbers(
        country=values.country,
        vat_number=values.vat_number,
        enterprise_number=values.enterprise_number,
        iban=values.iban,
        bic=values.bic,
    )
    if not values.name.strip():
        problems.append(Problem("name", _("Vul de naam van de leverancier in.")))
    if values.code:
        account_locked(account)
    rows = Supplier.objects.filter(account=account)
    problems += checked_code(values.code, rows, present)
    if problems:
        raise SupplierRefused(problems)
    wanted = {each.name: getattr(values, each.name) for each in fields(values)}
    return wanted | numbers | {"code": values.code.strip()}
