"""What a draft comes to: the same computation while it is written and when it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts import clock
from invoicing.documents import VatTotal
from invoicing.draft_amounts import (
    AmountTerms,
    amounts,
    cash_discount_of,
    columns_of,
    line_input,
)
from invoicing.draft_lines import LineSetting, line_columns
from invoicing.draft_values import DraftContent
from invoicing.models import Company, Document, DocumentLine, ExtraField, RevenueGroup
from invoicing.money import ZERO, round_places
from invoicing.payment_terms import PaymentTerms
from invoicing.queries.issued_documents import vat_totals
from invoicing.queries.remaining import Remaining
from invoicing.queries.vat_rates import RatesOn
from invoicing.totals import g_account_split, line_amount


@dataclass(frozen=True, kw_only=True)
class DraftSums:
    """The amounts of a draft as shown beside it; EUR, percentages in per cent.

    `line_amounts` are before the document's discount, in the terms of the prices; None for a line
    that cannot be computed. `deducted` is what each advance takes off, without VAT, by its number.
    `pay_early_until` is the last day on which `cash_discount_amount` may be kept.
    """

    line_amounts: tuple[Decimal | None, ...] = ()
    vat_totals: tuple[VatTotal, ...] = ()
    net: Decimal = ZERO
    vat: Decimal = ZERO
    gross: Decimal = ZERO
    discount_percent: Decimal = Decimal(0)
    discount_amount: Decimal = ZERO
    cash_discount_percent: Decimal = Decimal(0)
    cash_discount_amount: Decimal = ZERO
    pay_early_until: date | None = None
    g_account_percent: Decimal = Decimal(0)
    g_amount: Decimal = ZERO
    deducted: Mapping[str, Decimal] | None = None

    @property
    def pay_early_amount(self) -> Decimal:
        """What a buyer that pays in time pays."""
        return self.gross - self.cash_discount_amount

    @property
    def normal_amount(self) -> Decimal:
        """What goes to the ordinary account, beside the G-account."""
        return self.gross - self.g_amount


def line_setting(
    company: Company,
    content: DraftContent,
    fields: Sequence[ExtraField],
    default_group: RevenueGroup | None,
    *,
    rates: RatesOn | None = None,
    is_credit_note: bool = False,
) -> LineSetting:
    """Give what the lines of a draft share; `rates` where they were read already."""
    return LineSetting(
        fields=fields,
        default_group=default_group,
        customer=content.customer,
        country=company.country,
        delivery_country=content.delivery_country,
        rates=rates or RatesOn(content.tax_point or content.issue_date or clock.today()),
        is_credit_note=is_credit_note,
    )


def amount_terms(
    company: Company,
    content: DraftContent,
    terms: PaymentTerms,
    remaining: Remaining | None = None,
) -> AmountTerms:
    """Give what the amounts of a draft rest on."""
    return AmountTerms(
        prices_include_vat=content.prices_include_vat,
        discount_percent=round_places(content.discount_percent, 2),
        cash_discount=cash_discount_of(company, terms.discount_percent),
        remaining=remaining,
    )


def g_account_of(content: DraftContent, gross: Decimal) -> tuple[Decimal, Decimal]:
    """Give the percentage for the G-account and what goes there: the draft's, or the customer's."""
    percent = content.g_account_percent
    if percent is None:
        percent = content.customer.g_account_percent if content.customer else Decimal(0)
    blocked, _normal = g_account_split(gross, percent)
    return round_places(percent, 2), blocked


def sums_typed(
    company: Company, content: DraftContent, terms: PaymentTerms, setting: LineSetting
) -> DraftSums:
    """Compute what was typed; a line that would be refused counts for nothing."""
    checked = [line_columns(index, line, setting) for index, line in enumerate(content.lines)]
    lines = [None if problems else columns for columns, problems in checked]
    good = [columns for columns in lines if columns is not None]
    totals = amounts(good, amount_terms(company, content, terms))
    percent, blocked = g_account_of(content, totals.gross)
    return DraftSums(
        line_amounts=tuple(_line_amount(columns) for columns in lines),
        vat_totals=totals.vat_totals,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        discount_percent=round_places(content.discount_percent, 2),
        discount_amount=totals.discount_amount,
        cash_discount_percent=terms.discount_percent,
        cash_discount_amount=totals.cash_discount_amount,
        pay_early_until=_until(content.issue_date, terms.discount_days),
        g_account_percent=percent,
        g_amount=blocked,
        deducted=_deducted(
            (columns["advance_number"], line.net)
            for columns, line in zip(good, totals.lines, strict=True)
        ),
    )


def sums_stored(document: Document, lines: Sequence[DocumentLine]) -> DraftSums:
    """Give the amounts that a draft was saved with."""
    return DraftSums(
        line_amounts=tuple(_line_amount(columns_of(line)) for line in lines),
        vat_totals=vat_totals(document),
        net=document.net,
        vat=document.vat,
        gross=document.gross,
        discount_percent=document.discount_percent,
        discount_amount=document.discount_amount,
        cash_discount_percent=document.cash_discount_percent,
        cash_discount_amount=document.cash_discount_amount,
        pay_early_until=_until(document.issue_date, document.cash_discount_days),
        g_account_percent=document.g_account_percent,
        g_amount=document.g_amount,
        deducted=_deducted((line.advance_number, line.net) for line in lines),
    )


def _line_amount(columns: Mapping[str, Any] | None) -> Decimal | None:
    return None if columns is None else line_amount(line_input(columns))


def _until(issue_date: date | None, days: int) -> date:
    return (issue_date or clock.today()) + timedelta(days=days)


def _deducted(lines: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Add up per advance; lines without one have no number."""
    found: dict[str, Decimal] = {}
    for number, net in lines:
        if number:
            found[number] = found.get(number, ZERO) + net
    return found
