"""Making and changing customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import Customer
from invoicing.parties import checked_identifiers, country_problem
from invoicing.problems import Problem, Refused


class CustomerRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class CustomerValues:
    """What can be changed about a customer; numbers in any notation."""

    name: str
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
    language: str = "nl"
    payment_term_days: int | None = None
    default_treatment: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def customer_create(*, account: Account, actor: User | None, values: CustomerValues) -> Customer:
    """Make a customer. Raises CustomerRefused when a VAT, enterprise or KvK number is not one."""
    wanted = _checked(values)
    customer = Customer.objects.create(account=account, **wanted)
    _record(customer, actor, "customer.created", {}, wanted)
    return customer


@transaction.atomic
def customer_update(*, customer: Customer, actor: User | None, values: CustomerValues) -> Customer:
    """Change a customer; what was issued keeps the old details. Raises CustomerRefused."""
    wanted = _checked(values)
    before = {name: getattr(customer, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if not changed:
        return customer
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.save(update_fields=list(changed))
    _record(customer, actor, "customer.changed", {name: before[name] for name in changed}, changed)
    return customer


@transaction.atomic
def customer_archive(*, customer: Customer, actor: User | None) -> Customer:
    """Take a customer out of the lists; its documents stay."""
    if customer.archived_at is None:
        customer.archived_at = clock.now()
        customer.save(update_fields=["archived_at"])
        _record(customer, actor, "customer.archived", {}, {})
    return customer


def _checked(values: CustomerValues) -> dict[str, Any]:
    numbers, problems = checked_identifiers(
        country=values.country,
        vat_number=values.vat_number,
        enterprise_number=values.enterprise_number,
    )
    if hint := country_problem(values.vat_number, values.country):
        others = [problem for problem in problems if problem.field != "vat_number"]
        problems = [Problem("vat_number", hint), *others]
    if problems:
        raise CustomerRefused(problems)
    return asdict(values) | numbers | {"extra": dict(values.extra)}


def _record(
    customer: Customer,
    actor: User | None,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    event_record(
        account=customer.account,
        actor=actor,
        action=action,
        subject_type="customer",
        subject_id=customer.public_id,
        before=before,
        after=after,
    )
