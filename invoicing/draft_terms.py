"""The payment terms of a draft: what was chosen, or the customer's, or the account's."""

from __future__ import annotations

from invoicing.draft_values import DraftContent
from invoicing.models import Company, Customer, PaymentCondition
from invoicing.payment_terms import PaymentTerms
from invoicing.queries.payment_conditions import payment_condition_default


def terms_for(
    company: Company, content: DraftContent, usual: PaymentTerms | None = None
) -> PaymentTerms:
    """Give the terms of a draft; `usual` are those of its customer, where they were read already.

    A condition that was chosen wins. Days that were typed and are not those of the usual condition
    are a plain term.
    """
    if content.payment_condition is not None:
        return condition_terms(content.payment_condition)
    usual = usual or usual_terms(company, content.customer)
    days = content.payment_term_days
    return usual if days in (None, usual.days) else PaymentTerms(days=days or 0)


def condition_terms(condition: PaymentCondition) -> PaymentTerms:
    """Give the terms of a condition as they are now."""
    return PaymentTerms(
        days=condition.days,
        end_of_month=condition.end_of_month,
        discount_percent=condition.discount_percent,
        discount_days=condition.discount_days if condition.discount_percent else 0,
        method=condition.method,
        key=condition.public_id,
        code=condition.code,
        name=condition.name,
    )


def usual_terms(company: Company, customer: Customer | None) -> PaymentTerms:
    """Give the terms of who chose nothing: the customer's, or else the account's."""
    if customer is not None and customer.payment_condition is not None:
        return condition_terms(customer.payment_condition)
    if customer is not None and customer.payment_term_days is not None:
        return PaymentTerms(days=customer.payment_term_days)
    default = payment_condition_default(account=company.account)
    return condition_terms(default) if default else PaymentTerms(days=company.payment_term_days)
