"""The rows of the audit chain (accounts/audit.py appends and verifies them)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.account import Account


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
