"""Writing an issued document as a UBL 2.1 e-invoice (EN 16931): one frozen value in, bytes out."""

from __future__ import annotations

import base64
import re
from typing import Any

from lxml import etree

from invoicing.documents import DocumentKind, IssuedDocument
from invoicing.ubl.codes import PREPAYMENT, ROOTS
from invoicing.ubl.document import NO_ORDER
from invoicing.ubl.profiles import CUSTOMIZATIONS, PROCESS, Profile
from invoicing.ubl.tree import Branch
from invoicing.ubl.write_lines import write_line
from invoicing.ubl.write_parties import write_delivery, write_parties
from invoicing.ubl.write_payment import write_payment_means, write_payment_terms
from invoicing.ubl.write_totals import (
    adjustments,
    write_adjustments,
    write_monetary_total,
    write_tax_total,
)
from invoicing.ubl.xml import NAMESPACES

ROOT_NAMES = {kind: name for name, kind in ROOTS.items()}
# UNCL 1001.
INVOICE, CREDIT_NOTE = "380", "381"
PDF_TYPE = "application/pdf"


def write_ubl(
    document: IssuedDocument, profile: Profile | str = Profile.PEPPOL, pdf: bytes | None = None
) -> bytes:
    """Write the document; with `pdf` that goes inside, as the picture of the invoice.

    `profile` is the specification to follow (`profiles.profile_for` chooses). Totals are exactly
    those of the document, which must be in EUR: raises ValueError for another currency.
    """
    if document.currency != "EUR":
        raise ValueError(f"{document.number} is in {document.currency}, not in EUR")
    profile = Profile(profile)
    name = ROOT_NAMES[document.kind]
    namespace = name[1:].partition("}")[0]
    prefixes: Any = {None: namespace, **NAMESPACES}
    element = etree.Element(name, nsmap=prefixes)
    root = Branch(element, document.currency)
    _write_head(root, document, profile)
    _write_references(root, document, profile, pdf)
    write_parties(root, document, profile)
    write_delivery(root, document)
    write_payment_means(root, document, profile)
    write_payment_terms(root, document)
    rows = adjustments(document)
    write_adjustments(root, rows, profile)
    write_tax_total(root, document, profile)
    write_monetary_total(root, document, rows)
    for line in document.lines:
        write_line(root, document, line, profile)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_head(root: Branch, document: IssuedDocument, profile: Profile) -> None:
    is_invoice = document.kind is DocumentKind.INVOICE
    root.text("CustomizationID", CUSTOMIZATIONS[profile])
    root.text("ProfileID", PROCESS)
    root.text("ID", document.number)
    root.text("IssueDate", document.issue_date.isoformat())
    if is_invoice:
        root.text("DueDate", document.due_date.isoformat())
        root.text("InvoiceTypeCode", _type_code(document, profile))
    else:
        root.text("CreditNoteTypeCode", CREDIT_NOTE)
    # One note only: Peppol allows no second (R002).
    root.text("Note", "\n".join(part for part in (document.note, *document.mentions) if part))
    root.text("DocumentCurrencyCode", document.currency)
    root.text("BuyerReference", document.customer_reference)


def _type_code(document: IssuedDocument, profile: Profile) -> str:
    """An advance is a prepayment invoice, but NLCIUS has no code for it (BR-NL-7)."""
    is_prepayment = document.is_advance and profile is not Profile.NLCIUS
    return PREPAYMENT if is_prepayment else INVOICE


def _write_references(
    root: Branch, document: IssuedDocument, profile: Profile, pdf: bytes | None
) -> None:
    """What the document refers to: period, order, earlier invoices, contract, the PDF inside."""
    _write_period(root, document)
    order = document.order_reference.strip()
    # Peppol wants the buyer's reference or its order number (R003), even where it gave neither.
    if order or not document.customer_reference.strip():
        root.group("OrderReference").text("ID", order or NO_ORDER)
    if document.original_number:
        original = root.path("BillingReference/InvoiceDocumentReference")
        original.text("ID", document.original_number)
        # NLCIUS advises against the date (BR-NL-24).
        if document.original_date and profile is not Profile.NLCIUS:
            original.text("IssueDate", document.original_date.isoformat())
    for advance in document.advances:
        reference = root.path("BillingReference/InvoiceDocumentReference")
        reference.text("ID", advance.number)
        if profile is not Profile.NLCIUS:
            reference.text("IssueDate", advance.date.isoformat())
    if document.contract_reference:
        root.group("ContractDocumentReference").text("ID", document.contract_reference)
    if pdf is not None:
        _write_pdf(root, document, pdf)


def _write_period(root: Branch, document: IssuedDocument) -> None:
    """The period invoiced; it covers the periods of the lines (Peppol R110 and R111)."""
    if not (document.period_start or document.period_end):
        return
    starts = [line.deferred_from for line in document.lines] + [document.period_start]
    ends = [line.deferred_to for line in document.lines] + [document.period_end]
    period = root.group("InvoicePeriod")
    if document.period_start:
        period.text("StartDate", min(day for day in starts if day).isoformat())
    if document.period_end:
        period.text("EndDate", max(day for day in ends if day).isoformat())


def _write_pdf(root: Branch, document: IssuedDocument, pdf: bytes) -> None:
    reference = root.group("AdditionalDocumentReference")
    reference.text("ID", document.number)
    file_name = re.sub(r"[^A-Za-z0-9._-]+", "-", document.number).strip("-") or "document"
    reference.group("Attachment").text(
        "EmbeddedDocumentBinaryObject",
        base64.b64encode(pdf).decode(),
        mimeCode=PDF_TYPE,
        filename=f"{file_name}.pdf",
    )
