"""VAT rules: which treatment fits a sale, what it asks of the rate, and what it puts on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_noop

from invoicing import vat_mentions as mentions
from invoicing import vat_proposals as proposals
from invoicing.vat_proposals import Proposal
from invoicing.vat_treatments import (
    DISBURSEMENT,
    EU_COUNTRIES,
    OSS,
    REFUSED,
    TREATMENTS,
    RefusedScheme,
    Treatment,
    VatRuleError,
)

__all__ = [
    "DISBURSEMENT",
    "EU_COUNTRIES",
    "OSS",
    "REFUSED",
    "TREATMENTS",
    "Proposal",
    "RefusedScheme",
    "Treatment",
    "VatRuleError",
    "check_rate",
    "legal_mentions",
    "propose_treatment",
    "refused_schemes",
    "treatment_for_code",
    "treatment_for_ubl",
    "treatments_for_country",
]

# The only treatment with VAT of the seller's own country.
DOMESTIC = "domestic"
SMALL_BUSINESS_WORDS = re.compile(
    r"56 ?bis|kleine ?ondernem|petites? entreprises?|small (business|enterprise)|franchise"
    r"|art\.? ?25\b|\bkor\b",
    re.IGNORECASE,
)
# Categories that stand for one treatment, whoever sells to whom.
PLAIN_CATEGORIES = {
    "S": "domestic",
    "Z": "zero_rate",
    "K": "eu_goods",
    "G": "export_goods",
    "O": "outside_scope",
}
RATE_WANTED = gettext_noop("Kies het btw-stelsel 'Nultarief' als er geen btw op de lijn komt.")
UNSUPPORTED_CATEGORIES = {
    "L": "belasting van de Canarische Eilanden (IGIC)",
    "M": "belasting van Ceuta en Melilla (IPSI)",
    "B": "Italiaanse gesplitste betaling van btw",
}


def treatment_for_code(code: str) -> Treatment:
    """The treatment with this code; raises VatRuleError when there is none, with the reason for
    what is refused on purpose.
    """
    if code in REFUSED:
        raise VatRuleError(REFUSED[code].reason)
    try:
        return TREATMENTS[code]
    except KeyError:
        raise VatRuleError(f"Het btw-stelsel '{code}' bestaat niet.") from None


def treatments_for_country(seller_country: str) -> tuple[Treatment, ...]:
    """The treatments that a seller in this country can choose from, in their fixed order."""
    return tuple(
        treatment
        for treatment in TREATMENTS.values()
        if not treatment.countries or seller_country in treatment.countries
    )


def refused_schemes(seller_country: str) -> tuple[RefusedScheme, ...]:
    """What a seller in this country may look for and does not get, each with its reason."""
    return tuple(scheme for scheme in REFUSED.values() if seller_country in scheme.countries)


def check_rate(code: str, rate: Decimal) -> None:
    """Raise VatRuleError unless the rate (per cent) goes with the treatment: above 0 for domestic,
    else 0.
    """
    treatment = treatment_for_code(code)
    if rate and not treatment.charges_vat:
        raise VatRuleError.no_vat_here(code, rate)
    if not rate and treatment.charges_vat:
        # EN 16931 rule BR-S-05: standard rated means a rate above zero.
        raise VatRuleError(RATE_WANTED)


def legal_mentions(
    codes: Iterable[str],
    seller_country: str,
    language: str,
    *,
    is_credit_note: bool = False,
    is_renovation: bool = False,
) -> tuple[str, ...]:
    """The mentions that the document must carry: one per treatment in the given order, then the
    one of a renovated dwelling, then the credit note's where it has VAT of the seller's
    country.

    `language` is nl, fr or en (anything else reads as en). Raises VatRuleError for an unknown code.
    """
    treatments = [treatment_for_code(code) for code in dict.fromkeys(codes)]
    wording = [treatment.mention.get(seller_country) for treatment in treatments]
    if is_renovation:
        wording.append(mentions.RENOVATION.get(seller_country))
    if is_credit_note and DOMESTIC in {treatment.code for treatment in treatments}:
        wording.append(mentions.CREDIT_NOTE.get(seller_country))
    return tuple(text.get(language, text["en"]) for text in wording if text)


def propose_treatment(
    seller_country: str,
    seller_small_business: bool,
    buyer_country: str,
    buyer_is_business: bool,
    buyer_vat_number: str,
    *,
    goods: bool = False,
    uses_oss: bool = False,
    delivery_country: str = "",
) -> Proposal:
    """Propose a treatment for a sale of services (or goods), with the reason; a person may choose
    another.

    Countries are ISO codes. Rule: place of supply per directive 2006/112/EC art. 44 and 45
    (services), 138 and 146 (goods). A service goes by the buyer's country, goods by where their
    transport ends: `delivery_country`, or else the buyer's country. A small business charges no
    VAT, but its services to foreign businesses are taxed at the buyer's. Goods to a consumer in
    another member state carry that country's VAT when the seller uses OSS (art. 33 and 369a);
    services to a consumer do not, except electronic ones, which a person chooses.
    """
    foreign_service = buyer_country != seller_country and buyer_is_business and not goods
    if seller_small_business and not (foreign_service and _abroad(buyer_country, buyer_vat_number)):
        return proposals.SMALL_BUSINESS
    place = (goods and delivery_country) or buyer_country
    if place == seller_country:
        return proposals.DOMESTIC if buyer_country == place else proposals.GOODS_STAY
    outside_eu = place not in EU_COUNTRIES
    if outside_eu and goods:
        return proposals.EXPORT_GOODS
    if not buyer_is_business:
        if goods and uses_oss:
            return replace(proposals.OSS, vat_country=place)
        return proposals.CONSUMER
    if outside_eu:
        return proposals.OUTSIDE_SCOPE
    if not buyer_vat_number:
        return proposals.NO_VAT_NUMBER
    if buyer_country not in EU_COUNTRIES - {seller_country}:
        return proposals.NO_FOREIGN_NUMBER
    return proposals.EU_GOODS if goods else proposals.EU_SERVICES


def treatment_for_ubl(
    category: str, seller_country: str, buyer_country: str, reason: str = ""
) -> str:
    """The code of the treatment that an e-invoice's VAT category stands for.

    `category` is the UNCL5305 code, `reason` the exemption reason and code as the file has them.
    Raises VatRuleError with a plain Dutch reason for what is not supported.
    """
    if category in PLAIN_CATEGORIES:
        return PLAIN_CATEGORIES[category]
    if category == "E":
        return "small_business" if SMALL_BUSINESS_WORDS.search(reason) else "exempt"
    if category == "AE":
        return _reverse_charge(seller_country, buyer_country)
    known = UNSUPPORTED_CATEGORIES.get(category, "onbekend")
    raise VatRuleError(
        f"Btw-categorie '{category}' ({known}) wordt niet ondersteund; "
        "verwacht is S, Z, E, AE, K, G of O."
    )


def _abroad(buyer_country: str, buyer_vat_number: str) -> bool:
    """Whether a service to this business is taxed abroad: in the EU its VAT number proves it."""
    return buyer_country not in EU_COUNTRIES or bool(buyer_vat_number)


def _reverse_charge(seller_country: str, buyer_country: str) -> str:
    domestic = {"BE": "be_cocontractor", "NL": "nl_reverse_charge"}
    if seller_country == buyer_country and seller_country in domestic:
        return domestic[seller_country]
    if seller_country != buyer_country and buyer_country in EU_COUNTRIES:
        return "eu_services"
    unknown = "een onbekend land"
    raise VatRuleError(
        f"Btw-categorie 'AE' (verlegd) past niet bij een verkoper in {seller_country or unknown} "
        f"en een koper in {buyer_country or unknown}."
    )
