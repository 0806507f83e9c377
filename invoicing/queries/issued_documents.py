"""Reading an issued document as the frozen value that leaves the domain."""

from __future__ import annotations

from copy import copy
from decimal import Decimal

from accounts import clock
from invoicing.documents import (
    DocumentKind,
    IssuedDocument,
    IssuedLine,
    VatTotal,
)
from invoicing.extra_values import values_frozen
from invoicing.issue_content import IssueContent, content_read, frozen_columns
from invoicing.models import Document, DocumentLine
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.models.payment import PaymentReason
from invoicing.parties import thawed
from invoicing.queries.payment_states import IMPORT_SOURCE

ZERO = Decimal("0.00")


class NotIssued(ValueError):
    """A draft was asked for as an issued document."""


def issued_document(document: Document) -> IssuedDocument:
    """Give the frozen value of an issued document, from what was copied onto it only (3 queries).

    Raises NotIssued for a draft.
    """
    if not document.is_issued:
        raise NotIssued(str(document))
    return _value(document)


def draft_preview(document: Document) -> IssuedDocument:
    """Give what a draft would become if it were issued today: no number, no payment reference."""
    return preview_of(content_read(document, document.issue_date or clock.today()))


def preview_of(content: IssueContent) -> IssuedDocument:
    """Give what a draft would become with this content: no number, no payment reference."""
    preview = copy(content.document)
    for name, value in frozen_columns(content).items():
        setattr(preview, name, value)
    return _value(preview)


def _value(document: Document) -> IssuedDocument:
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
        lines=tuple(_line(document, line) for line in document.lines.all()),
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
        prepaid=_prepaid(document),
        extra=values_frozen(document.extra_definitions, ExtraFieldLevel.DOCUMENT, document.extra),
        mentions=tuple(document.mentions),
    )


def vat_totals(document: Document) -> tuple[VatTotal, ...]:
    """Give the sums per (treatment, rate), of a draft too."""
    return tuple(
        VatTotal(treatment=row.treatment, rate=row.rate, net=row.net, vat=row.vat)
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
    )


def _prepaid(document: Document) -> Decimal:
    # Added up here: SQLite would add with floats.
    amounts = document.payments.filter(
        source=IMPORT_SOURCE, reason=PaymentReason.PREPAID
    ).values_list("amount", flat=True)
    return sum(amounts, ZERO)
