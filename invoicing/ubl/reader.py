"""Reading a UBL 2.1 invoice or credit note: bytes in, a proven document out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from invoicing.documents import DocumentKind
from invoicing.identifiers import check_structured_communication, is_structured_communication
from invoicing.money import MoneyError
from invoicing.totals import LineInput, Totals, compute_totals
from invoicing.ubl.codes import MARGIN_CODES, PREPAYMENT, REFUSED_TYPES, ROOTS, TYPE_CODES
from invoicing.ubl.document import ImportedDocument, ImportedLine, UblRefused
from invoicing.ubl.lines import Context, ReadLine, Reasons, category_of, read_lines
from invoicing.ubl.oss import oss_rates
from invoicing.ubl.parties import read_buyer, read_seller
from invoicing.ubl.proof import prepaid_amount, prove_totals, vat_breakdown
from invoicing.ubl.settled import settled_vat
from invoicing.ubl.xml import Node, parse

CATEGORY = "cac:TaxCategory"
ORIGINAL = "cac:BillingReference/cac:InvoiceDocumentReference"


def read_ubl(data: bytes) -> ImportedDocument:
    """Read a UBL 2.1 Invoice or CreditNote (EN 16931, at most 10 MB), in whatever currency it is.

    Every total of the file is computed again from its lines and must be equal to the cent.
    Raises UblRefused with one plain Dutch message that says what does not fit, and where.
    """
    root = parse(data)
    kind = ROOTS.get(root.name)
    if kind is None:
        name = root.name.rpartition("}")[2][:40]
        raise UblRefused(
            f"Dit is geen UBL-factuur of UBL-creditnota: het bestand begint met '{name}'."
        )
    label = "Factuur" if kind is DocumentKind.INVOICE else "Creditnota"
    try:
        return _read_document(root, kind)
    except UblRefused as error:
        number = root.text("cbc:ID")[:60] or "zonder nummer"
        raise UblRefused(f"{label} {number}: {error}") from None


def ensure_bookable(document: ImportedDocument) -> None:
    """Raise UblRefused for a document that reads well but cannot be booked, with the reason."""
    if document.currency != "EUR":
        raise UblRefused(
            f"{document.number} is in {document.currency}. "
            "Alleen documenten in euro (EUR) kunnen worden overgenomen en geboekt."
        )
    margin = MARGIN_CODES.intersection(document.exemption_codes)
    if margin:
        raise UblRefused(
            f"{document.number} valt onder een margeregeling ({', '.join(sorted(margin))}). "
            "Verkopen onder de margeregeling worden niet ondersteund."
        )


def _read_document(root: Node, kind: DocumentKind) -> ImportedDocument:
    _check_type(root, kind)
    currency = _currency(root)
    issue_date = root.date("cbc:IssueDate")
    if issue_date is None:
        raise root.refused("het element IssueDate ontbreekt.")
    seller, buyer = read_seller(root), read_buyer(root)
    reasons = _exemption_reasons(root)
    tax_point = _tax_point(root) or issue_date
    context = Context(
        currency=currency,
        language=buyer.language,
        seller_country=seller.country,
        buyer_country=buyer.country,
        reasons=reasons,
        is_credit_note=kind is DocumentKind.CREDIT_NOTE,
        oss=oss_rates(root, seller, buyer, tax_point),
    )
    lines = read_lines(root, kind, context)
    totals = _totals(root, lines, context)
    document = ImportedDocument(
        kind=kind,
        number=root.required("cbc:ID"),
        issue_date=issue_date,
        tax_point=tax_point,
        due_date=root.date("cbc:DueDate") or root.date("cac:PaymentMeans/cbc:PaymentDueDate"),
        currency=currency,
        seller=seller,
        buyer=buyer,
        lines=_imported_lines(lines, totals),
        vat_totals=totals.vat_totals,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        prepaid=prepaid_amount(root, currency),
        note=_note(root),
        buyer_reference=root.text("cbc:BuyerReference"),
        order_reference=root.text("cac:OrderReference/cbc:ID"),
        payment_reference=_payment_reference(root),
        original_number=root.text(f"{ORIGINAL}/cbc:ID"),
        original_date=root.date(f"{ORIGINAL}/cbc:IssueDate"),
        exemption_codes=_exemption_codes(reasons),
        is_advance=root.text("cbc:InvoiceTypeCode") == PREPAYMENT,
    )
    return _checked_prepaid(_turned(document) if document.gross < 0 else document)


def _check_type(root: Node, kind: DocumentKind) -> None:
    """Refuse documents that are no ordinary invoice or credit note, with the reason."""
    path = "cbc:InvoiceTypeCode" if kind is DocumentKind.INVOICE else "cbc:CreditNoteTypeCode"
    code = root.text(path)
    if code in REFUSED_TYPES:
        raise root.refused(f"dit is {REFUSED_TYPES[code]} (code {code}).")
    if code and code not in TYPE_CODES[kind]:
        raise root.refused(f"een document met code {code[:20]} wordt niet ondersteund.")


def _currency(root: Node) -> str:
    currency = root.required("cbc:DocumentCurrencyCode")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise root.refused(f"een munt heeft drie hoofdletters, er staat '{currency[:20]}'.")
    return currency


def _exemption_reasons(root: Node) -> Reasons:
    """Reason and code of each exemption by category and rate: lines do not repeat them."""
    reasons = {}
    for subtotal in vat_breakdown(root).all("cac:TaxSubtotal", "btw-uitsplitsing"):
        parts = (
            subtotal.text(f"{CATEGORY}/cbc:TaxExemptionReasonCode").upper(),
            subtotal.text(f"{CATEGORY}/cbc:TaxExemptionReason"),
        )
        reasons[category_of(subtotal, CATEGORY)] = " ".join(part for part in parts if part)
    return reasons


def _exemption_codes(reasons: Reasons) -> tuple[str, ...]:
    found = re.findall(r"VATEX-[A-Z0-9-]+", " ".join(reasons.values()))
    return tuple(sorted(set(found)))


def _tax_point(root: Node) -> date | None:
    """The VAT date as stated, else when was delivered, else the end of the invoiced period."""
    return (
        root.date("cbc:TaxPointDate")
        or root.date("cac:Delivery/cbc:ActualDeliveryDate")
        or root.date("cac:InvoicePeriod/cbc:EndDate")
    )


def _note(root: Node) -> str:
    """The notes and the payment terms, each on its own line."""
    nodes = (*root.all("cbc:Note"), *root.all("cac:PaymentTerms/cbc:Note"))
    return "\n".join(text for node in nodes if (text := node.text(".")))


def _payment_reference(root: Node) -> str:
    """Bare digits for a structured communication (BE), else the reference as written."""
    reference = root.text("cac:PaymentMeans/cbc:PaymentID")
    if is_structured_communication(reference):
        return check_structured_communication(reference)
    return reference


def _totals(root: Node, lines: list[ReadLine], context: Context) -> Totals:
    """The totals of the lines with the VAT that the file states, proven to be those of the file."""
    inputs = [_line_input(line) for line in lines]
    settled = settled_vat(root, lines, compute_totals(inputs), context)
    try:
        totals = compute_totals(inputs, left=settled)
    except MoneyError:
        raise root.refused("de btw past niet bij de regels.") from None
    prove_totals(root, lines, totals, context)
    return totals


def _line_input(line: ReadLine) -> LineInput:
    return LineInput(
        quantity=line.priced.quantity,
        unit_price=line.priced.unit_price,
        discount_percent=line.priced.discount_percent,
        treatment=line.treatment,
        vat_rate=line.vat_rate,
        vat_country=line.vat_country,
        fixed_net=line.priced.net,
    )


def _imported_lines(lines: list[ReadLine], totals: Totals) -> tuple[ImportedLine, ...]:
    return tuple(
        ImportedLine(
            description=line.priced.description,
            quantity=line.priced.quantity,
            unit=line.unit,
            unit_price=line.priced.unit_price,
            discount_percent=line.priced.discount_percent,
            net=amounts.net,
            vat=amounts.vat,
            treatment=line.treatment,
            vat_rate=line.vat_rate,
            vat_country=line.vat_country,
        )
        for line, amounts in zip(lines, totals.lines, strict=True)
    )


def _turned(document: ImportedDocument) -> ImportedDocument:
    """A negative invoice is a credit note and is booked as one, and the other way round."""
    is_invoice = document.kind is DocumentKind.INVOICE
    return replace(
        document,
        kind=DocumentKind.CREDIT_NOTE if is_invoice else DocumentKind.INVOICE,
        lines=tuple(
            replace(line, quantity=-line.quantity, net=-line.net, vat=-line.vat)
            for line in document.lines
        ),
        vat_totals=tuple(
            replace(group, net=-group.net, vat=-group.vat) for group in document.vat_totals
        ),
        net=-document.net,
        vat=-document.vat,
        gross=-document.gross,
        prepaid=-document.prepaid,
        is_negative_invoice=True,
    )


def _checked_prepaid(document: ImportedDocument) -> ImportedDocument:
    if document.prepaid < 0:
        raise UblRefused("het vooruitbetaalde bedrag (PrepaidAmount) heeft het verkeerde teken.")
    return document
