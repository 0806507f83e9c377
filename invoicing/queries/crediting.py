"""The credit notes of an invoice, and whether more of it can be credited."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts import clock
from invoicing.credit_content import credit_refusal
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO
from invoicing.queries.payment_states import PaidDocument, with_payment_state
from invoicing.queries.remaining import remaining_of


@dataclass(frozen=True, kw_only=True)
class Crediting:
    """An issued invoice's credit notes and drafts of them, the oldest first.

    `refusal` says why it cannot be credited (further); empty when it can. Amounts in EUR.
    """

    notes: list[PaidDocument]
    drafts: list[PaidDocument]
    refusal: str
    is_whole: bool

    @property
    def credited(self) -> Decimal:
        """What the credit notes come to, including VAT."""
        return sum((note.gross for note in self.notes), ZERO)

    @property
    def refund(self) -> Decimal:
        """What of them is still to be paid back."""
        return sum((note.open_amount for note in self.notes if note.open_amount > 0), ZERO)


def crediting_of(original: Document) -> Crediting:
    """Give the credit notes of an invoice with their payment state."""
    # Whoever fetched the invoice may know already that there are none.
    found = _credit_notes(original) if getattr(original, "has_credit_notes", True) else []
    notes = [row for row in found if row.is_issued]
    refusal = credit_refusal(original)
    # Nothing else uses up an invoice, so that most need no look at what is left.
    is_used = bool(notes) or original.is_advance
    return Crediting(
        notes=notes,
        drafts=[row for row in found if not row.is_issued],
        refusal=refusal,
        is_whole=not refusal and is_used and remaining_of(original).is_empty,
    )


def _credit_notes(original: Document) -> list[PaidDocument]:
    rows = with_payment_state(original.account, clock.today())
    wanted = {"original": original, "kind": DocumentKindChoice.CREDIT_NOTE}
    return list(rows.filter(**wanted).order_by("pk"))
