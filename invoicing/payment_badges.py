"""How a payment state is shown: its word, tone and icon, from one place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invoicing.queries.payment_states import PaymentState


@dataclass(frozen=True)
class Badge:
    """A word with a tone (draft, sent, partly, paid, late, wait, booked, act) and an icon."""

    word: str | Promise
    tone: str
    icon: str


PAYMENT_BADGES = {
    PaymentState.DRAFT: Badge(_("Concept"), "draft", "draft"),
    PaymentState.OPEN: Badge(_("Open"), "sent", "sent"),
    PaymentState.OVERDUE: Badge(_("Vervallen"), "late", "late"),
    PaymentState.PARTLY_PAID: Badge(_("Gedeeltelijk betaald"), "partly", "partly"),
    PaymentState.PAID: Badge(_("Betaald"), "paid", "paid"),
    PaymentState.OVERPAID: Badge(_("Te veel betaald"), "act", "act"),
    PaymentState.CREDITED: Badge(_("Gecrediteerd"), "paid", "credit"),
    PaymentState.REFUND: Badge(_("Terug te storten"), "partly", "partly"),
    PaymentState.SETTLED: Badge(_("Verrekend"), "paid", "paid"),
}
