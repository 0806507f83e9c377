"""Where a sale stands in the VAT return, per country of the seller (pure).

Boxes of the Belgian periodic return and rubrics of the Dutch one: bookkeeping practice, to be
confirmed by an accountant before production use.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from invoicing.vat import treatment_for_code

BE_BASE_BOXES = {Decimal(6): "01", Decimal(12): "02", Decimal(21): "03"}
BE_VAT_BOX, BE_CREDIT_VAT_BOX = "54", "64"
BE_CREDIT_BASE_BOX = "49"
# Dutch rubric 1a is the standard rate (19 % until 2012-09-30, 21 % since), 1b the reduced one.
NL_LOWEST_STANDARD = Decimal(19)
OWN_RETURN = "OSS"


@dataclass(frozen=True)
class ReportingPlace:
    """Boxes for base and VAT, empty where there is none; `listing` L, S, T in the EU listing.

    A Belgian credit note has boxes of its own; a Dutch one is taken off in the same rubric.
    """

    base: str = ""
    vat: str = ""
    listing: str = ""


def reporting_place(
    code: str, rate: Decimal, seller_country: str, *, is_credit_note: bool = False
) -> ReportingPlace:
    """Give where a treatment at a rate (per cent) is reported; raises VatRuleError."""
    treatment = treatment_for_code(code)
    if code == "oss":
        return ReportingPlace(base=OWN_RETURN, vat=OWN_RETURN)
    if seller_country == "NL":
        rubric = treatment.nl_rubric
        if treatment.charges_vat:
            rubric = "1a" if rate >= NL_LOWEST_STANDARD else "1b"
            return ReportingPlace(base=rubric, vat=rubric)
        return ReportingPlace(base=rubric, listing=treatment.eu_listing)
    if treatment.charges_vat:
        if is_credit_note:
            return ReportingPlace(base=BE_CREDIT_BASE_BOX, vat=BE_CREDIT_VAT_BOX)
        return ReportingPlace(base=BE_BASE_BOXES.get(rate, ""), vat=BE_VAT_BOX)
    box = treatment.be_credit_box if is_credit_note else treatment.be_box
    return ReportingPlace(base=box, listing=treatment.eu_listing)
