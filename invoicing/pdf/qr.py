"""The QR code that a bank app reads to fill in a transfer (EPC069-12, version 002)."""

from __future__ import annotations

import io
from decimal import Decimal

import segno
from segno import helpers

from invoicing.documents import IssuedDocument
from invoicing.identifiers import (
    IdentifierError,
    check_iban,
    format_payment_reference,
    is_creditor_reference,
)
from invoicing.pdf.transfers import Transfer, transfers

# Limits of the EPC guideline.
LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
INK = "#1f2328"
NAME_LENGTH, TEXT_LENGTH = 70, 140


def payment_codes(document: IssuedDocument, open_amount: Decimal) -> list[str]:
    """The code to scan of each transfer, as SVG; empty where one cannot be expressed.

    That is: no valid IBAN, a currency other than EUR, or too much to pay. A structured
    communication goes in the free text, for the other slot is for ISO 11649 only.
    """
    codes = [_code(document, each) for each in transfers(document, open_amount)]
    return [_svg(code) if code else "" for code in codes]


def _code(document: IssuedDocument, transfer: Transfer) -> segno.QRCode | None:
    iban = _iban(transfer.iban)
    if not iban or document.currency != "EUR" or not LEAST <= transfer.amount <= MOST:
        return None
    reference = document.payment_reference or document.number
    is_rf = is_creditor_reference(reference)
    try:
        return helpers.make_epc_qr(
            name=" ".join(document.seller.name.split())[:NAME_LENGTH].strip(),
            iban=iban,
            amount=transfer.amount,
            reference=reference.replace(" ", "") if is_rf else None,
            text=None if is_rf else format_payment_reference(reference)[:TEXT_LENGTH],
            bic=transfer.bic or None,
        )
    except ValueError:
        # A name or text that the code's character sets or size cannot hold: no code, the transfer
        # data stand beside it in words anyway.
        return None


def _svg(code: segno.QRCode) -> str:
    """With its namespace: a browser shows the code inside the picture of the page only then."""
    out = io.BytesIO()
    code.save(out, kind="svg", border=0, dark=INK, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()


def _iban(value: str) -> str:
    try:
        return check_iban(value)
    except IdentifierError:
        return ""
