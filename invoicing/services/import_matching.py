"""Whose document it is, and for which customer: matching an imported file with what we know."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import F, QuerySet

from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.documents import Party
from invoicing.models import Company, Customer

LANGUAGES = ("nl", "fr", "en")
# A party of a file has the same names for what a customer keeps.
COPIED = (
    "name",
    "is_business",
    "contact",
    "street",
    "postal_code",
    "city",
    "country",
    "vat_number",
    "enterprise_number",
    "email",
    "phone",
)


def is_own_company(company: Company, seller: Party) -> bool:
    """Tell whether the seller of a file is this company: by VAT number or enterprise number.

    A Belgian VAT number is 'BE' with the enterprise number, so one may stand for the other.
    """
    ours = _numbers(company.country, company.vat_number, company.enterprise_number)
    return bool(ours & _numbers(seller.country, seller.vat_number, seller.enterprise_number))


def customer_match(*, account: Account, actor: User | None, buyer: Party) -> Customer:
    """Give the account's customer for this buyer, made when there is none.

    Matched by VAT number, else enterprise number, else exact name and city. A new customer keeps
    the numbers as the file has them: foreign ones need not pass our own checks.
    """
    return _known(account, buyer) or _made(account, actor, buyer)


def _numbers(country: str, vat_number: str, enterprise_number: str) -> set[str]:
    numbers = {_compact(vat_number), _compact(enterprise_number)} - {""}
    if country == "BE":
        return {number.removeprefix("BE") for number in numbers}
    return numbers


def _compact(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _known(account: Account, buyer: Party) -> Customer | None:
    # Those in use first; PostgreSQL would put them last.
    in_use_first = F("archived_at").asc(nulls_first=True)
    customers = Customer.objects.filter(account=account).order_by(in_use_first, "id")
    for matches in _ways(customers, buyer):
        found = matches.first()
        if found is not None:
            return found
    return None


def _ways(customers: QuerySet[Customer], buyer: Party) -> list[QuerySet[Customer]]:
    ways = []
    if buyer.vat_number:
        ways.append(customers.filter(vat_number=buyer.vat_number))
    if buyer.enterprise_number:
        ways.append(
            customers.filter(enterprise_number=buyer.enterprise_number, country=buyer.country)
        )
    return [*ways, customers.filter(name=buyer.name, city=buyer.city)]


def _made(account: Account, actor: User | None, buyer: Party) -> Customer:
    columns = {name: _fitting(name, getattr(buyer, name)) for name in COPIED}
    columns["language"] = buyer.language if buyer.language in LANGUAGES else "en"
    customer = Customer.objects.create(account=account, **columns)
    event_record(
        account=account,
        actor=actor,
        action="customer.created",
        subject_type="customer",
        subject_id=customer.public_id,
        after=columns,
    )
    return customer


def _fitting(name: str, value: Any) -> Any:
    """Cut a text to its column; the document itself keeps it whole."""
    length = getattr(Customer._meta.get_field(name), "max_length", None)
    return value[:length] if length and isinstance(value, str) else value
