"""What django-allauth asks of us about logging in (settings.ACCOUNT_ADAPTER)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from accounts.models import User
from accounts.two_factor import has_two_factor


class LoginAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """django-allauth's ways of logging in, with our rule on who must show a code again."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask a code of who has two-factor login: a password alone turns it off for nobody."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if isinstance(user, User) and has_two_factor(user):
            return [method for method in methods if method["id"] == "mfa_reauthenticate"]
        return methods
