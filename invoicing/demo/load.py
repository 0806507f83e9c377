"""Loading the demo data, once: what is there already is left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from accounts import clock
from accounts.models import Account, PaymentSource, Plan, User
from accounts.services import account_create
from invoicing.demo.flexwerk import FLEXWERK
from invoicing.demo.oventechniek import OVENTECHNIEK
from invoicing.demo.peppol_proef import PEPPOL_PROEF
from invoicing.demo.shapes import (
    FIELDS,
    ORDER,
    DemoAccount,
    DemoCredit,
    DemoInvoice,
    DemoLine,
    line_extra,
)
from invoicing.demo.small_businesses import SMALL_BUSINESSES
from invoicing.documents import DocumentKind
from invoicing.line_proposals import advance_lines
from invoicing.models import Customer, Document, RevenueGroup
from invoicing.models.document import DocumentState
from invoicing.queries.companies import company_get
from invoicing.services.companies import company_update
from invoicing.services.crediting import CreditLine, credit_draft_create
from invoicing.services.customers import customer_create
from invoicing.services.drafts import DraftContent, DraftLine, draft_create
from invoicing.services.extra_fields import extra_field_create
from invoicing.services.issuing import document_issue
from invoicing.services.payment_conditions import payment_condition_create, usual_conditions
from invoicing.services.payments import payment_record
from invoicing.services.products import product_create
from invoicing.services.revenue_groups import revenue_group_create
from invoicing.services.suppliers import supplier_create

ACCOUNTS = (OVENTECHNIEK, FLEXWERK, PEPPOL_PROEF, *SMALL_BUSINESSES)


@dataclass(frozen=True)
class Furnished:
    """A new account with what its documents choose from."""

    account: Account
    owner: User
    customers: Mapping[str, Customer]
    groups: Mapping[str, RevenueGroup]


@transaction.atomic
def demo_load() -> list[Account]:
    """Make the demo user and those of the accounts that are missing; give what was made."""
    owner = _owner()
    present = set(Account.objects.values_list("slug", flat=True))
    return [_load(owner, wanted) for wanted in ACCOUNTS if wanted.slug not in present]


def _owner() -> User:
    email, password = settings.DEMO_LOGIN
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, password, full_name="Robin Demo")


def _load(owner: User, wanted: DemoAccount) -> Account:
    account = account_create(
        owner=owner,
        name=wanted.company.name,
        country=wanted.company.country,
        plan=Plan.PRO,
        slug=wanted.slug,
    )
    furnished = _furnish(owner, account, wanted)
    for invoice in wanted.invoices:
        _write(furnished, invoice)
    for credit in wanted.credits:
        _credit(furnished, credit)
    return account


def _furnish(owner: User, account: Account, wanted: DemoAccount) -> Furnished:
    company_update(company=company_get(account=account), actor=owner, values=wanted.company)
    for key, name in wanted.groups.items():
        revenue_group_create(account=account, actor=owner, key=key, name=name)
    for field in FIELDS:
        extra_field_create(
            account=account, actor=owner, level=field.level, label=field.label, type=field.type
        )
    customers = _relations(owner, account, wanted)
    groups = {group.key: group for group in RevenueGroup.objects.filter(account=account)}
    for product in wanted.products:
        values = replace(product.values, revenue_group=groups[product.group])
        product_create(account=account, actor=owner, values=values)
    return Furnished(
        account=account,
        owner=owner,
        customers={customer.name: customer for customer in customers},
        groups=groups,
    )


def _relations(owner: User, account: Account, wanted: DemoAccount) -> list[Customer]:
    """Make the payment conditions, and the suppliers and customers that have them."""
    made = [
        payment_condition_create(account=account, actor=owner, values=values)
        for values in usual_conditions()
    ]
    by_code = {condition.code: condition for condition in made}
    terms = {name: by_code[code] for name, code in wanted.terms.items()}
    for supplier in wanted.suppliers:
        own = replace(supplier, payment_condition=terms.get(supplier.name))
        supplier_create(account=account, actor=owner, values=own)
    return [
        customer_create(
            account=account,
            actor=owner,
            values=replace(customer, payment_condition=terms.get(customer.name)),
        )
        for customer in wanted.customers
    ]


def _write(furnished: Furnished, invoice: DemoInvoice) -> None:
    today = clock.today()
    customer = furnished.customers[invoice.customer]
    lines = [_line(furnished, line, today) for line in invoice.lines]
    if invoice.deducts_advance:
        lines += advance_lines(_newest(customer, is_advance=True))
    content = DraftContent(
        customer=customer,
        lines=lines,
        extra={ORDER.key: invoice.order_number},
        is_advance=invoice.is_advance,
    )
    draft = draft_create(account=furnished.account, actor=furnished.owner, content=content)
    if invoice.days_ago is not None:
        day = today - timedelta(days=invoice.days_ago)
        issued = document_issue(document=draft, actor=furnished.owner, issue_date=day)
        if invoice.paid:
            _pay(furnished, issued, min(day + timedelta(days=14), today))


def _credit(furnished: Furnished, credit: DemoCredit) -> None:
    original = _newest(furnished.customers[credit.customer])
    part = CreditLine(line=original.lines.all()[0], quantity=Decimal(credit.quantity))
    draft = credit_draft_create(original=original, actor=furnished.owner, lines=[part])
    document_issue(document=draft, actor=furnished.owner)


def _newest(customer: Customer, **wanted: bool) -> Document:
    issued = Document.objects.filter(customer=customer, state=DocumentState.ISSUED, **wanted)
    return issued.filter(kind=DocumentKind.INVOICE).latest("id")


def _line(furnished: Furnished, line: DemoLine, today: date) -> DraftLine:
    return DraftLine(
        description=line.description,
        quantity=Decimal(line.quantity),
        unit=line.unit,
        unit_price=Decimal(line.price),
        discount_percent=Decimal(line.discount),
        treatment=line.treatment,
        vat_rate=Decimal(line.rate),
        vat_country=line.country,
        nature=line.nature,
        revenue_group=furnished.groups[line.group],
        extra=line_extra(line, today),
    )


def _pay(furnished: Furnished, document: Document, day: date) -> None:
    payment_record(
        document=document,
        date=day,
        amount=document.gross,
        source=PaymentSource.MANUAL,
        source_reference=f"demo {document.number}",
        actor=furnished.owner,
    )
