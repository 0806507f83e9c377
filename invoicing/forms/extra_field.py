"""The forms that define the user's own fields: where it stands and what it holds, then the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.extra_definitions import HINT_LENGTH, LABEL_LENGTH, ON_PAPER, FieldDetails
from invoicing.extra_templates import TEMPLATE_LENGTH, template_shown
from invoicing.extra_values import choice_label
from invoicing.forms.base import PlainForm, make_plain
from invoicing.forms.extra_inputs import extra_input, input_value, stored_value
from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType
from invoicing.reader_language import reader_language

OPTIONS_LENGTH = 12_000
LEVELS = [
    (ExtraFieldLevel.DOCUMENT, _("Op de factuur, één keer")),
    (ExtraFieldLevel.LINE, _("Op elke factuurlijn")),
    (ExtraFieldLevel.CUSTOMER, _("Bij de klant")),
    (ExtraFieldLevel.PRODUCT, _("Bij het artikel")),
]
TYPES = [
    (ExtraFieldType.TEXT, _("Tekst")),
    (ExtraFieldType.MULTILINE, _("Tekst op meer regels")),
    (ExtraFieldType.INTEGER, _("Geheel getal")),
    (ExtraFieldType.DECIMAL, _("Getal met decimalen")),
    (ExtraFieldType.AMOUNT, _("Bedrag")),
    (ExtraFieldType.DATE, _("Datum")),
    (ExtraFieldType.PERCENTAGE, _("Percentage")),
    (ExtraFieldType.BOOLEAN, _("Ja of nee")),
    (ExtraFieldType.CHOICE, _("Keuze uit een lijst")),
    (ExtraFieldType.URL, _("Webadres")),
]
REQUIRED_WORDS = {
    ExtraFieldLevel.DOCUMENT: _("Verplicht om een factuur te versturen"),
    ExtraFieldLevel.LINE: _("Verplicht op elke lijn om een factuur te versturen"),
    ExtraFieldLevel.CUSTOMER: _("Verplicht om een klant te bewaren"),
    ExtraFieldLevel.PRODUCT: _("Verplicht om een artikel te bewaren"),
}


class ExtraFieldKindForm(PlainForm):
    """The first step of a new field: where it stands and what it holds; never changed later."""

    level = forms.ChoiceField(label=_("Waar staat het?"), choices=LEVELS)
    type = forms.ChoiceField(label=_("Wat vul je erin?"), choices=TYPES)


class ExtraFieldForm(PlainForm):
    """The rest of a definition, for one level and type."""

    label = forms.CharField(
        label=_("Naam van het veld"),
        max_length=LABEL_LENGTH,
        help_text=_("Zo staat het op het scherm en op de factuur, bv. Bestelnummer."),
        error_messages={"required": _("Geef het veld een naam.")},
    )
    hint = forms.CharField(
        label=_("Uitleg bij het invullen"), max_length=HINT_LENGTH, required=False
    )
    options = forms.CharField(
        label=_("Mogelijkheden"),
        required=False,
        max_length=OPTIONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Elke mogelijkheid op een eigen lijn, in de volgorde van de lijst."),
    )
    automatic = forms.CharField(
        label=_("Automatische waarde"),
        max_length=TEMPLATE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Komt er vanzelf als je het veld leeg laat. Variabelen staan hieronder."),
    )
    on_pdf = forms.BooleanField(label=_("Toon op de pdf"), required=False, initial=True)
    required = forms.BooleanField(label=_("Verplicht"), required=False)
    field_order = ("label", "hint", "options", "default", "automatic", "on_pdf", "required")

    def __init__(self, *args: Any, field: ExtraField, **kwargs: Any) -> None:
        """Ask what fits the level and type of the field, which may be new."""
        super().__init__(*args, **kwargs)
        self.field = field
        self.fields["required"].label = REQUIRED_WORDS[ExtraFieldLevel(field.level)]
        if field.level not in ON_PAPER:
            del self.fields["on_pdf"]
        if field.type != ExtraFieldType.CHOICE:
            del self.fields["options"]
        self._add_default()
        self.order_fields(self.field_order)
        if field.pk:
            self._start()

    def _add_default(self) -> None:
        default = forms.CharField(max_length=100)
        if self.field.type != ExtraFieldType.CHOICE:
            default = extra_input(self.field)  # type: ignore[assignment]
        default.label = _("Standaardwaarde")
        default.required = False
        default.help_text = _("Staat al ingevuld in wat nieuw is; je kunt het altijd wijzigen.")
        if self.field.type == ExtraFieldType.CHOICE:
            default.help_text = _("Een van de mogelijkheden hierboven. Leeg: niets gekozen.")
        make_plain(default)
        self.fields["default"] = default

    def _start(self) -> None:
        field = self.field
        label = choice_label(field, field.default)
        options = [each["label"] for each in field.choices if not each["archived"]]
        self.initial.update(
            {
                "label": field.label,
                "hint": field.hint,
                "options": "\n".join(options),
                "default": label or input_value(field, field.default),
                "automatic": template_shown(field.automatic, reader_language()),
                "on_pdf": field.on_pdf,
                "required": field.required,
            }
        )

    def details(self) -> FieldDetails:
        """Give what was typed, for the service."""
        typed = self.cleaned_data
        lines = typed.get("options", "").splitlines()
        is_choice = self.field.type == ExtraFieldType.CHOICE
        return FieldDetails(
            label=typed["label"],
            hint=typed["hint"],
            options=[" ".join(line.split()) for line in lines if line.strip()],
            default=typed["default"] if is_choice else stored_value(self.field, typed["default"]),
            automatic=typed["automatic"],
            on_pdf=typed.get("on_pdf", True),
            required=typed["required"],
        )
