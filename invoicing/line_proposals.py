"""A draft line filled in from a product, or from an advance that a final invoice takes off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Account
from invoicing.documents import LineNature
from invoicing.draft_values import DraftLine
from invoicing.formats import format_date
from invoicing.models import Company, Customer, Document, Product
from invoicing.money import ZERO, round_places
from invoicing.queries.companies import company_get
from invoicing.queries.remaining import remaining_groups
from invoicing.queries.vat_rates import RatesOn
from invoicing.totals import group_key
from invoicing.vat import treatment_for_code
from invoicing.vat_lines import SaleBuyer, SaleProduct, SaleSeller, propose_line_treatment
from invoicing.vat_mentions import Texts, texts

STANDARD = "standard"
DEDUCTION = texts(
    "Af: voorschotfactuur {number} van {date}",
    "À déduire : facture d'acompte {number} du {date}",
    "Less: advance invoice {number} of {date}",
)


@dataclass(frozen=True, kw_only=True)
class VatProposal:
    """The VAT proposed for a line: treatment, name and percentage of the rate, country for OSS.

    `reason` is a plain sentence per language.
    """

    treatment: str
    rate_name: str
    rate: Decimal
    country: str
    reason: Texts


@dataclass(frozen=True, kw_only=True)
class ProposedLine:
    """A line with the reason for its VAT, as a plain sentence per language."""

    line: DraftLine
    reason: Texts


def line_from_product(
    *,
    account: Account,
    product: Product,
    customer: Customer | None,
    tax_point: date,
    quantity: Decimal = Decimal(1),
    prices_include_vat: bool = False,
    delivery_country: str = "",
) -> ProposedLine:
    """Fill in a line: text, price, revenue group and months from the product, VAT by both.

    The price is turned into one with or without VAT when the document's prices are the other kind.
    """
    company = company_get(account=account)
    rates = RatesOn(tax_point)
    proposal = propose_vat(
        company,
        customer,
        rates,
        nature=product.nature,
        product=product,
        delivery_country=delivery_country,
    )
    home_rate = home_rate_of(company, rates, product)
    deferred_from, deferred_to = _months(product, tax_point)
    line = DraftLine(
        description=product.description or product.name,
        quantity=quantity,
        unit=product.unit,
        unit_price=price_for(product, home_rate, proposal.rate, prices_include_vat),
        treatment=proposal.treatment,
        vat_rate=proposal.rate,
        rate_name=proposal.rate_name,
        vat_country=proposal.country,
        revenue_group=product.revenue_group,
        product=product,
        nature=product.nature,
        cost_centre=product.cost_centre,
        deferred_from=deferred_from,
        deferred_to=deferred_to,
    )
    return ProposedLine(line=line, reason=proposal.reason)


def propose_vat(
    company: Company,
    customer: Customer | None,
    rates: RatesOn,
    *,
    nature: str = LineNature.UNKNOWN,
    product: Product | None = None,
    delivery_country: str = "",
) -> VatProposal:
    """Propose the VAT of a line of this nature; without a customer that of the seller's country.

    Goods go by `delivery_country`, where it is given, services by the customer's.

    A rate of 0 % is the zero-rate treatment. A name that the country of destination does not have
    becomes its standard rate.
    """
    sold = SaleProduct(nature=nature, treatment=product.treatment if product else "")
    found = propose_line_treatment(
        _seller(company), _buyer(company, customer, delivery_country), sold
    )
    treatment, rate_name, rate = found.code, "", ZERO
    if treatment_for_code(found.code).charges_vat:
        wanted = (product.rate_name if product else "") or STANDARD
        country = found.vat_country or company.country
        rate_name, percent = _rate(rates, country, wanted)
        rate = percent or ZERO
        if percent == 0:
            treatment, rate_name = "zero_rate", ""
    return VatProposal(
        treatment=treatment,
        rate_name=rate_name,
        rate=rate,
        country=found.vat_country,
        reason=found.reason,
    )


def home_rate_of(company: Company, rates: RatesOn, product: Product) -> Decimal:
    """Give the rate that a price with VAT was set with: that of the seller's own country."""
    return rates.percent(company.country, product.rate_name or STANDARD) or ZERO


def _rate(rates: RatesOn, country: str, wanted: str) -> tuple[str, Decimal | None]:
    for name in (wanted, STANDARD):
        percent = rates.percent(country, name)
        if percent is not None:
            return name, percent
    return wanted, None


def _seller(company: Company) -> SaleSeller:
    return SaleSeller(
        country=company.country,
        is_small_business=company.is_small_business,
        uses_oss=company.uses_oss,
    )


def _buyer(company: Company, customer: Customer | None, delivery_country: str) -> SaleBuyer:
    if customer is None:
        return SaleBuyer(country=company.country)
    return SaleBuyer(
        country=customer.country,
        is_business=customer.is_business,
        vat_number=customer.vat_number,
        treatment=customer.default_treatment,
        delivery_country=delivery_country,
    )


def advance_lines(advance: Document, *, prices_include_vat: bool = False) -> list[DraftLine]:
    """Give the lines that take what is left of an advance invoice off its final invoice.

    One negative line per treatment and rate, in the advance's revenue group and language.
    """
    first_lines = {
        group_key(line.treatment, line.vat_rate, line.vat_country): line
        for line in reversed(list(advance.lines.select_related("revenue_group")))
    }
    return [
        DraftLine(
            description=_deduction_text(advance),
            unit_price=-(left.gross if prices_include_vat else left.net),
            treatment=treatment,
            vat_rate=rate,
            vat_country=country,
            revenue_group=first_lines[treatment, rate, country].revenue_group,
            nature=LineNature.ADVANCE,
            advance=advance,
        )
        for (treatment, rate, country), left in remaining_groups(advance).items()
        if left.net
    ]


def _deduction_text(advance: Document) -> str:
    text = DEDUCTION.get(advance.language, DEDUCTION["en"])
    day = format_date(advance.issue_date, advance.language) if advance.issue_date else ""
    return text.format(number=advance.number, date=day)


def price_for(product: Product, home_rate: Decimal, rate: Decimal, including: bool) -> Decimal:
    """Give a product's price with or without VAT, to 4 decimals where it is of the other kind."""
    if product.price_includes_vat == including:
        return product.unit_price
    if including:
        return round_places(product.unit_price * (100 + rate) / 100, 4)
    return round_places(product.unit_price * 100 / (100 + home_rate), 4)


def _months(product: Product, start: date) -> tuple[date | None, date | None]:
    """Whole months from the first of this one, for deferred revenue."""
    if product.nature != LineNature.DEFERRED:
        return None, None
    first = start.replace(day=1)
    following = first.year * 12 + first.month - 1 + product.months
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
