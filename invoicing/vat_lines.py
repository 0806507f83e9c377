"""The VAT proposed for one line, from seller, buyer and product (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from invoicing import vat_proposals as proposals
from invoicing.documents import LineNature
from invoicing.vat import EU_COUNTRIES, OSS, propose_treatment
from invoicing.vat_proposals import Proposal

# A choice at the customer says 'abroad' once; whether goods or a service decides which of the two.
AS_GOODS = {"eu_services": "eu_goods", "outside_scope": "export_goods"}
AS_SERVICE = {goods: service for service, goods in AS_GOODS.items()}
SMALL_BUSINESS_EXCEPTIONS = frozenset({"eu_services", "outside_scope"})


@dataclass(frozen=True, kw_only=True)
class SaleSeller:
    """What of the seller matters for VAT; `country` is an ISO code."""

    country: str
    is_small_business: bool = False
    uses_oss: bool = False


@dataclass(frozen=True, kw_only=True)
class SaleBuyer:
    """What of the buyer matters for VAT; `treatment` is what was chosen at the customer, and
    `delivery_country` where goods go when that is not the buyer's country.
    """

    country: str
    is_business: bool = True
    vat_number: str = ""
    treatment: str = ""
    delivery_country: str = ""

    @property
    def place(self) -> str:
        """The country that goods go to."""
        return self.delivery_country or self.country


@dataclass(frozen=True, kw_only=True)
class SaleProduct:
    """What of the product matters for VAT; `treatment` is what was chosen at the product."""

    nature: str = LineNature.UNKNOWN
    treatment: str = ""


NO_PRODUCT = SaleProduct()


def propose_line_treatment(
    seller: SaleSeller, buyer: SaleBuyer, product: SaleProduct = NO_PRODUCT
) -> Proposal:
    """Propose the treatment of a line with its reason; a person may choose another.

    In this order: what was paid in the customer's name has no VAT; a small business charges none;
    then what the product says (exempt, zero rate), what the customer says, and the rules of the
    place of supply.
    """
    if LineNature.DISBURSEMENT in (product.nature, product.treatment):
        return proposals.DISBURSEMENT
    by_rule = _by_rule(seller, buyer, product)
    if seller.is_small_business and by_rule.code not in SMALL_BUSINESS_EXCEPTIONS:
        return by_rule
    if product.treatment not in ("", "domestic"):
        country = buyer.place if product.treatment == OSS else ""
        return Proposal(product.treatment, proposals.OF_PRODUCT, country)
    if buyer.treatment and not _goes_elsewhere(buyer, product):
        return _of_customer(buyer, product)
    return by_rule


def _goes_elsewhere(buyer: SaleBuyer, product: SaleProduct) -> bool:
    """Whether these goods are not delivered abroad where the customer's choice takes them to be."""
    is_abroad = buyer.treatment in AS_GOODS or buyer.treatment in AS_SERVICE
    return is_abroad and product.nature == LineNature.GOODS and buyer.place != buyer.country


def _by_rule(seller: SaleSeller, buyer: SaleBuyer, product: SaleProduct) -> Proposal:
    return propose_treatment(
        seller.country,
        seller.is_small_business,
        buyer.country,
        buyer.is_business,
        buyer.vat_number,
        goods=product.nature == LineNature.GOODS,
        uses_oss=seller.uses_oss,
        delivery_country=buyer.delivery_country,
    )


def _of_customer(buyer: SaleBuyer, product: SaleProduct) -> Proposal:
    code = buyer.treatment
    if product.nature == LineNature.GOODS:
        code = AS_GOODS.get(code, code)
    elif product.nature != LineNature.UNKNOWN:
        code = AS_SERVICE.get(code, code)
    country = buyer.place if code == OSS and buyer.place in EU_COUNTRIES else ""
    return replace(Proposal(code, proposals.OF_CUSTOMER), vat_country=country)
