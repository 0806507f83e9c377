"""Turning two-factor login on, after which older sessions are worth nothing."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse

from accounts.models import User
from accounts.services.people import person_end_sessions
from accounts.two_factor import session_record_code


class TwoFactorOnView(ActivateTOTPView):  # type: ignore[misc]
    """The page with the app's key and its first code."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it on, and end every session that was made with the password alone but this one."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            user = person_end_sessions(user=cast(User, self.request.user))
        update_session_auth_hash(self.request, user)
        session_record_code(self.request, user)
        return response


two_factor_on = TwoFactorOnView.as_view()
