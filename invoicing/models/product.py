"""Products: what a line can be filled in from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Account, new_public_id
from invoicing.models.revenue_group import RevenueGroup


class Nature(models.TextChoices):
    """What is sold, as in `invoicing.documents.LineNature`."""

    GOODS = "goods", _("goederen")
    SERVICE = "service", _("dienst")
    ADVANCE = "advance", _("voorschot")
    DISBURSEMENT = "disbursement", _("voorgeschoten kosten")
    DEFERRED = "deferred", _("over te dragen opbrengst")


class Product(models.Model):
    """Goods or a service with its price in EUR.

    `rate_name` names a VAT rate of the seller's country ('standard'); its percentage is looked up
    on the tax point. `treatment` is empty where the customer decides. `months` is how long deferred
    revenue runs.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="products")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    code = models.CharField(_("artikelnummer"), max_length=30, blank=True)
    name = models.CharField(_("naam"), max_length=200)
    description = models.TextField(_("omschrijving op de factuur"), blank=True)
    unit = models.CharField(_("eenheid"), max_length=20, blank=True)
    unit_price = models.DecimalField(_("prijs"), max_digits=14, decimal_places=4, default=0)
    price_includes_vat = models.BooleanField(_("prijs met btw"), default=False)
    rate_name = models.CharField(_("btw-tarief"), max_length=20, default="standard", blank=True)
    treatment = models.CharField(_("btw-stelsel"), max_length=30, blank=True)
    revenue_group = models.ForeignKey(
        RevenueGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    nature = models.CharField(_("soort"), max_length=12, choices=Nature, default=Nature.SERVICE)
    months = models.PositiveSmallIntegerField(_("aantal maanden"), default=0)
    cost_centre = models.CharField(_("kostenplaats"), max_length=20, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    # What the search finds of `extra`, in small letters.
    extra_text = models.TextField(default="", blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "code"],
                condition=~models.Q(code=""),
                name="product_code_unique",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["account", "name"])]

    def __str__(self) -> str:
        return self.name
