"""All that an issued document is made from, read once, and what is copied onto it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import Account
from invoicing.documents import PaymentMethod
from invoicing.extra_automatic import DocumentFacts, FilledExtra, extra_filled
from invoicing.extra_values import definitions_frozen
from invoicing.models import Company, Customer, Document, DocumentLine, ExtraField
from invoicing.models.document import DocumentKindChoice
from invoicing.money import Amounts
from invoicing.parties import buyer_party, frozen, seller_party
from invoicing.payment_terms import PaymentTerms, terms_thawed
from invoicing.queries.companies import company_with_account
from invoicing.queries.extra_fields import extra_fields_active, extra_fields_kept
        issue_date=issue_date,
        remaining=remaining_of(original) if original else None,
        advances={
            pk: remaining_groups(advance)
            for pk, advance in advances.items()
            if pk is not None and advance is not None
        },
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
        "extra": dict(content.extra.document),
        "extra_definitions": definitions_frozen(content.extra_fields, content.extra.used),
        "mentions": _mentions(content),
        "delivery_country": _delivery_country(content, customer),
        **_mandate(content, customer),
        "g_iban": content.company.g_iban if content.document.g_account_percent else "",
    }


def _delivery_country(content: IssueContent, customer: Customer) -> str:
    """Goods that leave the country say where they went (EN 16931 BR-IC-12); usually the buyer's."""
    goes_abroad = {line.treatment for line in content.lines} & GOODS_ABROAD
    return content.document.delivery_country or (customer.country if goes_abroad else "")


def _mandate(content: IssueContent, customer: Customer) -> dict[str, Any]:
    is_collected = content.document.payment_method == PaymentMethod.DIRECT_DEBIT
    return {
        "mandate_reference": customer.mandate_reference if is_collected else "",
        "mandate_date": customer.mandate_date if is_collected else None,
    }


def _mentions(content: IssueContent) -> list[str]:
    document = content.document
    return list(
        legal_mentions(
            [line.treatment for line in content.lines],
            content.company.country,
            document.language,
            is_credit_note=content.is_credit_note,
        )
    )
