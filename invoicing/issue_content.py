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
from invoicing.queries.companies import company_of
from invoicing.queries.extra_fields import extra_fields_in_use, extra_fields_kept
from invoicing.queries.remaining import Remaining, linked_lines, remaining_groups, remaining_of
from invoicing.queries.vat_rates import RatesOn
from invoicing.totals import GroupKey
from invoicing.vat import legal_mentions
from invoicing.vat_rates import RENOVATION

GOODS_ABROAD = frozenset({"eu_goods", "triangular", "export_goods"})


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """What all documents of an account rest on, read once for one of them or for many."""

    company: Company
    extra_fields: Sequence[ExtraField]
    rates: dict[date, RatesOn] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        """Whose documents they are."""
        return self.company.account

    @cached_property
    def frozen_columns(self) -> dict[str, Any]:
        """What is the same on all of them when they are issued, by column."""
        return {"seller": frozen(seller_party(self.company))}

    def rates_on(self, day: date) -> RatesOn:
        """Give the VAT rates on a date; each country and date is read once."""
        return self.rates.setdefault(day, RatesOn(day))


@dataclass(frozen=True, kw_only=True)
class IssueContent:
    """A draft with everything that it rests on, as it stands now.

    `remaining` is what is left of a credit note's original, `advances` what is left of each advance
    is deducted, by its primary key. `kept_fields` are those that a credit note has of its original
    though they are no longer asked for.
    """

    document: Document
    facts: AccountFacts
    customer: Customer | None
    lines: Sequence[DocumentLine]
    issue_date: date
    kept_fields: Sequence[ExtraField] = ()
    remaining: Remaining | None = None
    advances: Mapping[int, Mapping[GroupKey, Amounts]] = field(default_factory=dict)

    @property
    def company(self) -> Company:
        """The seller."""
        return self.facts.company

    @property
    def extra_fields(self) -> Sequence[ExtraField]:
        """The user's own fields that are asked for now, and those that a credit note keeps."""
        return [*self.facts.extra_fields, *self.kept_fields]

    @property
    def rates(self) -> RatesOn:
        """The VAT rates of the tax point."""
        return self.facts.rates_on(self.tax_point)

    @property
    def tax_point(self) -> date:
        """The date that chooses the VAT rates: the supply date, or else the issue date."""
        return self.document.tax_point or self.issue_date

    @property
    def due_date(self) -> date:
        """The last day to pay, by the document's payment condition or term."""
        return self.payment_terms.due_date(self.issue_date)

    @property
    def payment_terms(self) -> PaymentTerms:
        """The terms that the draft was saved with."""
        return terms_thawed(self.document.payment_condition, self.document.payment_term_days)

    @cached_property
    def frozen_columns(self) -> dict[str, Any]:
        """What is copied onto the document when it is issued, by column; made once."""
        return self.facts.frozen_columns | _frozen_columns(self)

    @property
    def is_credit_note(self) -> bool:
        """Whether it credits."""
        return self.document.kind == DocumentKindChoice.CREDIT_NOTE

    @property
    def follows_original(self) -> bool:
        """Whether its extra values are those of the invoice that it credits."""
        return self.is_credit_note and self.document.original_id is not None

    @cached_property
    def extra(self) -> FilledExtra:
        """The extra values of the document and its lines, the automatic ones too."""
        return self.extra_numbered("")

    def extra_numbered(self, number: str) -> FilledExtra:
        """Give the extra values once the number is known."""
        facts = DocumentFacts(
            document=self.document,
            customer=self.customer,
            issue_date=self.issue_date,
            due_date=self.due_date,
            number=number,
        )
        return extra_filled(facts, self.lines, () if self.follows_original else self.extra_fields)


def facts_read(account_id: int, before: AccountFacts | None = None) -> AccountFacts:
    """Read what all documents of an account rest on. Of what was read `before` only the account
    and the VAT rates are kept: they change with a release, and then every process is new.
    """
    return AccountFacts(
        company=company_of(account_id, before.account if before else None),
        extra_fields=extra_fields_in_use(account_id),
        rates=before.rates if before else {},
    )


def content_read(
    document: Document,
    issue_date: date,
    lines: Sequence[DocumentLine] | None = None,
    facts: AccountFacts | None = None,
) -> IssueContent:
    """Read what the draft rests on: 3 queries, the customer aside, and more for credit notes and
    for invoices that deduct an advance. `lines` and `facts` where they were read already.
    """
    original = document.original if document.kind == DocumentKindChoice.CREDIT_NOTE else None
    lines = linked_lines(document) if lines is None else lines
    advances = {} if original else {line.advance_id: line.advance for line in lines if line.advance}
    return IssueContent(
        document=document,
        facts=facts or facts_read(document.account_id),
        customer=document.customer,
        lines=lines,
        issue_date=issue_date,
        kept_fields=extra_fields_kept(document, lines) if original else (),
        remaining=remaining_of(original) if original else None,
        advances={
            pk: remaining_groups(advance)
            for pk, advance in advances.items()
            if pk is not None and advance is not None
        },
    )


def _frozen_columns(content: IssueContent) -> dict[str, Any]:
    customer = content.customer or Customer(name="", country=content.company.country)
    return {
        "issue_date": content.issue_date,
        "tax_point": content.tax_point,
        "due_date": content.due_date,
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
            is_renovation=any(line.rate_name == RENOVATION for line in content.lines),
        )
    )
