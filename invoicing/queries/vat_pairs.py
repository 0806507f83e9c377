"""Which VAT an account uses (treatment, rate, country), so that a connector can map each."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from accounts import clock
from accounts.models import Account
from invoicing.models import Customer, DocumentLine
from invoicing.queries.companies import company_get
from invoicing.queries.vat_rates import vat_percentages_at
from invoicing.vat import EU_COUNTRIES, OSS, treatments_for_country

ZERO = Decimal("0.00")


class VatPair(NamedTuple):
    """A treatment at a rate in per cent; `country` is whose VAT it is, for OSS only."""

    treatment: str
    rate: Decimal
    country: str = ""


def vat_pairs(account: Account) -> list[VatPair]:
    """Give today's rates, every treatment without VAT, OSS per country of a consumer, and what
    documents have used.
    """
    rates = vat_percentages_at(country=account.country, tax_point=clock.today())
    pairs = [VatPair("domestic", rate) for rate in rates if rate]
    pairs += [
        VatPair(treatment.code, ZERO)
        for treatment in treatments_for_country(account.country)
        if not treatment.charges_vat
    ]
    used = DocumentLine.objects.filter(document__account=account).order_by()
    pairs += sorted(
        VatPair(*row) for row in used.values_list("treatment", "vat_rate", "vat_country").distinct()
    )
    return list(dict.fromkeys(pairs + _oss(account)))


def _oss(account: Account) -> list[VatPair]:
    """The rates of each country where an account that uses OSS has consumers."""
    if not company_get(account=account).uses_oss:
        return []
    consumers = Customer.objects.filter(account=account, is_business=False, archived_at=None)
    abroad = EU_COUNTRIES - {account.country}
    countries = consumers.filter(country__in=abroad).values_list("country", flat=True).distinct()
    return [
        VatPair(OSS, rate, country)
        for country in sorted(set(countries))
        for rate in vat_percentages_at(country=country, tax_point=clock.today())
        if rate
    ]
