"""Payment conditions: when and how a customer pays."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id


class PaymentMethodChoice(models.TextChoices):
    """How the customer pays, as in `invoicing.documents.PaymentMethod`."""

    TRANSFER = "transfer", _("overschrijving")
    DIRECT_DEBIT = "direct_debit", _("automatische incasso")


class PaymentCondition(models.Model):
    """A term and perhaps a discount for paying early; a document keeps a copy of its own."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="payment_conditions"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    code = models.CharField(_("code"), max_length=10, blank=True)
    name = models.CharField(_("naam"), max_length=80)
    days = models.PositiveSmallIntegerField(_("aantal dagen"), default=30)
    end_of_month = models.BooleanField(_("tot het einde van de maand"), default=False)
    discount_percent = models.DecimalField(
        _("korting voor contante betaling %"), max_digits=5, decimal_places=2, default=0
    )
    discount_days = models.PositiveSmallIntegerField(_("korting binnen (dagen)"), default=0)
    method = models.CharField(
        _("betaalwijze"),
        max_length=12,
        choices=PaymentMethodChoice,
        default=PaymentMethodChoice.TRANSFER,
    )
    is_default = models.BooleanField(_("gewone betaalvoorwaarde"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-is_default", "days", "name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "code"],
                condition=~models.Q(code=""),
                name="payment_condition_code_unique",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(is_default=True),
                name="one_default_payment_condition",
            ),
        ]

    def __str__(self) -> str:
        return self.name
