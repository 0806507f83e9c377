"""One form field per type of extra field: it reads what people type and gives what is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from invoicing.extra_types import (
    INTEGER_DIGITS,
    MULTILINE_LENGTH,
    NUMBER_PLACES,
    NUMBERS,
    TEXT_LENGTH,
    value_checked,
)
from invoicing.forms.fields import NOISE, DayField, PlainDecimalField
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldType

THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+", re.ASCII)
DIGITS = re.compile(r"[0-9]")
NOTHING = ("", "—")
YES_OR_NO = [NOTHING, ("1", _("Ja")), ("0", _("Nee"))]


class WholeNumberField(PlainDecimalField):
    """A whole number; '1.250' is 1250 here."""

    def clean(self, value: Any) -> Any:
        """Read and check; raises ValidationError."""
        text = NOISE.sub("", str(value or ""))
        if text and not DIGITS.search(text):
            raise ValidationError(_("Schrijf een geheel getal, bv. 12."))
        plain = re.sub(r"[.,]", "", text) if THOUSANDS.fullmatch(text) else value
        return super().clean(plain)

    def _checked(self, value: Decimal) -> Decimal:
        if value != round(value):
            raise ValidationError(_("Schrijf een geheel getal, bv. 12."))
        return super()._checked(value)


class WebAddressField(forms.CharField):
    """An address with http or https; 'www.' alone gets https."""

    def clean(self, value: Any) -> Any:
        """Read and check; raises ValidationError."""
        try:
            return value_checked(ExtraFieldType.URL, super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


def extra_input(field: ExtraField, stored: str = "") -> forms.Field:
    """Give the form field for one definition; an option that is stored stays to be chosen."""
    options: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
    if field.type == ExtraFieldType.CHOICE:
        return forms.ChoiceField(choices=_options(field, stored), **options)
    return INPUTS[field.type](options)


def input_value(field: ExtraField, stored: str) -> date | Decimal | str:
    """Give what the form field starts with; what does not fit its type is shown as it is."""
    try:
        if field.type == ExtraFieldType.DATE and stored:
            return date.fromisoformat(stored)
        if field.type in NUMBERS and stored:
            return Decimal(stored)
    except (ValueError, ArithmeticError):
        pass
    return stored


def stored_value(field: ExtraField, typed: Any) -> str:
    """Give what a form field read as it is stored; '' for nothing."""
    if typed is None:
        return ""
    if isinstance(typed, Decimal):
        typed = f"{typed:f}"
    text = typed.isoformat() if isinstance(typed, date) else str(typed)
    try:
        return value_checked(field.type, text, field.choices)
    except ValueError:
        # The service says what is wrong with it.
        return text


def _options(field: ExtraField, stored: str) -> list[tuple[str, Any]]:
    shown = [each for each in field.choices if not each["archived"] or each["key"] == stored]
    return [NOTHING, *((each["key"], each["label"]) for each in shown)]


def _decimal(type: str, shown: int) -> Callable[[dict[str, Any]], forms.Field]:
    digits, places = NUMBER_PLACES[type]

    def make(options: dict[str, Any]) -> forms.Field:
        is_percentage = type == ExtraFieldType.PERCENTAGE
        return PlainDecimalField(
            digits=digits, places=places, shown=shown, is_percentage=is_percentage, **options
        )

    return make


INPUTS: Mapping[str, Callable[[dict[str, Any]], forms.Field]] = {
    ExtraFieldType.TEXT: lambda options: forms.CharField(max_length=TEXT_LENGTH, **options),
    ExtraFieldType.MULTILINE: lambda options: forms.CharField(
        max_length=MULTILINE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}), **options
    ),
    ExtraFieldType.INTEGER: lambda options: WholeNumberField(
        digits=INTEGER_DIGITS, places=0, shown=0, **options
    ),
    ExtraFieldType.DECIMAL: _decimal(ExtraFieldType.DECIMAL, 0),
    ExtraFieldType.AMOUNT: _decimal(ExtraFieldType.AMOUNT, 2),
    ExtraFieldType.PERCENTAGE: _decimal(ExtraFieldType.PERCENTAGE, 0),
    ExtraFieldType.DATE: lambda options: DayField(**options),
    ExtraFieldType.BOOLEAN: lambda options: forms.ChoiceField(choices=YES_OR_NO, **options),
    ExtraFieldType.URL: lambda options: WebAddressField(
        max_length=TEXT_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        **options,
    ),
}
