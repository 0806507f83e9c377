"""The one clock, under the name by which connectors know it."""

from accounts.clock import now, today

__all__ = ["now", "today"]
