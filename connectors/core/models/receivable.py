"""What the outside ledger says of the receivables that we booked."""

from typing import ClassVar

from django.db import models

from connectors.core.models.booking import Booking
from connectors.core.models.connection import Connection


class SyncCursor(models.Model):
    """How far a stream of the other system was read; moved in the transaction that stores its
    rows."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="cursors")
    stream = models.CharField(max_length=60)
    position = models.BigIntegerField(default=0)
    full_resync_mark = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "stream"], name="one_cursor_per_stream")
        ]

    def __str__(self) -> str:
        return f"{self.connection} {self.stream} {self.position}"


class ReceivableTerm(models.Model):
    """One payment term of an entry that we booked, as last seen; rows may arrive in any order."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="terms")
    external_id = models.CharField(max_length=64)
    version = models.BigIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    is_settled = models.BooleanField()
    settled_on = models.DateField(null=True)
    status = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "external_id"], name="one_row_per_payment_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking} {self.amount} {'settled' if self.is_settled else 'open'}"
