"""Making and changing customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Account, User
from invoicing.models import Customer, PaymentCondition
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.money import round_places
from invoicing.parties import checked_code, checked_party_numbers
from invoicing.problems import Problem, Refused
from invoicing.reader_language import vat_rule_said
from invoicing.services.changes import (
    account_locked,
    only_own,
    row_archive,
    row_change,
    row_record,
    row_restore,
)
from invoicing.services.row_extra import extra_checked
from invoicing.vat import VatRuleError, treatment_for_code


class CustomerRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class CustomerValues:
    """What can be changed about a customer; numbers in any notation.

    `code` is the account's own customer number, unique or empty; `g_account_percent` in per cent of
    the gross; `required_extra` are keys of extra fields that this customer's documents must have.
    `extra` holds text by field key; None where nobody asked for them: then the defaults, or what is
    there, hold.
    """

    name: str
    code: str = ""
    is_business: bool = True
    is_government: bool = False
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
    peppol_id: str = ""
    language: str = "nl"
    payment_term_days: int | None = None
    payment_condition: PaymentCondition | None = None
    default_treatment: str = ""
    cost_centre: str = ""
    g_account_percent: Decimal = Decimal(0)
    mandate_reference: str = ""
    mandate_date: date | None = None
    required_extra: Sequence[str] = ()
    extra: Mapping[str, str] | None = None


@transaction.atomic
def customer_create(*, account: Account, actor: User | None, values: CustomerValues) -> Customer:
    """Make a customer. Raises CustomerRefused when a VAT, enterprise or KvK number is not one, or
    the customer number is another's.
    """
    wanted = _checked(account, values, None)
    customer = Customer.objects.create(account=account, **wanted)
    row_record(customer, actor, "created", {}, wanted)
    return customer


@transaction.atomic
def customer_update(
    *, customer: Customer, actor: User | None, values: CustomerValues, seen: str = ""
) -> Customer:
    """Change a customer; what was issued keeps the old details.

    `seen` is the fingerprint of the row that somebody looked at. Raises CustomerRefused, and
    RowChanged when somebody else changed it since.
    """
    wanted = _checked(customer.account, values, customer)
    return row_change(row=customer, actor=actor, wanted=wanted, seen=seen)


@transaction.atomic
def customer_archive(*, customer: Customer, actor: User | None) -> Customer:
    """Take a customer out of the lists; its documents stay."""
    return row_archive(row=customer, actor=actor)


@transaction.atomic
def customer_restore(*, customer: Customer, actor: User | None) -> Customer:
    """Put an archived customer back in the lists."""
    return row_restore(row=customer, actor=actor)


def _checked(account: Account, values: CustomerValues, present: Customer | None) -> dict[str, Any]:
    only_own(account, values.payment_condition)
    numbers, problems = checked_party_numbers(
        country=values.country,
        vat_number=values.vat_number,
        enterprise_number=values.enterprise_number,
        peppol_id=values.peppol_id,
    )
    if values.code:
        account_locked(account)
    rows = Customer.objects.filter(account=account)
    problems += checked_code(values.code, rows, present)
    problems += _problems(values)
    typed = {each.name: getattr(values, each.name) for each in fields(values)}
    wanted = (
        typed
        | numbers
        | {
            "code": values.code.strip(),
            "is_business": values.is_business or values.is_government,
            "g_account_percent": round_places(values.g_account_percent, 2),
            "required_extra": list(values.required_extra),
        }
    )
    extra = extra_checked(
        account=account,
        level=ExtraFieldLevel.CUSTOMER,
        typed=values.extra,
        columns=wanted,
        present=present,
    )
    problems += extra.problems
    if problems:
        raise CustomerRefused(problems)
    return wanted | extra.columns


def _problems(values: CustomerValues) -> list[Problem]:
    found = []
    if not values.name.strip():
        found.append(Problem("name", _("Vul de naam van de klant in.")))
    if not 0 <= values.g_account_percent <= 100:
        message = _("Vul hier een percentage van 0 tot 100 in.")
        found.append(Problem("g_account_percent", message))
    if values.mandate_date and not values.mandate_reference.strip():
        message = _("Vul het kenmerk van de machtiging in.")
        found.append(Problem("mandate_reference", message))
    if values.mandate_date and values.mandate_date > clock.today():
        found.append(Problem("mandate_date", _("Deze dag is nog niet geweest.")))
    try:
        if values.default_treatment:
            treatment_for_code(values.default_treatment)
    except VatRuleError as error:
        found.append(Problem("default_treatment", vat_rule_said(error)))
    return found
