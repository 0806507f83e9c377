"""All that an issued document is made from, read once, and what is copied onto it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from invoicing.extra_values import definitions_frozen
from invoicing.models import Company, Customer, Document, DocumentLine, ExtraField
from invoicing.models.document import DocumentKindChoice
from invoicing.parties import buyer_party, frozen, seller_party
from invoicing.queries.companies import company_get
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.vat import legal_mentions


@dataclass(frozen=True, kw_only=True)
class IssueContent:
    """A draft with everything that it rests on, as it stands now."""

    document: Document
    company: Company
    customer: Customer | None
    lines: Sequence[DocumentLine]
    extra_fields: Sequence[ExtraField]
    issue_date: date

    @property
    def tax_point(self) -> date:
        """The date that chooses the VAT rates: the supply date, or else the issue date."""
        return self.document.tax_point or self.issue_date

    @property
    def due_date(self) -> date:
        """The last day to pay: the issue date plus the payment term."""
        return self.issue_date + timedelta(days=self.document.payment_term_days)


def content_read(document: Document, issue_date: date) -> IssueContent:
    """Read what the draft rests on (3 queries, the customer aside)."""
    return IssueContent(
        document=document,
        company=company_get(account=document.account),
        customer=document.customer,
        lines=list(document.lines.all()),
        extra_fields=list(extra_fields_active(account=document.account)),
        issue_date=issue_date,
    )


def frozen_columns(content: IssueContent) -> dict[str, Any]:
    """Give the columns that are copied onto the document when it is issued, by name."""
    customer = content.customer or Customer(name="", country=content.company.country)
    return {
        "issue_date": content.issue_date,
        "tax_point": content.tax_point,
        "due_date": content.due_date,
        "seller": frozen(seller_party(content.company)),
        "buyer": frozen(buyer_party(customer)),
        "extra_definitions": definitions_frozen(content.extra_fields),
        "mentions": _mentions(content),
    }


def _mentions(content: IssueContent) -> list[str]:
    document = content.document
    return list(
        legal_mentions(
            [line.treatment for line in content.lines],
            content.company.country,
            document.language,
            is_credit_note=document.kind == DocumentKindChoice.CREDIT_NOTE,
        )
    )
