"""What all forms share: messages that say what is expected, in one tone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import add_text_checks

# By the codes of Django's validators; a field's own message goes before these.
OWN_MESSAGES = {
    "required": _("Vul dit in."),
    "invalid_choice": _("Kies een van de mogelijkheden."),
    "max_length": _("Er passen hoogstens %(limit_value)d tekens; dit zijn er %(show_value)d."),
    "null_characters_not_allowed": _(
        "Er staat een teken in dat niet bewaard kan worden. Typ het opnieuw."
    ),
}
# Any other year is a slip.
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
EMAIL_MESSAGE = _("Een e-mailadres ziet eruit als naam@bedrijf.be.")
STANDARD_MESSAGES = forms.Field.default_error_messages | forms.ChoiceField.default_error_messages


def refuse_odd_year(day: date) -> None:
    """Raise ValidationError for a year that can only be a slip."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Kijk het jaar na: verwacht is 1990 tot 2199."))


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
