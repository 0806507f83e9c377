"""What the buyer is asked to transfer: one amount, or with a G-account two."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from invoicing.documents import DocumentKind, IssuedDocument, PaymentMethod

ZERO = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One transfer, in the document's currency; `is_blocked` is the part on the G-account."""

    iban: str
    bic: str
    amount: Decimal
    is_blocked: bool = False


def transfers(document: IssuedDocument, open_amount: Decimal) -> list[Transfer]:
    """The transfers that are asked for; none for a credit note, a direct debit, or nothing open.

    What was paid already was paid on the ordinary account: the G-account's part stays as it was
    agreed, as long as so much is open.
    """
    is_asked = (
        document.kind is DocumentKind.INVOICE
        and document.payment_method == PaymentMethod.TRANSFER
        and open_amount > 0
    )
    if not is_asked:
        return []
    seller, blocked = document.seller, document.g_account
    ordinary = Transfer(iban=seller.iban, bic=seller.bic, amount=open_amount)
    if blocked is None or blocked.amount <= 0:
        return [ordinary]
    part = min(blocked.amount, open_amount)
    rest = Transfer(iban=seller.iban, bic=seller.bic, amount=open_amount - part)
    on_g = Transfer(iban=blocked.iban, bic=blocked.bic, amount=part, is_blocked=True)
    return [rest, on_g] if rest.amount else [on_g]
