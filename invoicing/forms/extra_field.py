"""The forms that define the user's own fields."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import PlainForm
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType


class ExtraFieldChangeForm(PlainForm):
    """What may still change about a field that is in use."""

    label = forms.CharField(
        label=_("Naam van het veld"),
        max_length=60,
        help_text=_("Zo staat het op de factuur, bv. Bestelnummer."),
        error_messages={"required": _("Geef het veld een naam.")},
    )
    on_pdf = forms.BooleanField(label=_("Toon op de pdf"), required=False, initial=True)
    required = forms.BooleanField(label=_("Verplicht om een factuur te versturen"), required=False)


class ExtraFieldForm(ExtraFieldChangeForm):
    """A new field: also where it stands and what it holds."""

    level = forms.ChoiceField(
        label=_("Waar staat het?"),
        choices=[
            (ExtraFieldLevel.DOCUMENT, _("Eén keer op de factuur")),
            (ExtraFieldLevel.LINE, _("Op elke lijn")),
        ],
        initial=ExtraFieldLevel.DOCUMENT,
        widget=forms.RadioSelect,
    )
    type = forms.ChoiceField(
        label=_("Wat vul je erin?"),
        choices=[
            (ExtraFieldType.TEXT, _("Tekst")),
            (ExtraFieldType.MULTILINE, _("Tekst op meer regels")),
            (ExtraFieldType.DATE, _("Datum")),
        ],
        initial=ExtraFieldType.TEXT,
        widget=forms.RadioSelect,
    )
    field_order = ("label", "level", "type", "on_pdf", "required")
