"""Which characters a typed text may have: what one can see, and what any program can read back."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# XML (UBL, Exact) and JSON in PostgreSQL take none of these. Source: XML 1.0, section 2.2, 'Char'.
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# What any program may show as the end of a line; browsers send none from a field of one line.
LINE_END = re.compile(r"[\n\r\x85\u2028\u2029]")
# Marks that turn the direction of what follows: a name could read as another one. Letters have a
# direction without them. Source: Unicode Technical Report 36, 'Bidirectional Text Spoofing'.
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def no_control_characters(value: str) -> None:
    """Refuse control characters other than line ends and tabs; raises ValidationError."""
    _refuse(CONTROL, value)


def no_line_ends(value: str) -> None:
    """Refuse line ends: a name could write its own paragraphs in a mail; raises ValidationError."""
    _refuse(LINE_END, value)


def _refuse(characters: re.Pattern[str], value: str) -> None:
    if characters.search(value):
        raise ValidationError(
            _("Er staat een onzichtbaar stuurteken in. Typ het opnieuw, plak het niet.")
        )


def no_turned_direction(value: str) -> None:
    """Refuse marks that turn the reading direction; raises ValidationError."""
    if TURNING.search(value):
        raise ValidationError(
            _("Er staat een teken in dat de leesrichting omkeert. Typ het opnieuw.")
        )


def add_text_checks(field: forms.Field) -> None:
    """Let a form's text field refuse what nobody can see; other fields are left alone."""
    if not isinstance(field, forms.CharField):
        return
    checks: list[Any] = [no_control_characters]
    if not isinstance(field.widget, forms.Textarea):
        checks += [no_line_ends, no_turned_direction]
    field.validators = [*field.validators, *checks]
