"""The lines of a draft: their columns, and what cannot be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from invoicing.documents import LineNature
from invoicing.draft_amounts import line_input
from invoicing.draft_values import DraftLine
from invoicing.extra_values import values_checked
from invoicing.formats import format_percent
from invoicing.models import Customer, ExtraField, RevenueGroup
from invoicing.models.product import Nature
from invoicing.money import round_places
from invoicing.pdf.countries import country_name
from invoicing.problems import Problem
from invoicing.queries.vat_rates import RatesOn
from invoicing.reader_language import reader_language, vat_rule_said
from invoicing.totals import line_amount
from invoicing.vat import DISBURSEMENT, OSS, VatRuleError, treatment_for_code

# EUR, per line and per document: wide enough for everybody, and it fits every column.
AMOUNT_LIMIT = Decimal(10) ** 10
# quantity and unit price: 14 digits of which 4 decimals.
FACTOR_LIMIT = Decimal(10) ** 10
DESCRIPTION_LENGTH = 10_000
LENGTHS = {"description": DESCRIPTION_LENGTH, "unit": 20, "cost_centre": 20}


@dataclass(frozen=True, kw_only=True)
class LineSetting:
    """What the lines of one draft share: account's fields and group, seller's and buyer's country.

    `is_credit_note`: rates are those of the original, so names of rates are not looked up.
    """

    fields: Sequence[ExtraField]
    default_group: RevenueGroup | None
    customer: Customer | None
    country: str
    delivery_country: str
    rates: RatesOn
    is_credit_note: bool = False


def line_columns(
    index: int, line: DraftLine, setting: LineSetting
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the columns of one line and what is wrong with it; amounts come later."""
    path = f"lines.{index}"
    extra, problems = values_checked(setting.fields, line.extra, path=f"{path}.extra")
    columns = {
        "position": index + 1,
        "description": line.description.replace("\r\n", "\n").strip(),
        "quantity": round_places(line.quantity, 4),
        "unit": line.unit.strip(),
        "unit_price": round_places(line.unit_price, 4),
        "discount_percent": round_places(line.discount_percent, 2),
        "treatment": line.treatment,
        "deferred_from": line.deferred_from,
        "deferred_to": line.deferred_to,
        "original_line": line.original_line,
        "advance": line.advance,
        "advance_number": line.advance.number if line.advance else "",
        "extra": extra,
        **_of_product(line, setting),
        **_vat_columns(line, setting),
    }
    try:
        problems += _rate_problems(path, columns, setting)
    except VatRuleError as error:
        problems.append(Problem(f"{path}.treatment", vat_rule_said(error)))
        return columns, problems
    return columns, problems + _line_problems(path, columns)


def _of_product(line: DraftLine, setting: LineSetting) -> dict[str, Any]:
    product, customer = line.product, setting.customer
    group = line.revenue_group or (product and product.revenue_group) or setting.default_group
    nature = line.nature or (product.nature if product else "")
    if line.treatment == DISBURSEMENT:
        nature = LineNature.DISBURSEMENT
    centre = line.cost_centre.strip() or (product.cost_centre if product else "")
    return {
        "product": product,
        "product_code": product.code if product else "",
        "nature": Nature(nature).value if nature else "",
        "cost_centre": centre or (customer.cost_centre if customer else ""),
        "revenue_group": group,
        "revenue_group_key": group.key if group else "",
    }


def _vat_columns(line: DraftLine, setting: LineSetting) -> dict[str, Any]:
    """Treatment and rate; of a treatment that is not known only what was typed."""
    country = ""
    if line.treatment == OSS:
        buyer = setting.customer.country if setting.customer else ""
        country = line.vat_country or setting.delivery_country or buyer
    try:
        charges_vat = treatment_for_code(line.treatment).charges_vat
    except VatRuleError:
        charges_vat = False
    rate, name = Decimal("0.00"), ""
    if charges_vat:
        name = "" if setting.is_credit_note else line.rate_name
        found = setting.rates.percent(country or setting.country, name) if name else None
        rate = round_places(line.vat_rate if found is None else found, 2)
    return {"vat_country": country, "vat_rate": rate, "rate_name": name}


def _rate_problems(path: str, columns: Mapping[str, Any], setting: LineSetting) -> list[Problem]:
    """Raise VatRuleError for a treatment that is not known or is refused."""
    treatment_for_code(columns["treatment"])
    name, country = columns["rate_name"], columns["vat_country"] or setting.country
    if not name or setting.rates.percent(country, name) is not None:
        return []
    return [Problem(f"{path}.vat_rate", no_rate(country, setting.rates))]


def no_rate(country: str, rates: RatesOn) -> str:
    """Say which rates a country does have on the date, or that we know none."""
    language = reader_language()
    known = [format_percent(rate, language) for rate in rates.percentages(country) if rate]
    message = _("Op %(date)s gelden deze btw-tarieven: %(rates)s.")
    if not known:
        message = _("Voor %(date)s kennen we geen btw-tarieven van %(country)s. Klopt de datum?")
    return message % {
        "date": date_format(rates.tax_point, "d-m-Y"),
        "rates": ", ".join(known),
        "country": country_name(country, language),
    }


def _line_problems(path: str, columns: Mapping[str, Any]) -> list[Problem]:
    too_big = _("Vul hier een getal onder 10.000.000.000 in.")
    percentage = _("Vul hier een percentage van 0 tot 100 in.")
    wrong = {
        "quantity": (abs(columns["quantity"]) >= FACTOR_LIMIT, too_big),
        "unit_price": (abs(columns["unit_price"]) >= FACTOR_LIMIT, too_big),
        "discount_percent": (not 0 <= columns["discount_percent"] <= 100, percentage),
        "vat_rate": (not 0 <= columns["vat_rate"] <= 100, percentage),
        "deferred_to": _deferred(columns),
    } | {
        name: (
            len(columns[name]) > length,
            _("Schrijf hier hoogstens %(n)s tekens.") % {"n": length},
        )
        for name, length in LENGTHS.items()
    }
    problems = [
        Problem(f"{path}.{name}", message)
        for name, (is_wrong, message) in wrong.items()
        if is_wrong
    ]
    if not problems and abs(line_amount(line_input(columns))) >= AMOUNT_LIMIT:
        problems.append(Problem(f"{path}.unit_price", too_big))
    return problems


def _deferred(columns: Mapping[str, Any]) -> tuple[bool, str]:
    first, last = columns["deferred_from"], columns["deferred_to"]
    if first is None and last is None:
        return False, ""
    if first is None or last is None:
        return True, _("Vul beide datums van de periode in.")
    return last < first, _("Kies een laatste dag die niet voor de eerste ligt.")
