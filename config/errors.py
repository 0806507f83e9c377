"""The demo runs with DEBUG on; who follows a dead link there still sees our own page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class OwnNotFoundPage:
    """Puts our 404 page in the place of Django's technical one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; only a 404 with DEBUG on is replaced."""
        response = self._get_response(request)
        if response.status_code == 404 and settings.DEBUG and not response.streaming:
            return page_not_found(request, Http404())
        return response
