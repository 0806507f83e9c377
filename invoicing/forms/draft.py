"""The forms of a draft: its head and one line; they read, the services check and compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from invoicing.formats import format_percent
from invoicing.forms.base import days_field
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import DayField, PlainDecimalField
from invoicing.models import Company, ExtraField, RevenueGroup
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.queries.companies import company_get
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.revenue_groups import revenue_groups
from invoicing.queries.vat_rates import vat_percentages_at
from invoicing.services.drafts import DraftLine
from invoicing.vat import treatments_for_country

Choice = tuple[str, str]


def vat_value(treatment: str, rate: Decimal) -> str:
    """Write a treatment and rate (per cent) as the value of a choice: 'domestic:21'."""
    return f"{treatment}:{rate.normalize():f}" if rate else f"{treatment}:0"


@dataclass(frozen=True)
class DraftSetup:
    """What the forms of a draft offer in one account, on one date."""

    account: Account
    company: Company
    vat_choices: list[Choice]
    groups: list[RevenueGroup]
    fields: list[ExtraField]

    def fields_of(self, level: str) -> list[ExtraField]:
        """Give the extra fields of one level."""
        return [field for field in self.fields if field.level == level]


def draft_setup(account: Account, tax_point: date) -> DraftSetup:
    """Gather what can be chosen; the date decides which VAT rates exist."""
    return DraftSetup(
        account=account,
        company=company_get(account=account),
        vat_choices=_vat_choices(account.country, tax_point),
        groups=list(revenue_groups(account=account)),
        fields=list(extra_fields_active(account=account)),
    )


def _vat_choices(country: str, tax_point: date) -> list[Choice]:
    language = (get_language() or "nl")[:2]
    choices = [
        (vat_value("domestic", rate), format_percent(rate, language))
        for rate in vat_percentages_at(country=country, tax_point=tax_point)
        if rate
    ]
    for treatment in treatments_for_country(country):
        if not treatment.charges_vat:
            label = treatment.label.get(language, treatment.label["nl"])
            percent = format_percent(Decimal(0), language)
            choices.append((vat_value(treatment.code, Decimal(0)), f"{percent} {label}"))
    return choices


class DraftForm(WithExtraFields):
    """The head of a draft; the customer is typed by name, `customer_id` is who was meant."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    draft = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    customer_id = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    vat_default = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    customer = forms.CharField(
        label=_("Klant"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "customer-options", "autocomplete": "off"}),
    )
    issue_date = DayField(
        label=_("Factuurdatum"), required=False, help_text=_("Leeg: de dag van versturen.")
    )
    payment_term_days = days_field(required=False)
    tax_point = DayField(
        label=_("Leveringsdatum"),
        required=False,
        help_text=_("Als die anders is dan de factuurdatum; ze bepaalt het btw-tarief."),
    )
    customer_reference = forms.CharField(
        label=_("Referentie van de klant"), required=False, max_length=100
    )
    language = forms.ChoiceField(
        label=_("Taal"), required=False, choices=[("", _("Zoals de klant")), *settings.LANGUAGES]
    )
    prices_include_vat = forms.TypedChoiceField(
        label=_("Prijzen"),
        required=False,
        coerce=lambda value: value == "1",
        choices=[("0", _("zonder btw")), ("1", _("btw inbegrepen"))],
    )
    note = forms.CharField(
        label=_("Opmerking onderaan"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        setup: DraftSetup,
        extra: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Add the account's document fields; `extra` holds their stored values."""
        super().__init__(*args, **kwargs)
        usual = str(setup.company.payment_term_days)
        self.fields["payment_term_days"].widget.attrs["placeholder"] = usual
        self.add_extra_fields(setup.fields_of(ExtraFieldLevel.DOCUMENT), extra or {})


class DraftLineForm(WithExtraFields):
    """One line, as typed."""

    description = forms.CharField(
        label=_("Omschrijving"), required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    quantity = PlainDecimalField(label=_("Aantal"), required=False, shown=0)
    unit = forms.CharField(label=_("Eenheid"), required=False)
    unit_price = PlainDecimalField(label=_("Prijs"), required=False)
    discount_percent = PlainDecimalField(
        label=_("Korting in %"), required=False, places=2, shown=0, is_percentage=True
    )
    vat = forms.ChoiceField(label=_("Btw"), required=False)
    group = forms.ChoiceField(label=_("Omzetgroep"), required=False)

    def __init__(
        self,
        *args: Any,
        setup: DraftSetup,
        index: int,
        extra: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the account's VAT choices, revenue groups and line fields."""
        super().__init__(*args, prefix=f"lines-{index}", **kwargs)
        self.index = index
        self.amount: Decimal | None = None
        self.setup = setup
        self._offer("vat", setup.vat_choices)
        self._offer("group", [(group.key, group.name) for group in setup.groups])
        if len(setup.groups) < 2:
            del self.fields["group"]
        self.add_extra_fields(setup.fields_of(ExtraFieldLevel.LINE), extra or {})
        for name, field in self.fields.items():
            # The place of the error is always there, so that it can appear while somebody types.
            field.widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}_error"

    def _offer(self, name: str, choices: list[Choice]) -> None:
        """Set the choices; a stored value that is no longer offered stays choosable."""
        kept = str(self.initial.get(name) or "")
        known = {value for value, _label in choices}
        field = self.fields[name]
        extra = [(kept, kept.replace(":", " "))] if kept and kept not in known else []
        field.choices = choices + extra  # type: ignore[attr-defined]

    @property
    def more_labels(self) -> list[str]:
        """Name what stands folded under the line."""
        names = [name for name in ("group", *self.extra_names()) if name in self.fields]
        return [str(self.fields[name].label) for name in names]

    @property
    def is_unfolded(self) -> bool:
        """Whether something under the line is filled in, wrong or obligatory."""
        asked = any(field.required for field in self.setup.fields_of(ExtraFieldLevel.LINE))
        return asked or any(self[name].value() or self[name].errors for name in self.extra_names())

    @property
    def vat_out_of_band(self) -> SafeString:
        """Give the VAT choice as htmx swaps it in by its id."""
        return self["vat"].as_widget(attrs={"hx-swap-oob": "true"})

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; a line that only has a quantity or VAT counts as blank."""
        typed = ("description", "unit_price", *self.extra_names())
        return not any(self.cleaned_data.get(name) for name in typed) and not self.errors

    def line(self) -> DraftLine:
        """Give what was typed, for the service; a quantity left open is 1, a price left open 0."""
        values = self.cleaned_data
        treatment, _colon, rate = (values["vat"] or self.setup.vat_choices[0][0]).partition(":")
        quantity = values["quantity"]
        return DraftLine(
            description=values["description"],
            quantity=Decimal(1) if quantity is None else quantity,
            unit=values["unit"],
            unit_price=values["unit_price"] or Decimal(0),
            discount_percent=values["discount_percent"] or Decimal(0),
            treatment=treatment,
            vat_rate=Decimal(rate or 0),
            revenue_group=self._group(values.get("group", "")),
            extra=self.extra_values(),
        )

    def _group(self, key: str) -> RevenueGroup | None:
        return next((group for group in self.setup.groups if group.key == key), None)
