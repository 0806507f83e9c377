"""Which VAT of an e-invoice is that of the buyer's country: the norm has no category for OSS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoicing.documents import Party
from invoicing.ubl.xml import Node
from invoicing.vat import EU_COUNTRIES
from invoicing.vat_rates import rates_at

DELIVERED_TO = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
OSS_WORDS = re.compile(
    r"\boss\b|one.stop.shop|guichet unique|[eé][eé]nloket|369 ?(a|bis)", re.IGNORECASE
)


@dataclass(frozen=True)
class OssRates:
    """The country of arrival and its rates (per cent) that stand for OSS; empty where none do."""

    country: str = ""
    rates: frozenset[Decimal] = frozenset()

    def country_of(self, category: str, rate: Decimal) -> str:
        """The country whose VAT a row is; empty for the seller's own."""
        return self.country if category == "S" and rate in self.rates else ""


NO_OSS = OssRates()


def oss_rates(root: Node, seller: Party, buyer: Party, tax_point: date) -> OssRates:
    """Tell which rates are those of the country of arrival.

    Only for a consumer in another member state. A rate that the seller's own country has too is
    national, unless the file's note names OSS.
    """
    country = root.text(DELIVERED_TO).upper() or buyer.country
    is_abroad = country in EU_COUNTRIES and seller.country in EU_COUNTRIES - {country}
    if buyer.is_business or not is_abroad:
        return NO_OSS
    there = frozenset(row.percent for row in rates_at(country, tax_point) if row.percent)
    named = any(OSS_WORDS.search(note.text(".")) for note in root.all("cbc:Note"))
    here = frozenset(row.percent for row in rates_at(seller.country, tax_point))
    return OssRates(country, there if named else there - here)
