"""Language by person: who is logged in reads their own language, a visitor that of the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from accounts.models import User


class UserLanguageMiddleware:
    """Activates the language of the logged-in user; LocaleMiddleware already chose for others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in the user's language."""
        user = getattr(request, "user", None)
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)
