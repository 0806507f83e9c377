"""Every call outside leaves a row, written before sending and completed after the answer."""

from typing import ClassVar

from django.db import models

from connectors.core.models.connection import Connection


class CallLog(models.Model):
    """One call: what, when, how long, what came back. Never a token, a secret, a query value or a
    body."""

    connection = models.ForeignKey(
        Connection, null=True, on_delete=models.CASCADE, related_name="calls"
    )
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    host = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=120, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    limits = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["connection", "-at"])]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status or self.failure}"
