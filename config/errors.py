"""Pages that say in our words what is wrong with a request, in the demo (DEBUG) too."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.views.defaults import page_not_found


class OwnErrorPages:
    """Reads what is posted first, so that what is too large is told so, and shows our 404 page.

    Stands last: the visitor's language is known by then, and views and the check against
    forgeries come after it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; with DEBUG on, a 404 is replaced."""
        try:
            _ = request.POST
        except (RequestDataTooBig, TooManyFieldsSent):
            return render(request, "413.html", status=413)
        except (BadRequest, MultiPartParserError, UnreadablePostError):
            return bad_request(request)
        response = self._get_response(request)
        if response.status_code == 404 and settings.DEBUG and not response.streaming:
            return page_not_found(request, Http404())
        return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request could not be read."""
    return render(request, "400.html", status=400)
