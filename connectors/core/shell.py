"""What the shell of every page shows of connectors: the menu item and how many things need a
person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Access
from connectors.core.notes import Note, attention_notes
from connectors.core.panels import BookingPanel, booking_panels
from connectors.core.queries import StateBadge, attention_count, booking_badges
from invoicing.models import Document


@dataclass(frozen=True)
class MenuItem:
    """One item of the menu."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


class Shell:
    """Lazy: each part is asked for by a template, and costs at most one query."""

    def __init__(self, request: HttpRequest) -> None:
        """Bind to the request; `access` is there on pages of an account."""
        self._request = request
        self._access: Access | None = getattr(request, "access", None)

    @cached_property
    def attention_count(self) -> int:
        """How many bookings wait for a person."""
        return attention_count(self._access.account) if self._access else 0

    @property
    def _documents(self) -> list[Document]:
        """The documents that this page shows, as its view left them on the request."""
        return getattr(self._request, "documents", [])

    @cached_property
    def row_states(self) -> dict[str, StateBadge]:
        """The booking badges of the page's documents by public id."""
        if self._access is None or not self._documents:
            return {}
        return booking_badges(self._access.account, self._documents)

    @cached_property
    def document_panels(self) -> list[BookingPanel]:
        """The connectors' panels of the one document that the page is about."""
        if self._access is None or len(self._documents) != 1:
            return []
        return booking_panels(self._access, self._documents[0])

    @cached_property
    def attention(self) -> list[Note]:
        """What a person must do about the connections, for the overview."""
        return attention_notes(self._access) if self._access else []

    @cached_property
    def menu_items(self) -> list[MenuItem]:
        """'Koppelingen', for who may connect."""
        if self._access is None or not self._access.can_connect:
            return []
        url = reverse("connection_list", args=[self._access.account.slug])
        return [
            MenuItem(
                label=_("Koppelingen"),
                url=url,
                icon="connections",
                is_current=self._request.path.startswith(url),
                count=self.attention_count,
            )
        ]
