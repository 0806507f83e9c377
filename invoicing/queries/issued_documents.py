"""Reading an issued document as the frozen value that leaves the domain."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from accounts import clock
from invoicing.documents import (
    AdvanceRef,
    DocumentKind,
    GAccount,
    IssuedDocument,
    IssuedLine,
    PaymentMethod,
    VatTotal,
)
from invoicing.extra_values import values_frozen
from invoicing.issue_content import GOODS_ABROAD, IssueContent, content_read
from invoicing.models import Document, DocumentLine
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.models.payment import PaymentReason
from invoicing.parties import thawed
from invoicing.queries.payment_states import IMPORT_SOURCE
from invoicing.queries.remaining import linked_lines

ZERO = Decimal("0.00")


class NotIssued(ValueError):
    """A draft was asked for as an issued document."""


def issued_document(document: Document) -> IssuedDocument:
    """Give the frozen value of an issued document, from what was copied onto it only (3 queries).

    Raises NotIssued for a draft.
    """
    if not document.is_issued:
        raise NotIssued(str(document))
    return _value(document, linked_lines(document), _prepaid(document))


def draft_preview(document: Document) -> IssuedDocument:
    """Give what a draft would become if it were issued today: no number, no payment reference."""
    return preview_of(content_read(document, document.issue_date or clock.today()))


def preview_of(content: IssueContent) -> IssuedDocument:
    """Give what a draft would become with this content: no number, no payment reference."""
    preview = copy(content.document)
    for name, value in content.frozen_columns.items():
        setattr(preview, name, value)
    # Nothing is paid of a draft.
    return _value(preview, _with_extra(content), ZERO)


def _with_extra(content: IssueContent) -> Sequence[DocumentLine]:
    if not content.extra.has_automatic:
        return content.lines
    lines = [copy(line) for line in content.lines]
    for line, values in zip(lines, content.extra.lines, strict=True):
        line.extra = values
    return lines


def _value(document: Document, lines: Sequence[DocumentLine], prepaid: Decimal) -> IssuedDocument:
    if document.issue_date is None or document.tax_point is None or document.due_date is None:
        raise NotIssued(f"{document} has no dates")
    return IssuedDocument(
        public_id=document.public_id,
        kind=DocumentKind(document.kind),
        number=document.number,
        issue_date=document.issue_date,
        tax_point=document.tax_point,
        due_date=document.due_date,
        currency=document.currency,
        language=document.language,
        seller=thawed(document.seller),
        buyer=thawed(document.buyer),
        lines=tuple(_line(document, line) for line in lines),
        vat_totals=vat_totals(document),
        net=document.net,
        vat=document.vat,
        gross=document.gross,
        prices_include_vat=document.prices_include_vat,
        payment_term_days=document.payment_term_days,
        payment_reference=document.payment_reference,
        customer_reference=document.customer_reference,
        note=document.note,
        original_number=document.original_number,
        original_date=document.original_date,
        prepaid=prepaid,
        extra=values_frozen(document.extra_definitions, ExtraFieldLevel.DOCUMENT, document.extra),
        mentions=tuple(document.mentions),
        discount_percent=document.discount_percent,
        discount_amount=document.discount_amount,
        is_advance=document.is_advance,
        **_delivery(document, lines),
        **_payment(document),
        g_account=_g_account(document),
        advances=_advances(lines),
    )


def _delivery(document: Document, lines: Sequence[DocumentLine]) -> dict[str, Any]:
    is_other_day = document.tax_point != document.issue_date
    goes_abroad = {line.treatment for line in lines} & GOODS_ABROAD
    return {
        "delivery_date": document.tax_point if is_other_day or goes_abroad else None,
        "delivery_country": document.delivery_country,
        "order_reference": document.order_reference,
        "contract_reference": document.contract_reference,
        "period_start": document.period_start,
        "period_end": document.period_end,
    }


def _payment(document: Document) -> dict[str, Any]:
    condition = document.payment_condition
    return {
        "payment_condition": condition.get("key", ""),
        "payment_condition_name": condition.get("name", ""),
        "cash_discount_percent": document.cash_discount_percent,
        "cash_discount_days": document.cash_discount_days,
        "cash_discount_amount": document.cash_discount_amount,
        "payment_method": PaymentMethod(document.payment_method).value,
        "mandate_reference": document.mandate_reference,
        "mandate_date": document.mandate_date,
    }


def _g_account(document: Document) -> GAccount | None:
    if not document.g_account_percent or not document.g_iban:
        return None
    return GAccount(
        iban=document.g_iban,
        bic=document.seller.get("g_bic", ""),
        percent=document.g_account_percent,
        amount=document.g_amount,
        normal_amount=document.gross - document.g_amount,
    )


def _advances(lines: Sequence[DocumentLine]) -> tuple[AdvanceRef, ...]:
    """Add up what is deducted of each advance invoice, in the order of the lines."""
    taken: dict[str, AdvanceRef] = {}
    for line in lines:
        if line.advance is None or line.advance.issue_date is None:
            continue
        known = taken.get(line.advance_number)
        taken[line.advance_number] = AdvanceRef(
            number=line.advance_number,
            date=line.advance.issue_date,
            net=(known.net if known else ZERO) - line.net,
            vat=(known.vat if known else ZERO) - line.vat,
        )
    return tuple(taken.values())


def vat_totals(document: Document) -> tuple[VatTotal, ...]:
    """Give the sums per (treatment, rate, country), of a draft too."""
    return tuple(
        VatTotal(
            treatment=row.treatment,
            rate=row.rate,
            country=row.country,
            net=row.net,
            vat=row.vat,
            base=row.base,
        )
        for row in document.vat_totals.all()
    )


def _line(document: Document, line: DocumentLine) -> IssuedLine:
    return IssuedLine(
        position=line.position,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        net=line.net,
        vat=line.vat,
        treatment=line.treatment,
        vat_rate=line.vat_rate,
        revenue_group=line.revenue_group_key,
        extra=values_frozen(document.extra_definitions, ExtraFieldLevel.LINE, line.extra),
        vat_country=line.vat_country,
        cost_centre=line.cost_centre,
        nature=line.nature,
        product_code=line.product_code,
        advance_number=line.advance_number,
        document_discount=line.document_discount,
        deferred_from=line.deferred_from,
        deferred_to=line.deferred_to,
    )


def _prepaid(document: Document) -> Decimal:
    # Added up here: SQLite would add with floats.
    amounts = document.payments.filter(
        source=IMPORT_SOURCE, reason=PaymentReason.PREPAID
    ).values_list("amount", flat=True)
    return sum(amounts, ZERO)
