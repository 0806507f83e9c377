"""The tables that every connector shares, one module per noun."""

from connectors.core.models.booking import AllottedNumber, Booking, BookingAttempt, BookingState
from connectors.core.models.call_log import CallLog
from connectors.core.models.connection import Connection, ConnectionState
from connectors.core.models.job import Job, JobKind, JobState
from connectors.core.models.receivable import ReceivableTerm, SyncCursor

__all__ = [
    "AllottedNumber",
    "Booking",
    "BookingAttempt",
    "BookingState",
    "CallLog",
    "Connection",
    "ConnectionState",
    "Job",
    "JobKind",
    "JobState",
    "ReceivableTerm",
    "SyncCursor",
]
