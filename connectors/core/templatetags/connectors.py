"""Template tags by which invoicing's pages show what connectors know of a document."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.context import Context

from accounts.access import Access
from connectors.core.panels import BookingPanel, booking_panels
from connectors.core.queries import StateBadge, booking_badges
from invoicing.models import Document

register = template.Library()


@register.simple_tag(takes_context=True)
def document_panels(context: Context, document: Document) -> list[BookingPanel]:
    """The connectors' panels of a document."""
    access: Access = context["access"]
    return booking_panels(access, document)


@register.simple_tag(takes_context=True)
def booking_states(context: Context, documents: Iterable[Document]) -> dict[str, StateBadge]:
    """The booking badges of a list of documents by public id, in one query."""
    access: Access = context["access"]
    return booking_badges(access.account, documents)


@register.filter
def lookup(values: dict[str, object], key: str) -> object:
    """The value under this key, or None."""
    return values.get(key)
