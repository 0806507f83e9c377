"""Users, accounts (tenants), memberships and the audit chain."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock

PUBLIC_ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """A public id of 16 characters that can be neither guessed nor counted (78 bits)."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(16))


class UserManager(BaseUserManager["User"]):
    """Makes users whose e-mail address is the login name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make a user; without a password nobody can log in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make a helpdesk user with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person; what they may do follows from their memberships."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    full_name = models.CharField(_("naam"), max_length=150, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name or self.email


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
    is_practice = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def may_connect(self) -> bool:
        """Whether the plan includes connectors (Pro or higher)."""
        return self.plan in settings.PLANS_WITH_CONNECTORS


class Role(models.TextChoices):
    """What a member may do in one account."""

    OWNER = "owner", _("eigenaar")
    BOOKKEEPER = "bookkeeper", _("boekhouder")
    VIEWER = "viewer", _("kijker")


class Membership(models.Model):
    """One person's role in one account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "user"], name="one_role_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.account}: {self.role}"


class AuditHead(models.Model):
    """The end of an account's audit chain; locked last, while one event is appended."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="audit_head")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.account} #{self.sequence}"


class AuditEvent(models.Model):
    """One append-only event: who did what to what, before and after, chained by hash."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="audit_events")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_label = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sequence"], name="audit_sequence_unique")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "subject_type", "subject_id", "sequence"])
        ]

    def __str__(self) -> str:
        return f"{self.account} #{self.sequence} {self.action}"
