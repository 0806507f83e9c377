"""One account linked to one outside system."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id


class ConnectionState(models.TextChoices):
    """How the link stands; in every state but ACTIVE the queue is kept and nothing is sent."""

    SETUP = "setup", _("nog in te stellen")
    ACTIVE = "active", _("werkt")
    DISCONNECTED = "disconnected", _("verbroken")
    ENDED = "ended", _("beëindigd")


class Connection(models.Model):
    """The link of one account to one outside system; the kind keeps its own settings in its own
    tables.

    The lane is a lease: one job at a time per connection, which keeps order and spares the other
    system.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="connections")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=ConnectionState, default=ConnectionState.SETUP)
    problem = models.JSONField(default=dict, blank=True)
    hold = models.JSONField(default=dict, blank=True)
    book_at_issue = models.BooleanField(default=True)
    pull_automatically = models.BooleanField(default=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    linked_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_pull_at = models.DateTimeField(null=True)
    last_rights_check_at = models.DateTimeField(null=True)
    lane_token = models.CharField(max_length=32, blank=True)
    lane_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_connection_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.account} - {self.kind}"

    @property
    def is_active(self) -> bool:
        """Whether work may be sent: the link works, is set up, and the plan includes it."""
        return self.state == ConnectionState.ACTIVE and self.account.may_connect
