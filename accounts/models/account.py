"""Accounts (tenants) with their plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock


class Plan(models.TextChoices):
    """What an account pays for; connectors need Pro or higher."""

    BASIC = "basic", _("Basis")
    PRO = "pro", _("Pro")
    BUSINESS = "business", _("Business")


class PaymentSource(models.TextChoices):
    """Where an account's payment status comes from: one choice."""

    MANUAL = "manual", _("met de hand")
    EXACT = "exact", _("Exact Online")
    BANK = "bank", _("bank")
    FILE = "file", _("bankbestanden")


class Account(models.Model):
    """The tenant: one business on the platform."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    country = models.CharField(
        _("land"), max_length=2, choices=[("BE", _("België")), ("NL", _("Nederland"))], default="BE"
    )
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.BASIC)
    payment_source = models.CharField(
        max_length=10, choices=PaymentSource, default=PaymentSource.MANUAL
    )
    requires_two_factor = models.BooleanField(default=False)
    is_practice = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def may_connect(self) -> bool:
        """Whether the plan includes connectors (Pro or higher)."""
        return self.plan in settings.PLANS_WITH_CONNECTORS
