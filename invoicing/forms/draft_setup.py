"""What the forms of a draft offer in one account, on one date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from accounts.models import Account
from invoicing.forms.product_choice import products_of
from invoicing.forms.vat_choices import VatOffer, choice_proposed
from invoicing.line_proposals import VatProposal, home_rate_of, price_for, propose_vat
from invoicing.models import (
    Company,
    Customer,
    Document,
    DocumentLine,
    ExtraField,
    PaymentCondition,
    Product,
    RevenueGroup,
)
from invoicing.queries.companies import company_get
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.payment_conditions import payment_conditions_all
from invoicing.queries.products import products_active
from invoicing.queries.remaining import advances_issued
from invoicing.queries.revenue_groups import revenue_groups_all
from invoicing.queries.vat_rates import RatesOn
from invoicing.vat import EU_COUNTRIES


@dataclass(frozen=True, kw_only=True)
class DraftSetup:
    """The account's own rows that a draft chooses from, archived ones too, and the rates."""

    account: Account
    company: Company
    rates: RatesOn
    groups: list[RevenueGroup]
    fields: list[ExtraField]
    conditions: list[PaymentCondition]
    has_products: bool

    def fields_of(self, level: str) -> list[ExtraField]:
        """Give the extra fields of one level."""
        return [field for field in self.fields if field.level == level]

    @cached_property
    def product_picker(self) -> dict[str, str]:
        """The attributes of an input in which a product is looked for."""
        return {
            "list": "product-options",
            "autocomplete": "off",
            "hx-get": reverse("product_options", args=[self.account.slug]),
            "hx-trigger": "focus once, input changed delay:200ms",
            "hx-target": "#product-options",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }

    @property
    def default_group(self) -> RevenueGroup | None:
        """The group of a line that has none of its own."""
        return next((group for group in self.groups if group.is_default), None)


def draft_setup(account: Account, tax_point: date) -> DraftSetup:
    """Gather what can be chosen; the date decides which VAT rates exist."""
    return DraftSetup(
        account=account,
        company=company_get(account=account),
        rates=RatesOn(tax_point),
        groups=list(revenue_groups_all(account=account)),
        fields=list(extra_fields_active(account=account)),
        conditions=list(payment_conditions_all(account=account)),
        has_products=products_active(account=account).exists(),
    )


@dataclass(frozen=True)
class DraftLinks:
    """The products and advances that the lines of a draft refer to, by public id."""

    products: Mapping[str, Product] = field(default_factory=dict)
    advances: Mapping[str, Document] = field(default_factory=dict)


def links_read(
    account: Account, product_ids: Iterable[str], advance_ids: Iterable[str]
) -> DraftLinks:
    """Read what lines refer to, in a query per kind; what is not the account's is left out."""
    return DraftLinks(
        products=products_of(account, product_ids),
        advances=advances_issued(account=account, public_ids=advance_ids),
    )


class DraftVat:
    """What VAT the lines of a draft can have, and what is proposed to each of them."""

    def __init__(
        self, setup: DraftSetup, customer: Customer | None, delivery_country: str = ""
    ) -> None:
        """Take who buys and where the goods go."""
        self.setup, self.customer, self.delivery_country = setup, customer, delivery_country
        self.offer = VatOffer(
            setup.company, setup.rates, _destinations(setup, customer, delivery_country)
        )
        self._proposals: dict[tuple[str, int | None], VatProposal] = {}

    def proposal(self, nature: str = "", product: Product | None = None) -> VatProposal:
        """Propose the VAT of a line of this nature; what nobody chose is the product's."""
        nature = nature or (product.nature if product else "")
        key = nature, product.pk if product else None
        if key not in self._proposals:
            self._proposals[key] = propose_vat(
                self.setup.company,
                self.customer,
                self.setup.rates,
                nature=nature,
                product=product,
                delivery_country=self.delivery_country,
            )
        return self._proposals[key]

    def proposed(self, nature: str = "", product: Product | None = None) -> str:
        """Give the proposal as the value of a choice."""
        return str(choice_proposed(self.proposal(nature, product)))

    def price(self, product: Product, nature: str, *, including: bool) -> Decimal:
        """Give a product's price as a line of this nature has it."""
        home_rate = home_rate_of(self.setup.company, self.setup.rates, product)
        return price_for(product, home_rate, self.proposal(nature, product).rate, including)

    def is_as_proposed(self, line: DocumentLine) -> bool:
        """Whether a stored line has the VAT proposed to it; a percentage without a name will do."""
        found = self.proposal(line.nature, line.product)
        same = (line.treatment, line.vat_country, line.vat_rate)
        is_named_so = line.rate_name in ("", found.rate_name)
        return is_named_so and same == (found.treatment, found.country, found.rate)

    def is_usual(self, found: VatProposal) -> bool:
        """Whether a proposal is the customer's own one, for the same reason."""
        usual = self.proposal()
        known = (usual.treatment, usual.country, usual.reason)
        return (found.treatment, found.country, found.reason) == known


def _destinations(setup: DraftSetup, customer: Customer | None, delivery_country: str) -> list[str]:
    """Where the goods of an OSS sale go: where they are delivered, or else where the buyer is."""
    if customer is not None and customer.is_business:
        return []
    country = delivery_country or (customer.country if customer else "")
    return [country] if country in EU_COUNTRIES - {setup.company.country} else []
