"""The head of a draft; the form reads, the services check and compute."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import country_choices, days_field
from invoicing.forms.draft_setup import DraftSetup
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import DayField, PlainDecimalField
from invoicing.forms.payment_choice import (
    DAYS,
    ONLY_DAYS,
    PaymentField,
    payment_choices,
    usual_label,
)
from invoicing.models import PaymentCondition
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.payment_terms import PaymentTerms

# What stands folded under the lines, by the fold that it is in.
FOLDS = {
    "delivery": ("tax_point", "delivery_country", "prices_include_vat", "discount_percent"),
    "references": ("order_reference", "contract_reference", "period_start", "period_end"),
    "other": ("language", "g_account_percent", "is_advance"),
}
TEXTS = ("customer_reference", "order_reference", "contract_reference", "note")


def percent_field(**options: Any) -> PlainDecimalField:
    """Give a field for a percentage of the whole: 0 to 100, 2 decimals."""
    return PlainDecimalField(
        required=False, places=2, shown=0, is_percentage=True, minimum=0, maximum=100, **options
    )


def text_field(label: Any) -> forms.CharField:
    """Give a field for a reference of at most 100 characters."""
    return forms.CharField(label=label, required=False, max_length=100)


class DraftForm(WithExtraFields):
    """The head; the customer is typed by name, `customer_id` is who was meant."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    draft = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    customer_id = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    customer = forms.CharField(
        label=_("Klant"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "customer-options", "autocomplete": "off"}),
    )
    issue_date = DayField(
        label=_("Factuurdatum"), required=False, help_text=_("Leeg: de dag van versturen.")
    )
    payment_condition = PaymentField(label=_("Betaling"), required=False)
    payment_term_days = days_field(required=False)
    customer_reference = text_field(_("Referentie van de klant"))
    tax_point = DayField(
        label=_("Leveringsdatum"),
        required=False,
        help_text=_("Als die anders is dan de factuurdatum; ze bepaalt het btw-tarief."),
    )
    delivery_country = forms.ChoiceField(
        label=_("Land van levering"),
        required=False,
        help_text=_("Als de goederen ergens anders heen gaan dan het land van de klant."),
    )
    prices_include_vat = forms.TypedChoiceField(
        label=_("Prijzen"),
        required=False,
        coerce=lambda value: value == "1",
        choices=[("0", _("zonder btw")), ("1", _("btw inbegrepen"))],
    )
    discount_percent = percent_field(label=_("Korting op het geheel in %"))
    order_reference = text_field(_("Ordernummer"))
    contract_reference = text_field(_("Contractnummer"))
    period_start = DayField(label=_("Werk begonnen op"), required=False)
    period_end = DayField(label=_("Werk klaar op"), required=False)
    language = forms.ChoiceField(
        label=_("Taal"), required=False, choices=[("", _("Zoals de klant")), *settings.LANGUAGES]
    )
    g_account_percent = percent_field(
        label=_("Deel op de G-rekening in %"), help_text=_("Leeg: zoals bij de klant.")
    )
    is_advance = forms.BooleanField(label=_("Dit is een voorschotfactuur"), required=False)
    note = forms.CharField(
        label=_("Opmerking onderaan"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    add_product = forms.CharField(label=_("Artikel toevoegen"), required=False, max_length=300)

    def __init__(
        self,
        *args: Any,
        setup: DraftSetup,
        extra: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer what the account has; `extra` are stored values, None for a new one."""
        super().__init__(*args, **kwargs)
        self.setup = setup
        self._offer()
        self.add_extra_fields(setup.fields_of(ExtraFieldLevel.DOCUMENT), extra)
        for field in self.fields.values():
            # The place of the error is always there, so that it can appear while somebody types.
            field.template_name = "invoicing/_draft_field.html"  # type: ignore[attr-defined]

    def _offer(self) -> None:
        fields, setup = self.fields, self.setup
        country = str(self.initial.get("delivery_country") or "")
        countries = [("", _("Zoals de klant")), *country_choices(country)]
        fields["delivery_country"].choices = countries  # type: ignore[attr-defined]
        terms = payment_choices(setup, str(self["payment_condition"].value() or ""))
        fields["payment_condition"].choices = terms  # type: ignore[attr-defined]
        if len(terms) == ONLY_DAYS:
            del fields["payment_condition"]
        if setup.company.country != "NL" and not self["g_account_percent"].value():
            del fields["g_account_percent"]
        if not setup.has_products:
            del fields["add_product"]
        else:
            fields["add_product"].widget.attrs.update(
                setup.product_picker, placeholder=_("Naam of code")
            )

    def name_usual(self, usual: PaymentTerms) -> None:
        """Say what paying as usual means for the chosen customer."""
        self.fields["payment_term_days"].widget.attrs["placeholder"] = str(usual.days)
        if field := self.fields.get("payment_condition"):
            (usual_value, _label), *rest = field.choices  # type: ignore[attr-defined]
            field.choices = [(usual_value, usual_label(usual)), *rest]  # type: ignore[attr-defined]

    @property
    def is_typed(self) -> bool:
        """Whether the head holds words worth keeping."""
        return any(self[name].value() for name in TEXTS) or self.extra_is_typed

    def terms_chosen(self) -> tuple[PaymentCondition | None, int | None]:
        """Give the condition or the days that were chosen; neither means the usual ones.

        Days count where they were chosen, or where no conditions are asked for.
        """
        values = self.cleaned_data
        chosen = values.get("payment_condition", "")
        conditions = {each.public_id: each for each in self.setup.conditions}
        if chosen in conditions:
            return conditions[chosen], None
        is_asked = "payment_condition" in self.fields and "payment_condition" in self.data
        return None, values.get("payment_term_days") if chosen == DAYS or not is_asked else None

    def head_values(self) -> dict[str, Any]:
        """Give the rest of the head by the names of the content; what is wrong counts as open."""
        values = self.cleaned_data
        names = ("issue_date", "tax_point", "period_start", "period_end", "g_account_percent")
        return {
            **{name: values.get(name, "") for name in (*TEXTS, "language", "delivery_country")},
            **{name: values.get(name) for name in names},
            "prices_include_vat": values.get("prices_include_vat") is True,
            "discount_percent": values.get("discount_percent") or Decimal(0),
            "is_advance": values.get("is_advance", False),
        }

    # What the template asks.

    @property
    def told_live(self) -> list[forms.BoundField]:
        """The fields whose errors appear and go while somebody types."""
        return [field for field in self.visible_fields() if field.name != "customer"]

    @property
    def payment_out_of_band(self) -> SafeString:
        """Give the choice of payment terms as htmx swaps it in by its id."""
        return self["payment_condition"].as_widget(attrs={"hx-swap-oob": "true"})

    @property
    def add_product_out_of_band(self) -> SafeString:
        """Give the field for a product as htmx swaps it in by its id."""
        return self["add_product"].as_widget(attrs={"hx-swap-oob": "true"})

    def _fold(self, name: str) -> list[forms.BoundField]:
        return [self[field] for field in FOLDS[name] if field in self.fields]

    @property
    def folds(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """Give the folded parts: title, whether something in it is filled in or wrong, fields."""
        titles = {
            "delivery": _("Levering, prijzen en korting"),
            "references": _("Ordernummer, contract en periode van het werk"),
            "other": _("Taal en voorschot"),
        }
        if "g_account_percent" in self.fields:
            titles["other"] = _("Taal, G-rekening en voorschot")
        return [
            (str(title), any(map(_holds_something, self._fold(name))), self._fold(name))
            for name, title in titles.items()
        ]


def _holds_something(field: forms.BoundField) -> bool:
    return bool(field.errors) or field.value() not in (None, "", "0", False, "False")
