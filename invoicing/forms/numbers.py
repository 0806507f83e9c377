"""The form of how numbers look and which one is next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import PlainForm
from invoicing.models import NumberFormat
from invoicing.models.number_series import YearPlace
from invoicing.numbers import LARGEST_NUMBER, SEPARATORS, WIDTHS
from invoicing.services.number_formats import NumberLook

NUMBER_MESSAGE = _("Vul een geheel getal van 1 tot 999999 in.")
SEPARATOR_WORDS = {"-": "-", "/": "/", ".": ".", "": _("niets")}


class NumberFormatForm(PlainForm):
    """How the numbers of one kind look from now on."""

    # Read as form["prefix"]; the form itself has no prefix.
    prefix = forms.CharField(  # type: ignore[assignment]
        label=_("Letters vooraan"),
        max_length=10,
        required=False,
        help_text=_("Bijvoorbeeld F of VF-. Mag leeg blijven bij facturen."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    year_place = forms.ChoiceField(label=_("Jaar in het nummer"), choices=YearPlace.choices)
    separator = forms.ChoiceField(
        label=_("Teken tussen jaar en nummer"),
        choices=[(sign, SEPARATOR_WORDS[sign]) for sign in SEPARATORS],
        required=False,
    )
    width = forms.TypedChoiceField(
        label=_("Aantal cijfers"), choices=[(n, str(n)) for n in WIDTHS], coerce=int
    )
    restarts_yearly = forms.BooleanField(label=_("Elk jaar opnieuw vanaf 1"), required=False)
    next_number = forms.IntegerField(
        label=_("Volgende nummer"),
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=_(
            "Kom je in de loop van het jaar van een ander programma? Ga dan hier verder, "
            "bijvoorbeeld met 421. Is er al een nummer gegeven, dan ligt het volgende vast."
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER_MESSAGE),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-short"}),
    )

    @staticmethod
    def initial_of(look: NumberFormat, next_number: int) -> dict[str, Any]:
        """Give what the form starts with."""
        names = ("prefix", "year_place", "separator", "width", "restarts_yearly")
        return {name: getattr(look, name) for name in names} | {"next_number": next_number}

    def look(self) -> NumberLook:
        """Give the look that was filled in."""
        return NumberLook(
            **{name: self.cleaned_data[name] for name in NumberLook.__dataclass_fields__}
        )
