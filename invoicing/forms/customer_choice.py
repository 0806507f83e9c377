"""Choosing a customer by typing: what is offered, and which customer a typed text means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from invoicing.models import Customer
from invoicing.queries.customers import customers_active

OFFERED = 20
MARK = " · "
MARK_LENGTH = 6


class CustomerUnclear(Exception):
    """The typed text means no customer, or more than one; the message says what to do."""


def customer_label(customer: Customer) -> str:
    """Write a customer as it is chosen: 'Bakkerij Peeters, Gent'."""
    return f"{customer.name}, {customer.city}" if customer.city else customer.name


def customer_labels(customers: Iterable[Customer]) -> list[str]:
    """Write customers so that each label means one: namesakes get a part of their id behind."""
    rows = [(customer, customer_label(customer)) for customer in customers]
    times = Counter(label for _customer, label in rows)
    return [
        f"{label}{MARK}{customer.public_id[:MARK_LENGTH]}" if times[label] > 1 else label
        for customer, label in rows
    ]


def customers_offered(account: Account, text: str) -> list[str]:
    """Give the labels of at most 20 customers that hold every typed word in name or city."""
    found = _containing(customers_active(account=account), text)
    return customer_labels(found[:OFFERED])


def customer_meant(
    account: Account,
    text: str,
    customer_id: str,
    *,
    exactly: bool = False,
    present: Customer | None = None,
) -> Customer | None:
    """Give the customer that a typed text means; None for an empty text.

    `customer_id` is who was meant before; it decides as long as the text is still that customer's.
    Without `exactly`, a part of a name that only one customer has is enough. `present` is the
    draft's own customer: it may stay also when it was archived since.
    Raises CustomerUnclear.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if present and present.public_id == customer_id and customer_label(present) == text:
        return present
    active = customers_active(account=account).select_related("payment_condition")
    found = _still(active, text, customer_id) or _marked(active, text) or _named(active, text)
    if not found and not exactly:
        found = list(_containing(active, text)[:OFFERED])
    if len(found) == 1:
        return found[0]
    raise CustomerUnclear(_question(text, found))


def _still(active: QuerySet[Customer], text: str, customer_id: str) -> list[Customer]:
    return [
        customer
        for customer in active.filter(public_id=customer_id)
        if customer_label(customer) == text.partition(MARK)[0]
    ]


def _marked(active: QuerySet[Customer], text: str) -> list[Customer]:
    label, mark, start = text.rpartition(MARK)
    if not mark or len(start) != MARK_LENGTH:
        return []
    found = active.filter(public_id__startswith=start)
    return [customer for customer in found if customer_label(customer) == label]


def _named(active: QuerySet[Customer], text: str) -> list[Customer]:
    condition = Q(name__iexact=text)
    parts = text.split(", ")
    for split in range(1, len(parts)):
        name, city = ", ".join(parts[:split]), ", ".join(parts[split:])
        condition |= Q(name__iexact=name, city__iexact=city)
    return list(active.filter(condition)[:OFFERED])


def _containing(active: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    for word in text.replace(",", " ").split()[:8]:
        active = active.filter(Q(name__icontains=word) | Q(city__icontains=word))
    return active


def _question(text: str, found: list[Customer]) -> str:
    if not found:
        return _(
            "Er is geen klant '%(name)s'. Kies er een uit de lijst, of maak een nieuwe klant."
        ) % {"name": text[:60]}
    names = "; ".join(customer_labels(found)[:5])
    return ngettext(
        "%(n)d klant past hierbij: %(names)s. Neem de naam over die je bedoelt.",
        "%(n)d klanten passen hierbij: %(names)s. Neem de naam over die je bedoelt.",
        len(found),
    ) % {"n": len(found), "names": names}
