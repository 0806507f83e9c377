"""Making and changing products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, User
from invoicing.documents import LineNature
from invoicing.models import Product, RevenueGroup
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.money import round_places
from invoicing.parties import checked_code
from invoicing.problems import Problem, Refused
from invoicing.reader_language import vat_rule_said
from invoicing.services.changes import (
    account_locked,
    only_own,
    row_archive,
    row_change,
    row_record,
    row_restore,
)
from invoicing.services.row_extra import extra_checked
from invoicing.vat import DISBURSEMENT, VatRuleError, treatment_for_code
from invoicing.vat_rates import RATE_LABELS

PRICE_LIMIT = Decimal(10) ** 10
MOST_MONTHS = 120


class ProductRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class ProductValues:
    """What can be changed about a product; the price in EUR with up to 4 decimals.

    `rate_name` is a name of `invoicing.vat_rates` ('standard'); `treatment` empty means that the
    customer decides; `months` is how long deferred revenue runs; `extra` holds text by field key,
    None where nobody asked for them: then the defaults, or what is there, hold.
    """

    name: str
    code: str = ""
    description: str = ""
    unit: str = ""
    unit_price: Decimal = Decimal(0)
    price_includes_vat: bool = False
    rate_name: str = "standard"
    treatment: str = ""
    revenue_group: RevenueGroup | None = None
    nature: str = LineNature.SERVICE
    months: int = 0
    cost_centre: str = ""
    extra: Mapping[str, str] | None = None


@transaction.atomic
def product_create(*, account: Account, actor: User | None, values: ProductValues) -> Product:
    """Make a product. Raises ProductRefused, per field."""
    wanted = _checked(account, values, None)
    product = Product.objects.create(account=account, **wanted)
    row_record(product, actor, "created", {}, wanted)
    return product


@transaction.atomic
def product_update(
    *, product: Product, actor: User | None, values: ProductValues, seen: str = ""
) -> Product:
    """Change a product; lines that were filled in from it stay as they are.

    `seen` is the fingerprint of the row that somebody looked at. Raises ProductRefused, and
    RowChanged when somebody else changed it since.
    """
    wanted = _checked(product.account, values, product)
    return row_change(row=product, actor=actor, wanted=wanted, seen=seen)


@transaction.atomic
def product_archive(*, product: Product, actor: User | None) -> Product:
    """Take a product out of the lists."""
    return row_archive(row=product, actor=actor)


@transaction.atomic
def product_restore(*, product: Product, actor: User | None) -> Product:
    """Put an archived product back in the lists."""
    return row_restore(row=product, actor=actor)


def _checked(account: Account, values: ProductValues, present: Product | None) -> dict[str, Any]:
    only_own(account, values.revenue_group)
    if values.code:
        account_locked(account)
    rows = Product.objects.filter(account=account)
    problems = checked_code(values.code, rows, present) + _problems(values)
    typed = {each.name: getattr(values, each.name) for each in fields(values)}
    is_disbursement = values.nature == LineNature.DISBURSEMENT
    wanted = typed | {
        "code": values.code.strip(),
        "name": values.name.strip(),
        "nature": LineNature(values.nature).value,
        "treatment": DISBURSEMENT if is_disbursement else values.treatment,
        "unit_price": round_places(values.unit_price, 4),
    }
    extra = extra_checked(
        account=account,
        level=ExtraFieldLevel.PRODUCT,
        typed=values.extra,
        columns=wanted,
        present=present,
    )
    problems += extra.problems
    if problems:
        raise ProductRefused(problems)
    return wanted | extra.columns


def _problems(values: ProductValues) -> list[Problem]:
    months = _("Vul hier een aantal maanden van 1 tot 120 in.")
    is_deferred = values.nature == LineNature.DEFERRED
    long = _("Schrijf hier hoogstens %(n)s tekens.") % {"n": 20}
    wrong = {
        "name": (not values.name.strip(), _("Geef het artikel een naam.")),
        "unit": (len(values.unit) > 20, long),
        "unit_price": (
            abs(values.unit_price) >= PRICE_LIMIT,
            _("Vul hier een getal onder 10.000.000.000 in."),
        ),
        "rate_name": (
            values.rate_name not in ("", *RATE_LABELS),
            _("Kies een btw-tarief uit de lijst."),
        ),
        "months": (is_deferred and not 1 <= values.months <= MOST_MONTHS, months),
    }
    found = [Problem(name, message) for name, (is_wrong, message) in wrong.items() if is_wrong]
    try:
        if values.treatment:
            treatment_for_code(values.treatment)
    except VatRuleError as error:
        found.append(Problem("treatment", vat_rule_said(error)))
    return found
