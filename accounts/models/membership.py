"""Who is a member of which account, and who is invited to become one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models.account import Account
from accounts.models.public_ids import new_public_id


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
    # Wages are the bookkeeper's business, unless an owner is given the right to see them.
    sees_payroll = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "user"], name="one_role_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.account}: {self.role}"


class Invitation(models.Model):
    """A role in an account that is offered to an e-mail address; the mailed link takes it up."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    # SHA-256 of the link's secret: who reads the database cannot take up an invitation.
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} / {self.account}: {self.role}"

    @property
    def is_expired(self) -> bool:
        """Whether the link has stopped working because of its age."""
        return clock.now() >= self.expires_at
