"""Named announcements: how a lower package tells an upper one, inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from accounts.models import Account

Subject = TypeVar("Subject")


class Announcement(Generic[Subject]):
    """One thing that happened; every listener hears it inside the announcer's transaction."""

    def __init__(self, name: str) -> None:
        """Name the announcement, for error messages and tests."""
        self.name = name
        self._listeners: list[Callable[[Subject], None]] = []

    def listen(self, receiver: Callable[[Subject], None]) -> None:
        """Add a receiver; adding the same one twice counts once."""
        if receiver not in self._listeners:
            self._listeners.append(receiver)

    def announce(self, subject: Subject) -> None:
        """Tell every listener; an error of theirs rolls the announcer's transaction back."""
        for receiver in self._listeners:
            receiver(subject)


account_created: Announcement[Account] = Announcement("account_created")
