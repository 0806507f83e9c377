"""django-allauth's forms for codes, with our labels (settings.MFA_FORMS)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.plain_forms import make_plain
from accounts.two_factor import code_take


class LoginCodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of logging in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("Code uit je app, of een reservecode"), "text")

    def clean_code(self) -> str:
        """Take each code once."""
        return _once(self, super().clean_code())


class ConfirmCodeForm(ReauthenticateForm):  # type: ignore[misc]
    """Asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("Code uit je app, of een reservecode"), "text")

    def clean_code(self) -> str:
        """Take each code once."""
        return _once(self, super().clean_code())


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The code that proves that the app was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the field."""
        super().__init__(*args, **kwargs)
        _word(self, _("De 6 cijfers die je app nu toont"), "numeric")

    def clean_code(self) -> str:
        """Take each code once."""
        return _once(self, super().clean_code())


def _once(form: Any, code: str) -> str:
    if not code_take(form.user, code):
        raise get_adapter().validation_error("incorrect_code")
    return code


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
