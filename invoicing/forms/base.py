"""What all forms of this package share: the countries, and services' problems in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts import plain_forms
from invoicing.problems import Problem

COUNTRIES = [
    ("BE", _("België")), ("NL", _("Nederland")), ("FR", _("Frankrijk")), ("DE", _("Duitsland")),
    ("LU", _("Luxemburg")), ("AT", _("Oostenrijk")), ("BG", _("Bulgarije")),
    ("CH", _("Zwitserland")), ("CY", _("Cyprus")), ("CZ", _("Tsjechië")),
    ("DK", _("Denemarken")), ("EE", _("Estland")),
    ("ES", _("Spanje")), ("FI", _("Finland")), ("GB", _("Verenigd Koninkrijk")),
    ("GR", _("Griekenland")), ("HR", _("Kroatië")), ("HU", _("Hongarije")), ("IE", _("Ierland")),
    ("IT", _("Italië")), ("LT", _("Litouwen")), ("LV", _("Letland")), ("MT", _("Malta")),
    ("NO", _("Noorwegen")), ("PL", _("Polen")), ("PT", _("Portugal")), ("RO", _("Roemenië")),
    ("SE", _("Zweden")), ("SI", _("Slovenië")), ("SK", _("Slowakije")),
    ("US", _("Verenigde Staten")),
]  # fmt: skip


def country_choices(*present: str) -> list[tuple[str, Any]]:
    """Give the countries to choose from, with any other code that is already in use."""
    known = dict(COUNTRIES)
    return COUNTRIES + [(code, code) for code in present if code and code not in known]


DAYS_MESSAGE = _("Vul een aantal dagen van 0 tot 365 in.")


def days_field(**options: Any) -> forms.IntegerField:
    """Give a field for a payment term: 0 to 365 days."""
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), DAYS_MESSAGE)
    return forms.IntegerField(
        label=_("Betaaltermijn in dagen"),
        min_value=0,
        max_value=365,
        error_messages=messages,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-short"}),
        **options,
    )


def website_field() -> forms.URLField:
    """Give a field for a website, with or without https in front."""
    return forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Een website ziet eruit als www.bedrijf.be.")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


OWN_MESSAGES = plain_forms.OWN_MESSAGES
EMAIL_MESSAGE = plain_forms.EMAIL_MESSAGE
make_plain = plain_forms.make_plain


class PlainForm(plain_forms.PlainForm):
    """A form that also takes what a service refused."""

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what a service refused beside the field it is about, or on top."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class RowForm(PlainForm):
    """A form that changes one row, and knows which version of it somebody looked at."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def look_again(self, seen: str) -> None:
        """Take another version as the one looked at, so that saving again overwrites knowingly."""
        posted = QueryDict(mutable=True)
        posted.update(self.data)
        posted[self.add_prefix("seen")] = seen
        self.data = posted
