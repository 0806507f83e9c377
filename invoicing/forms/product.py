"""The form of a product."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Account
from invoicing.formats import format_percent
from invoicing.forms.base import RowForm
from invoicing.forms.choices import RowChoiceField
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import PlainDecimalField
from invoicing.forms.folding import Fold, folds
from invoicing.forms.party import treatment_choices
from invoicing.models import Product, RevenueGroup
from invoicing.models.product import Nature
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.vat_rates import vat_rates_at
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.services.changes import row_fingerprint
from invoicing.services.products import ProductValues
from invoicing.vat import DISBURSEMENT
from invoicing.vat_rates import RATE_LABELS

MONTHS_MESSAGE = _("Vul hier een aantal maanden van 1 tot 120 in.")


def rate_words(country: str, day: date) -> dict[str, str]:
    """Name the VAT rates of a country with their percentage on a day, by key."""
    language = reader_language()
    return {
        rate.name: f"{in_reader_language(RATE_LABELS[rate.name])} "
        f"({format_percent(rate.percentage, language)})"
        for rate in vat_rates_at(country=country, tax_point=day)
    }


class ProductForm(RowForm, WithExtraFields):
    """Everything that is kept about a product; only the name is obligatory."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=200,
        error_messages={"required": _("Geef het artikel een naam.")},
    )
    code = forms.CharField(label=_("Artikelnummer"), max_length=30, required=False)
    description = forms.CharField(
        label=_("Omschrijving op de factuur"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Laat leeg om de naam op de factuur te zetten."),
    )
    unit_price = PlainDecimalField(label=_("Prijs in euro"), required=False)
    unit = forms.CharField(
        label=_("Eenheid"), max_length=20, required=False, help_text=_("Bv. stuk, uur of m².")
    )
    price_includes_vat = forms.TypedChoiceField(
        label=_("Deze prijs is"),
        coerce=lambda value: value == "1",
        choices=[("0", _("zonder btw")), ("1", _("btw inbegrepen"))],
        required=False,
        empty_value="",
    )
    rate_name = forms.ChoiceField(
        label=_("Btw-tarief"), help_text=_("Met het percentage van vandaag.")
    )
    nature = forms.ChoiceField(label=_("Soort"), choices=Nature.choices, initial=Nature.SERVICE)
    months = forms.IntegerField(
        label=_("Looptijd in maanden"),
        min_value=0,
        max_value=120,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), MONTHS_MESSAGE),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-short"}),
        help_text=_("Over zoveel maanden wordt de opbrengst gespreid, bv. 12."),
    )
    revenue_group = RowChoiceField(
        key="key", label=_("Omzetgroep"), empty_label=_("De gewone omzetgroep")
    )
    treatment = forms.ChoiceField(
        label=_("Btw-stelsel"),
        required=False,
        help_text=_("Alleen als dit artikel altijd hetzelfde stelsel heeft, bv. vrijgesteld."),
    )
    cost_centre = forms.CharField(label=_("Kostenplaats"), max_length=20, required=False)

    def __init__(
        self, *args: Any, account: Account, product: Product | None, **kwargs: Any
    ) -> None:
        """Offer the rates and treatments of the account's country, its groups and its fields."""
        super().__init__(*args, **kwargs)
        self.product = product
        rates = rate_words(account.country, clock.today())
        if product and product.rate_name and product.rate_name not in rates:
            rates[product.rate_name] = in_reader_language(RATE_LABELS[product.rate_name])
        self.fields["rate_name"].choices = list(rates.items())  # type: ignore[attr-defined]
        treatment = product.treatment if product else ""
        present = treatment if treatment != DISBURSEMENT else ""
        self.fields["treatment"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in treatment_choices(account.country, _("De klant beslist"), present)
            if choice[0] != DISBURSEMENT
        ]
        rows = RevenueGroup.objects.filter(account=account).order_by("-is_default", "name")
        group = product.revenue_group if product else None
        RowChoiceField.of(self, "revenue_group").offer(rows, group)
        own = list(extra_fields_active(account=account, level="product"))
        self.asked = {field.key for field in own}
        self.add_extra_fields(own, product.extra if product else None)

    @property
    def folds(self) -> list[Fold]:
        """Give the parts that few products need."""
        return folds(
            self,
            (
                _("Btw-stelsel en kostenplaats"),
                _("Als dit artikel altijd hetzelfde stelsel of dezelfde kostenplaats heeft."),
                ["treatment", "cost_centre"],
            ),
            (_("Extra velden"), _("Wat je zelf bijhoudt."), self.extra_names()),
        )

    def values(self) -> ProductValues:
        """Give the checked input for the service; what is not asked stays as it is."""
        typed = self.cleaned_data
        stored = self.product.extra if self.product else {}
        hidden = {key: value for key, value in stored.items() if key not in self.asked}
        return ProductValues(
            name=typed["name"],
            code=typed["code"],
            description=typed["description"],
            unit=typed["unit"],
            unit_price=typed["unit_price"] or Decimal(0),
            price_includes_vat=bool(typed["price_includes_vat"]),
            rate_name=typed["rate_name"],
            treatment=typed["treatment"],
            revenue_group=typed["revenue_group"],
            nature=typed["nature"],
            months=(typed["months"] or 0) if typed["nature"] == Nature.DEFERRED else 0,
            cost_centre=typed["cost_centre"],
            extra=hidden | self.extra_values(),
        )

    @staticmethod
    def initial_of(product: Product) -> dict[str, Any]:
        """Give what the form starts with."""
        names = [name for name in ProductForm.base_fields if hasattr(product, name)]
        return {name: getattr(product, name) for name in names} | {
            "price_includes_vat": "1" if product.price_includes_vat else "0",
            "rate_name": product.rate_name or "standard",
            "treatment": "" if product.treatment == DISBURSEMENT else product.treatment,
            "months": product.months or None,
            "seen": row_fingerprint(product),
        }
