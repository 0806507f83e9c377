"""The forms about accounts, people and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Role, User
from accounts.plain_forms import PlainForm
from accounts.refusals import Refused
from accounts.roles import role_choices
from accounts.services import account_create


class RefusableForm(PlainForm):
    """A form that shows what a service refused, beside the field it is about."""

    def add_refusal(self, refused: Refused) -> None:
        """Put the reason in its place."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class AccountForm(RefusableForm):
    """A new account: the business and its country."""

    company_name = forms.CharField(
        label=_("Naam van je bedrijf"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=_("Land"), choices=Account._meta.get_field("country").choices or []
    )


class SignupForm(AccountForm):
    """The part of sign-up that is ours: who signs up becomes the owner of an account."""

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


def full_name_field(**options: Any) -> forms.CharField:
    """Give the field for a person's name."""
    return forms.CharField(
        label=_("Je naam"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        **options,
    )


class PersonForm(PlainForm):
    """What a person says about themselves."""

    full_name = full_name_field(
        required=False, help_text=_("Zo zien anderen in je accounts wie iets deed.")
    )
    language = forms.ChoiceField(label=_("Taal"), choices=settings.LANGUAGES)


class NewPersonForm(RefusableForm):
    """Who takes up an invitation without a login: a name and a password."""

    full_name = full_name_field()
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """Keep the address: a password that looks like it is refused."""
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the name and address."""
        values = self.cleaned_data
        user = User(email=self._email, full_name=values.get("full_name", ""))
        if values.get("password"):
            try:
                validate_password(values["password"], user)
            except ValidationError as error:
                self.add_error("password", error)
        return values


class RoleForm(RefusableForm):
    """Which role a member gets, each with what it may do."""

    role = forms.ChoiceField(label=_("Rol"), choices=role_choices, widget=forms.RadioSelect)


class InvitationForm(RoleForm):
    """Who is invited, and to which role."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the bookkeeper, whom most invite first."""
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.BOOKKEEPER
