"""Bookings: our record that an issued document stands, or must stand, in an outside ledger."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from connectors.core.models.connection import Connection
from invoicing.models import Document


class BookingState(models.TextChoices):
    """The states of DESIGN section 7; UNKNOWN is resolved by looking, never by sending again."""

    READY = "ready", _("wacht")
    SENDING = "sending", _("wordt verstuurd")
    BOOKED = "booked", _("geboekt")
    REFUSED = "refused", _("geweigerd")
    UNKNOWN = "unknown", _("wordt nagekeken")
    CONFLICT = "conflict", _("verschil")


class Booking(models.Model):
    """One document in one outside ledger. `number` is ours, sent; `external_number` is what it
    got there."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="bookings")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=BookingState, default=BookingState.READY)
    division = models.CharField(max_length=20, blank=True)
    journal = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(null=True)
    relation_id = models.CharField(max_length=64, blank=True)
    external_id = models.CharField(max_length=64, blank=True)
    external_number = models.CharField(max_length=40, blank=True)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    mapping_version = models.PositiveIntegerField(null=True)
    problem = models.JSONField(default=dict, blank=True)
    differences = models.JSONField(default=list, blank=True)
    absent_count = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    cursor_at_attempt = models.BigIntegerField(null=True)
    booked_at = models.DateTimeField(null=True)
    settled = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    settled_checked_at = models.DateTimeField(null=True)
    # The stream of terms did not add up to the entry: the entry itself must be asked for.
    has_open_question = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "document"], name="one_booking_per_document"
            ),
            models.UniqueConstraint(
                fields=["connection", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_booking_per_entry",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["connection", "state"])]

    def __str__(self) -> str:
        return f"{self.document}: {self.state}"


class BookingAttempt(models.Model):
    """One sending: committed before the socket opens, completed after the answer."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    mapping_version = models.PositiveIntegerField(null=True)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.booking} {self.started_at:%Y-%m-%d %H:%M:%S} {self.outcome}"


class AllottedNumber(models.Model):
    """A number given out once in an outside journal; `scope` names the system, division and
    journal."""

    scope = models.CharField(max_length=160)
    number = models.PositiveIntegerField()
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="numbers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "number"], name="number_given_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"
