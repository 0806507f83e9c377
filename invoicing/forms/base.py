"""What all forms share: messages that say what is expected, and services' problems in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import add_text_checks
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


# By the codes of Django's validators; a field's own message goes before these.
OWN_MESSAGES = {
    "required": _("Vul dit in."),
    "invalid_choice": _("Kies een van de mogelijkheden."),
    "max_length": _("Er passen hoogstens %(limit_value)d tekens; dit zijn er %(show_value)d."),
    "null_characters_not_allowed": _(
        "Er staat een teken in dat niet bewaard kan worden. Typ het opnieuw."
    ),
}
EMAIL_MESSAGE = _("Een e-mailadres ziet eruit als naam@bedrijf.be.")
STANDARD_MESSAGES = forms.Field.default_error_messages | forms.ChoiceField.default_error_messages


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


def make_plain(field: forms.Field) -> None:
    """Give a field our messages where it has Django's, and our checks of what a text may hold."""
    given = field.error_messages
    for code, message in OWN_MESSAGES.items():
        if given.get(code) == STANDARD_MESSAGES.get(code):
            given[code] = message
    if isinstance(field, forms.EmailField):
        given["invalid"] = EMAIL_MESSAGE
    add_text_checks(field)


class PlainForm(forms.Form):
    """A form whose standard messages are ours, in one tone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give every field the messages that Django words otherwise."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            make_plain(field)

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
