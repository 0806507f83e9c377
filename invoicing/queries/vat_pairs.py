"""Which combinations of VAT treatment and rate an account uses, so that a connector can map
each."""

from __future__ import annotations

from decimal import Decimal

from accounts import clock
from accounts.models import Account
from invoicing.models import DocumentLine
from invoicing.queries.vat_rates import vat_percentages_at
from invoicing.vat import treatments_for_country

ZERO = Decimal("0.00")


def vat_pairs(account: Account) -> list[tuple[str, Decimal]]:
    """The (treatment, rate in per cent) pairs of today's rates, of every treatment, and of all
    documents."""
    rates = vat_percentages_at(country=account.country, tax_point=clock.today())
    pairs = [("domestic", rate) for rate in rates if rate]
    pairs += [
        (treatment.code, ZERO)
        for treatment in treatments_for_country(account.country)
        if not treatment.charges_vat
    ]
    used = DocumentLine.objects.filter(document__account=account).order_by()
    pairs += sorted(used.values_list("treatment", "vat_rate").distinct())
    return list(dict.fromkeys(pairs))
