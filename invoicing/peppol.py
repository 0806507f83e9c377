"""Whether an invoice must be delivered by Peppol."""

from __future__ import annotations

from invoicing.models import Document


def must_go_by_peppol(document: Document) -> bool:
    """Tell whether only an e-invoice by Peppol is the legal invoice.

    Between Belgian businesses it is, since 2026-01-01 (law of 6 February 2024, art. 53 § 2bis of
    the VAT code); a PDF is then a copy. An imported document was already delivered.
    """
    if not document.is_issued or document.is_imported:
        return False
    buyer, seller = document.buyer, document.seller
    both_belgian = buyer.get("country") == seller.get("country") == "BE"
    return both_belgian and bool(buyer.get("is_business")) and bool(buyer.get("vat_number"))
