"""Reading what stands in an address, whatever somebody wrote there."""

from __future__ import annotations

from django.http import HttpRequest

SEARCH_LENGTH = 100
PAGE_LIMIT = 100_000


def search_text(request: HttpRequest, name: str = "q") -> str:
    """Give the search words, cut to a sensible length, without characters a database refuses."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:SEARCH_LENGTH]


def page_number(request: HttpRequest) -> int:
    """Give the page asked for; anything that is no page number is the first page."""
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1), PAGE_LIMIT)
