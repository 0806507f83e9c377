"""The part of the sign-up form that is ours; the rest is django-allauth's."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from accounts.plain_text import no_control_characters, no_turned_direction
from accounts.services import account_create


class SignupForm(forms.Form):
    """Asks for the business; who signs up becomes the owner of its account."""

    company_name = forms.CharField(
        label=_("Naam van je bedrijf"),
        max_length=200,
        validators=[no_control_characters, no_turned_direction],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=_("Land"), choices=Account._meta.get_field("country").choices or []
    )
    field_order = ("company_name", "country", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Make the account; called by django-allauth once the user exists."""
        user.language = (get_language() or user.language)[:2]
        user.save(update_fields=["language"])
        account_create(
            owner=user,
            name=self.cleaned_data["company_name"],
            country=self.cleaned_data["country"],
        )
