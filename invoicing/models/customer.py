"""Customers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Account, new_public_id
from invoicing.models.payment_condition import PaymentCondition


class Customer(models.Model):
    """Who gets the invoice; a person or a business."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="customers")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    code = models.CharField(_("klantnummer"), max_length=18, blank=True)
    name = models.CharField(_("naam"), max_length=200)
    is_business = models.BooleanField(_("is een bedrijf"), default=True)
    contact = models.CharField(_("contactpersoon"), max_length=150, blank=True)
    street = models.CharField(_("straat en nummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("plaats"), max_length=100, blank=True)
    country = models.CharField(_("land"), max_length=2, default="BE")
    vat_number = models.CharField(_("btw-nummer"), max_length=20, blank=True)
    enterprise_number = models.CharField(
        _("ondernemings- of KvK-nummer"), max_length=20, blank=True
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    payment_term_days = models.PositiveSmallIntegerField(
        _("betaaltermijn in dagen"), null=True, blank=True
    )
    payment_condition = models.ForeignKey(
        PaymentCondition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    default_treatment = models.CharField(_("btw-stelsel"), max_length=30, blank=True)
    is_government = models.BooleanField(_("is een overheid"), default=False)
    peppol_id = models.CharField(_("Peppol-adres"), max_length=60, blank=True)
    cost_centre = models.CharField(_("kostenplaats"), max_length=20, blank=True)
    g_account_percent = models.DecimalField(
        _("deel op de G-rekening %"), max_digits=5, decimal_places=2, default=0
    )
    mandate_reference = models.CharField(_("machtigingskenmerk"), max_length=35, blank=True)
    mandate_date = models.DateField(_("machtiging getekend op"), null=True, blank=True)
    # Keys of extra fields that this customer's documents must have.
    required_extra = models.JSONField(default=list, blank=True)
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
                name="customer_code_unique",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "name"]),
            models.Index(fields=["account", "vat_number"]),
        ]

    def __str__(self) -> str:
        return self.name
