"""What a draft holds, checked and computed before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from invoicing.documents import PaymentMethod, VatTotal
from invoicing.draft_amounts import AmountTerms, amounts
from invoicing.draft_lines import (
    AMOUNT_LIMIT,
    DESCRIPTION_LENGTH,
    FACTOR_LIMIT,
    line_columns,
)
from invoicing.draft_sums import amount_terms, g_account_of, line_setting
from invoicing.draft_terms import terms_for
from invoicing.draft_values import DraftContent, DraftLine
from invoicing.extra_original import original_extra_kept
from invoicing.extra_search import search_text
from invoicing.extra_values import of_level, values_checked
from invoicing.models import Company, RevenueGroup
from invoicing.models.document import DocumentKindChoice
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.money import round_places
from invoicing.payment_terms import PaymentTerms
from invoicing.problems import Problem, Refused
from invoicing.queries.companies import company_get
from invoicing.queries.extra_fields import extra_fields_active, extra_fields_all
from invoicing.queries.remaining import remaining_of
from invoicing.totals import Totals

__all__ = [
    "AMOUNT_LIMIT",
    "FACTOR_LIMIT",
    "DraftContent",
    "DraftLine",
    "DraftRefused",
    "PreparedDraft",
    "prepare",
]
# settings.DATA_UPLOAD_MAX_NUMBER_FIELDS leaves room for this many lines with 30 fields each.
LINE_LIMIT = 500
REFERENCES = ("customer_reference", "order_reference", "contract_reference")


class DraftRefused(Refused):
    """The draft holds values that cannot be stored; per field."""


@dataclass(frozen=True)
class PreparedDraft:
    """What is written: the document's columns, those of its lines, and the VAT totals.

    `extra_text` is what the search finds of its extra values.
    """

    fields: dict[str, Any]
    lines: list[dict[str, Any]]
    vat_totals: tuple[VatTotal, ...]
    extra_text: str = ""


def prepare(
    *, account: Account, content: DraftContent, kind: str = DocumentKindChoice.INVOICE
) -> PreparedDraft:
    """Check a draft's values and compute its amounts. Raises DraftRefused, per field."""
    _only_own(account, content)
    is_credit_note = kind == DocumentKindChoice.CREDIT_NOTE
    if is_credit_note:
        content = _as_original(content)
    company = company_get(account=account)
    fields_query = extra_fields_all if is_credit_note else extra_fields_active
    fields = list(fields_query(account=account))
    content = original_extra_kept(content, fields)
    extra, problems = values_checked(of_level(fields, ExtraFieldLevel.DOCUMENT), content.extra)
    group = RevenueGroup.objects.filter(account=account, is_default=True).first()
    line_fields = of_level(fields, ExtraFieldLevel.LINE)
    setting = line_setting(company, content, line_fields, group, is_credit_note=is_credit_note)
    lines = []
    for index, line in enumerate(content.lines):
        columns, line_problems = line_columns(index, line, setting)
        lines.append(columns)
        problems += line_problems
    problems += _document_problems(content)
    if problems:
        raise DraftRefused(problems)
    terms = terms_for(company, content)
    if is_credit_note:
        terms = _credit_terms(content, terms)
    totals = amounts(lines, _amount_terms(company, content, terms, is_credit_note))
    _limit(totals.gross)
    for columns, line_amounts, discount in zip(
        lines, totals.lines, totals.line_discounts, strict=True
    ):
        columns |= {
            "net": line_amounts.net,
            "vat": line_amounts.vat,
            "document_discount": discount,
        }
    columns = _columns(company, content) | _payment(terms) | _amounts(totals, content)
    return PreparedDraft(
        fields=columns | {"extra": extra},
        lines=lines,
        vat_totals=totals.vat_totals,
        extra_text=search_text(fields, extra, [line["extra"] for line in lines]),
    )


def _only_own(account: Account, content: DraftContent) -> None:
    rows: list[Any] = [content.customer, content.original, content.payment_condition]
    for line in content.lines:
        original = line.original_line.document if line.original_line else None
        rows += [line.revenue_group, line.product, line.advance, original]
    for row in rows:
        if row is not None and row.account_id != account.pk:
            raise LookupError(f"{row!r} is not of {account}")


def _as_original(content: DraftContent) -> DraftContent:
    """A credit note follows its original: customer, prices, discounts, VAT date and G-account."""
    original = content.original
    if original is None:
        return content
    return replace(
        content,
        customer=original.customer,
        tax_point=original.tax_point,
        prices_include_vat=original.prices_include_vat,
        discount_percent=original.discount_percent,
        g_account_percent=original.g_account_percent,
        delivery_country=original.delivery_country,
        language=content.language or original.language,
        is_advance=original.is_advance,
    )


def _credit_terms(content: DraftContent, terms: PaymentTerms) -> PaymentTerms:
    """Nothing is collected or discounted twice: only the VAT base follows the original."""
    percent = content.original.cash_discount_percent if content.original else Decimal(0)
    return PaymentTerms(days=terms.days, discount_percent=percent)


def _amount_terms(
    company: Company, content: DraftContent, terms: PaymentTerms, is_credit_note: bool
) -> AmountTerms:
    original = content.original if is_credit_note else None
    return amount_terms(company, content, terms, remaining_of(original) if original else None)


def _document_problems(content: DraftContent) -> list[Problem]:
    days, blocked = content.payment_term_days, content.g_account_percent
    percentage = _("Vul hier een percentage van 0 tot 100 in.")
    long = _("Schrijf hier hoogstens %(n)s tekens.")
    wrong = {
        "payment_term_days": (
            days is not None and not 0 <= days <= 365,
            _("Vul hier een aantal dagen van 0 tot 365 in."),
        ),
        "discount_percent": (not 0 <= content.discount_percent <= 100, percentage),
        "g_account_percent": (blocked is not None and not 0 <= blocked <= 100, percentage),
        "period_end": _period(content),
        "note": (len(content.note) > DESCRIPTION_LENGTH, long % {"n": DESCRIPTION_LENGTH}),
        "lines": (
            len(content.lines) > LINE_LIMIT,
            _("Een factuur heeft hier hoogstens %(n)s lijnen.") % {"n": LINE_LIMIT},
        ),
    } | {name: (len(getattr(content, name)) > 100, long % {"n": 100}) for name in REFERENCES}
    return [Problem(name, message) for name, (is_wrong, message) in wrong.items() if is_wrong]


def _period(content: DraftContent) -> tuple[bool, str]:
    first, last = content.period_start, content.period_end
    if (first is None) != (last is None):
        return True, _("Vul beide datums van de periode in.")
    is_wrong = first is not None and last is not None and last < first
    return is_wrong, _("Kies een laatste dag die niet voor de eerste ligt.")


def _limit(gross: Decimal) -> None:
    if abs(gross) >= AMOUNT_LIMIT:
        raise DraftRefused([Problem("lines", _("Het totaal moet onder 10.000.000.000 blijven."))])


def _columns(company: Company, content: DraftContent) -> dict[str, Any]:
    customer, original = content.customer, content.original
    language = content.language or (customer.language if customer else company.language)
    return {
        "customer": customer,
        "issue_date": content.issue_date,
        "tax_point": content.tax_point,
        "language": language,
        "prices_include_vat": content.prices_include_vat,
        **{name: getattr(content, name).strip() for name in REFERENCES},
        "period_start": content.period_start,
        "period_end": content.period_end,
        "delivery_country": content.delivery_country,
        "is_advance": content.is_advance,
        "note": content.note.replace("\r\n", "\n").strip(),
        "original": original,
        "original_number": original.number if original else "",
        "original_date": original.issue_date if original else None,
    }


def _payment(terms: PaymentTerms) -> dict[str, Any]:
    return {
        "payment_condition": terms.frozen(),
        "payment_term_days": terms.days,
        "payment_method": PaymentMethod(terms.method).value,
        "cash_discount_percent": terms.discount_percent,
        "cash_discount_days": terms.discount_days,
    }


def _amounts(totals: Totals, content: DraftContent) -> dict[str, Decimal]:
    percent, blocked = g_account_of(content, totals.gross)
    return {
        "net": totals.net,
        "vat": totals.vat,
        "gross": totals.gross,
        "discount_percent": round_places(content.discount_percent, 2),
        "discount_amount": totals.discount_amount,
        "cash_discount_amount": totals.cash_discount_amount,
        "g_account_percent": percent,
        "g_amount": blocked,
    }
