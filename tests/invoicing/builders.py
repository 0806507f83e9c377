"""Plain builders for companies, customers and documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts import clock
from accounts.models import Account
from invoicing.models import Company, Customer, Document
from invoicing.services.companies import CompanyValues, company_update
from invoicing.services.customers import CustomerValues, customer_create
from invoicing.services.drafts import DraftContent, DraftLine, draft_create
from invoicing.services.issuing import document_issue
from tests.accounts.builders import make_account, owner_of

COMPANIES = {
    "BE": CompanyValues(
        name="Oventechniek Demo BV",
        street="Bakkersstraat 7",
        postal_code="9000",
        city="Gent",
        country="BE",
        vat_number="BE 0777.000.187",
        enterprise_number="0777.000.187",
        iban="BE80 7770 0000 0177",
    ),
    "NL": CompanyValues(
        name="Flexwerk Demo BV",
        street="Markt 1",
        postal_code="4811 XX",
        city="Breda",
        country="NL",
        vat_number="NL850000014B01",
        enterprise_number="85000001",
        iban="NL20 INGB 0001 2345 67",
    ),
}


def make_seller(country: str = "BE", *, name: str = "Oventechniek") -> Account:
    """An account that may issue: its company details are complete."""
    account = make_account(name=name, country=country)
    company = Company.objects.get(account=account)
    company_update(company=company, actor=None, values=COMPANIES[country])
    return account


def make_customer(account: Account, **values: Any) -> Customer:
    """A Belgian business with an address."""
    wanted: dict[str, Any] = {
        "name": "Bakkerij De Korst",
        "street": "Dorpsstraat 1",
        "postal_code": "9000",
        "city": "Gent",
        "country": "BE",
        "vat_number": "BE0428759497",
    }
    return customer_create(account=account, actor=None, values=CustomerValues(**(wanted | values)))


def line(price: str = "100", **values: Any) -> DraftLine:
    """A line of one piece at 21 %."""
    wanted: dict[str, Any] = {"description": "Onderhoud oven", "unit_price": Decimal(price)}
    return DraftLine(**(wanted | values))


def make_draft(
    account: Account, *lines: DraftLine, kind: str = "invoice", **values: Any
) -> Document:
    """A draft that can be issued."""
    if "customer" not in values:
        values["customer"] = Customer.objects.filter(account=account).first() or make_customer(
            account
        )
    content = DraftContent(lines=lines or (line(),), **values)
    return draft_create(account=account, actor=owner_of(account), content=content, kind=kind)


def make_issued(
    account: Account, *lines: DraftLine, day: date | None = None, **values: Any
) -> Document:
    """An issued invoice, today's unless told otherwise."""
    draft = make_draft(account, *lines, **values)
    return document_issue(document=draft, actor=owner_of(account), issue_date=day or clock.today())
