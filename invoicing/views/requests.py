"""Reading what was posted or stands in an address, whatever somebody wrote there."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.requests import page_number, search_text

__all__ = ["page_number", "search_text", "seen_version"]


def seen_version(request: HttpRequest) -> int:
    """Give the posted version of a draft that somebody looked at; 0 when it is no number."""
    text = request.POST.get("version", "")
    return int(text[:9]) if text.isascii() and text.isdigit() else 0
