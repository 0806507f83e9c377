"""The outbox: work to do outside, written in the transaction that causes it."""

from typing import ClassVar

from django.db import models

from connectors.core.models.connection import Connection
from invoicing.models import Document


class JobKind(models.TextChoices):
    """What is to be done."""

    BOOK = "book"
    PULL_PAYMENTS = "pull_payments"


class JobState(models.TextChoices):
    """Where a job stands; RUNNING is a lease that may run out."""

    READY = "ready"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    NEEDS_ATTENTION = "needs_attention"


class Job(models.Model):
    """One piece of work; `urgency` 0 = a person is waiting, higher waits longer."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20, choices=JobKind)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=JobState, default=JobState.READY)
    urgency = models.PositiveSmallIntegerField(default=1)
    not_before = models.DateTimeField()
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "kind", "document"],
                condition=models.Q(state__in=["ready", "running", "waiting"]),
                name="one_live_job_per_document",
            ),
            models.UniqueConstraint(
                fields=["connection", "kind"],
                condition=models.Q(
                    state__in=["ready", "running", "waiting"], document__isnull=True
                ),
                name="one_live_job_without_document",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["connection", "state", "urgency", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document or ''} ({self.state})"
