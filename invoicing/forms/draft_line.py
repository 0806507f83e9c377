"""One line of a draft, as typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from invoicing.formats import format_price
from invoicing.forms.draft_setup import DraftLinks, DraftSetup, DraftVat
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import PlainDecimalField
from invoicing.forms.months import MonthField
from invoicing.forms.vat_choices import VatField, choice_proposed, choice_read
from invoicing.models import Document, Product, RevenueGroup
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.models.product import Nature
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.services.drafts import DraftLine

HIDDEN = ("vat_proposed", "priced", "product_id", "advance")
# What stands folded under the line, in this order; the account's own fields follow.
MORE = ("product", "group", "nature", "cost_centre", "deferred_from", "deferred_to")
NATURES = [("", _("Niet gekozen")), *Nature.choices]


class DraftLineForm(WithExtraFields):
    """One line; `product_id` and `advance` are public ids, `vat_proposed` what was proposed,
    `priced` whether its price was with VAT (1) or without (0).
    """

    description = forms.CharField(
        label=_("Omschrijving"), required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    quantity = PlainDecimalField(label=_("Aantal"), required=False, shown=0)
    unit = forms.CharField(label=_("Eenheid"), required=False)
    unit_price = PlainDecimalField(label=_("Prijs"), required=False)
    discount_percent = PlainDecimalField(
        label=_("Korting in %"), required=False, places=2, shown=0, is_percentage=True
    )
    vat = VatField(label=_("Btw"), required=False)
    product = forms.CharField(label=_("Artikel"), required=False, max_length=300)
    group = forms.ChoiceField(label=_("Omzetgroep"), required=False)
    nature = forms.ChoiceField(label=_("Soort"), required=False, choices=NATURES)
    cost_centre = forms.CharField(label=_("Kostenplaats"), required=False)
    deferred_from = MonthField(label=_("Eerste maand"), required=False)
    deferred_to = MonthField(label=_("Laatste maand"), required=False, is_last=True)
    vat_proposed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    priced = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)
    product_id = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    advance = forms.SlugField(
        label=_("Voorschot"), required=False, max_length=16, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        setup: DraftSetup,
        vat: DraftVat,
        index: int,
        links: DraftLinks,
        extra: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the account's VAT choices, revenue groups and line fields."""
        super().__init__(*args, prefix=f"lines-{index}", **kwargs)
        self.index, self.setup, self.links, self.draft_vat = index, setup, links, vat
        self.amount: Decimal | None = None
        self._offer_vat()
        self._offer_groups()
        if not setup.has_products and not self["product"].value():
            del self.fields["product"]
        else:
            self.fields["product"].widget.attrs.update(setup.product_picker)
        self.add_extra_fields(setup.fields_of(ExtraFieldLevel.LINE), extra)
        for name, field in self.fields.items():
            # The place of the error is always there, so that it can appear while somebody types.
            hint = f" id_{self.prefix}-{name}_helptext" if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}_error{hint}"

    def _offer_vat(self) -> None:
        field = self.fields["vat"]
        keeps_rate = bool(self._shown("advance"))
        field.offer(  # type: ignore[attr-defined]
            self.draft_vat.offer, self._shown("vat"), keeps_rate=keeps_rate
        )

    def _offer_groups(self) -> None:
        """Offer the active groups, and the line's own when that was archived; one is no choice."""
        present = self["group"].value()
        groups = [
            (group.key, group.name)
            for group in self.setup.groups
            if group.archived_at is None or group.key == present
        ]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        if len(groups) < 2:
            del self.fields["group"]

    def clean(self) -> None:
        """Refuse an advance that is none, beside the amount that it would take off."""
        public_id = self.cleaned_data.get("advance")
        if public_id and public_id not in self.links.advances:
            self.add_error("unit_price", _t("Kies een voorschotfactuur die al verstuurd is."))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; a line that only has a quantity or VAT counts as blank."""
        if self.errors or self.extra_is_typed:
            return False
        return not any(
            self.cleaned_data.get(name) for name in ("description", "unit_price", "product_id")
        )

    def line(self) -> DraftLine:
        """Give what was typed, for the service; a quantity left open is 1, a price left open 0."""
        values = self.cleaned_data
        choice, quantity = values["vat"], values["quantity"]
        return DraftLine(
            description=values["description"],
            quantity=Decimal(1) if quantity is None else quantity,
            unit=values["unit"],
            unit_price=values["unit_price"] or Decimal(0),
            discount_percent=values["discount_percent"] or Decimal(0),
            treatment=choice.treatment,
            vat_rate=choice.rate or Decimal(0),
            rate_name=choice.rate_name,
            vat_country=choice.country,
            revenue_group=self._group(values.get("group", "")),
            product=self.product_chosen,
            nature=values["nature"],
            cost_centre=values["cost_centre"],
            deferred_from=values["deferred_from"],
            deferred_to=values["deferred_to"],
            advance=self.links.advances.get(values["advance"]),
            extra=self.extra_values(),
        )

    def _group(self, key: str) -> RevenueGroup | None:
        return next((group for group in self.setup.groups if group.key == key), None)

    def _shown(self, name: str) -> str:
        return str(self[name].value() or "") if name in self.fields else ""

    @property
    def product_chosen(self) -> Product | None:
        """The product that the line was filled in from."""
        return self.links.products.get(self._shown("product_id"))

    @property
    def advance_taken(self) -> Document | None:
        """The advance that the line takes off."""
        return self.links.advances.get(self._shown("advance"))

    # What the template asks.

    @property
    def hidden(self) -> list[forms.BoundField]:
        """The hidden fields that hold something."""
        return [self[name] for name in HIDDEN if self[name].value()]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What stands folded under the line."""
        names = [name for name in (*MORE, *self.extra_names()) if name in self.fields]
        return [self[name] for name in names]

    @property
    def more_words(self) -> str:
        """Say in a few words what the folded part holds."""
        product, group = self.product_chosen, self._group(self._shown("group"))
        nature, centre = self._shown("nature"), self._shown("cost_centre")
        is_own_nature = product is None or nature != product.nature
        words = [
            product.code or product.name if product else "",
            group.name if group and not group.is_default else "",
            str(dict(Nature.choices).get(nature, "")) if is_own_nature else "",
            _t("kostenplaats %(code)s") % {"code": centre} if centre else "",
        ]
        return " · ".join(word for word in words if word)

    @property
    def is_unfolded(self) -> bool:
        """Whether something under the line asks for attention: a period, a field, an error."""
        if any(field.required for field in self.setup.fields_of(ExtraFieldLevel.LINE)):
            return True
        shown = ("deferred_from", "deferred_to", *self.extra_names())
        is_wrong = any(field.errors for field in self.more_fields)
        return is_wrong or any(self[name].value() for name in shown)

    @property
    def reason(self) -> str:
        """Say why this VAT is proposed, where it is not what the customer's card says already."""
        choice = choice_read(self._shown("vat"))
        if choice is None or self.advance_taken:
            return ""
        nature = self._shown("nature")
        found = self.draft_vat.proposal(
            nature if nature in Nature.values else "", self.product_chosen
        )
        proposed, reason = choice_proposed(found), in_reader_language(found.reason)
        if (choice.treatment, choice.country) == (proposed.treatment, proposed.country):
            return "" if self.draft_vat.is_usual(found) else reason
        label = self.draft_vat.offer.label(proposed)
        return _t("Zelf gekozen. Voorgesteld is '%(vat)s': %(reason)s") % {
            "vat": label,
            "reason": reason,
        }

    @property
    def price_note(self) -> str:
        """Say what a product's price with VAT became, where that is not right to the cent."""
        product = self.product_chosen
        if product is None or not product.price_includes_vat or self._shown("priced") != "0":
            return ""
        nature = self._shown("nature")
        nature = nature if nature in Nature.values else ""
        if self._shown("vat") != self.draft_vat.proposed(nature, product):
            return ""
        price = self.draft_vat.price(product, nature, including=False)
        rate = self.draft_vat.proposal(nature, product).rate
        shown = self.cleaned_data.get("unit_price") if self.is_bound else self["unit_price"].initial
        if not rate or shown != price or price * (100 + rate) == product.unit_price * 100:
            return ""
        return _t(
            "%(including)s met btw is hier %(excluding)s zonder btw. "
            "Kies bij 'Prijzen' 'btw inbegrepen' om op de cent uit te komen."
        ) % {
            "including": format_price(product.unit_price, reader_language()),
            "excluding": format_price(price, reader_language()),
        }
