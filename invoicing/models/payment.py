"""Payments: 'paid' is derived from these rows."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id
from invoicing.models.document import Document


class PaymentReason(models.TextChoices):
    """Why the document is settled: settled is not the same as received."""

    RECEIVED = "received", _("ontvangen")
    PREPAID = "prepaid", _("vooraf betaald")
    CREDITED = "credited", _("verrekend met een creditnota")
    WRITTEN_OFF = "written_off", _("afgeboekt")
    DISCOUNT = "discount", _("korting voor contante betaling")
    SETTLED = "settled", _("vereffend in de boekhouding")
    REOPENED = "reopened", _("weer opengezet in de boekhouding")
    REVERSED = "reversed", _("teruggedraaid")


class Payment(models.Model):
    """One signed change of what is settled, in EUR (positive = less to pay); append-only."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="payments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="payments")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    date = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=10)
    source_reference = models.CharField(max_length=120)
    reason = models.CharField(max_length=12, choices=PaymentReason, default=PaymentReason.RECEIVED)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "source", "source_reference"], name="payment_source_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.date}: {self.amount}"
