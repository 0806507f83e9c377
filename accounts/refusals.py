"""What a service of this package refuses, in words for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """What was asked is not done; `message` says why, `field` names the field it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        """Keep the words."""
        super().__init__(message)
        self.message = message
        self.field = field
