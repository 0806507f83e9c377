"""Payment conditions: making, changing and archiving them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, User
from invoicing.documents import PaymentMethod
from invoicing.models import PaymentCondition
from invoicing.money import round_places
from invoicing.problems import Problem, Refused
from invoicing.services.changes import (
    account_locked,
    default_taken,
    row_archive,
    row_change,
    row_record,
    row_restore,
    row_unchanged,
)
from invoicing.vat import REFUSED

MOST_DAYS = 365


class PaymentConditionRefused(Refused):
    """The condition cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class PaymentConditionValues:
    """A term in days (through the end of that month), and a discount in per cent within days.

    `method` is transfer or direct_debit; `code` is the account's own short name, unique or empty.
    """

    name: str
    code: str = ""
    days: int = 30
    end_of_month: bool = False
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0
    method: str = PaymentMethod.TRANSFER
    is_default: bool = False


@transaction.atomic
def payment_condition_create(
    *, account: Account, actor: User | None, values: PaymentConditionValues
) -> PaymentCondition:
    """Make a condition; the default one is everybody's without another. Raises
    PaymentConditionRefused.
    """
    wanted = _checked(account, values, None)
    condition = PaymentCondition.objects.create(account=account, **wanted)
    row_record(condition, actor, "created", {}, wanted)
    return condition


@transaction.atomic
def payment_condition_update(
    *,
    condition: PaymentCondition,
    actor: User | None,
    values: PaymentConditionValues,
    seen: str = "",
) -> PaymentCondition:
    """Change a condition; documents keep the terms they have.

    `seen` is the fingerprint of what somebody looked at. Raises PaymentConditionRefused, and
    RowChanged when somebody else changed it since.
    """
    row_unchanged(condition, seen)
    condition.refresh_from_db()
    wanted = _checked(condition.account, values, condition)
    return row_change(row=condition, actor=actor, wanted=wanted)


@transaction.atomic
def payment_condition_archive(
    *, condition: PaymentCondition, actor: User | None
) -> PaymentCondition:
    """Stop offering a condition; the default one stops being it."""
    row_change(row=condition, actor=actor, wanted={"is_default": False})
    return row_archive(row=condition, actor=actor)


@transaction.atomic
def payment_condition_restore(
    *, condition: PaymentCondition, actor: User | None
) -> PaymentCondition:
    """Offer an archived condition again."""
    return row_restore(row=condition, actor=actor)


@transaction.atomic
def payment_conditions_furnish(*, account: Account, actor: User | None) -> int:
    """Make the conditions that most businesses use, when the account has none; gives how many."""
    account_locked(account)
    if PaymentCondition.objects.filter(account=account).exists():
        return 0
    usual = usual_conditions()
    for values in usual:
        payment_condition_create(account=account, actor=actor, values=values)
    return len(usual)


def usual_conditions() -> tuple[PaymentConditionValues, ...]:
    """Give the conditions that most businesses use, named in the reader's language."""
    return (
        PaymentConditionValues(code="30", name=_("30 dagen"), is_default=True),
        PaymentConditionValues(code="30E", name=_("30 dagen einde maand"), end_of_month=True),
        PaymentConditionValues(
            code="2C8",
            name=_("30 dagen, 2 % korting binnen 8 dagen"),
            discount_percent=Decimal(2),
            discount_days=8,
        ),
        PaymentConditionValues(
            code="IN",
            name=_("Automatische incasso"),
            days=14,
            method=PaymentMethod.DIRECT_DEBIT,
        ),
    )


def _checked(
    account: Account, values: PaymentConditionValues, present: PaymentCondition | None
) -> dict[str, Any]:
    account_locked(account)
    wanted = asdict(values) | {
        "name": values.name.strip(),
        "code": values.code.strip(),
        "method": PaymentMethod(values.method).value,
        "discount_percent": round_places(values.discount_percent, 2),
    }
    problems = _problems(wanted)
    others = PaymentCondition.objects.filter(account=account)
    others = others.exclude(pk=present.pk) if present else others
    if wanted["code"] and others.filter(code=wanted["code"]).exists():
        problems.append(Problem("code", _("Een andere betaalvoorwaarde heeft deze code al.")))
    if values.is_default and present is not None and present.archived_at:
        problems.append(Problem("is_default", _("Zet de betaalvoorwaarde eerst terug.")))
    if problems:
        raise PaymentConditionRefused(problems)
    if values.is_default:
        default_taken(others)
    return wanted


def _problems(wanted: dict[str, Any]) -> list[Problem]:
    percent, days = wanted["discount_percent"], wanted["discount_days"]
    too_long = _("Vul hier een aantal dagen van 0 tot 365 in.")
    found = [] if wanted["name"] else [Problem("name", _("Geef de betaalvoorwaarde een naam."))]
    found += [
        Problem(name, too_long)
        for name in ("days", "discount_days")
        if not 0 <= wanted[name] <= MOST_DAYS
    ]
    if percent < 0:
        # A surcharge that the buyer may leave out: the Dutch kredietbeperking.
        found.append(Problem("discount_percent", _(REFUSED["nl_credit_surcharge"].reason)))
    elif percent > 100:
        found.append(Problem("discount_percent", _("Vul hier een percentage van 0 tot 100 in.")))
    elif percent and not days:
        found.append(Problem("discount_days", _("Vul in binnen hoeveel dagen de korting geldt.")))
    elif percent and days > wanted["days"]:
        found.append(
            Problem("discount_days", _("De korting loopt niet langer dan de betaaltermijn."))
        )
    return found
