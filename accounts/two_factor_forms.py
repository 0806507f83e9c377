"""django-allauth's forms for codes, with our labels (settings.MFA_FORMS)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.plain_forms import make_plain


class LoginCodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of logging in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("Code uit je app, of een reservecode"), "text")


class ConfirmCodeForm(ReauthenticateForm):  # type: ignore[misc]
    """Asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("Code uit je app, of een reservecode"), "text")


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The code that proves that the app was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("De 6 cijfers die je app nu toont"), "numeric")


def _word(form: forms.Form, label: Any, inputmode: str) -> None:
    form.label_suffix = ""
    field = form.fields["code"]
    field.label = label
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": inputmode,
        "class": "w-short",
    }
    make_plain(field)
