"""The extra values of a customer or product that is being saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Account
from invoicing.extra_automatic import row_filled
from invoicing.extra_search import values_text
from invoicing.extra_values import defaults_of, values_checked, values_missing
from invoicing.models import Customer, Product
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem
from invoicing.queries.extra_fields import extra_fields_all

ROWS: Mapping[str, type[Customer] | type[Product]] = {
    ExtraFieldLevel.CUSTOMER: Customer,
    ExtraFieldLevel.PRODUCT: Product,
}


@dataclass(frozen=True)
class CheckedExtra:
    """The columns `extra` and `extra_text` of the row, and what does not fit."""

    columns: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


def extra_checked(
    *,
    account: Account,
    level: str,
    typed: Mapping[str, str] | None,
    columns: Mapping[str, Any],
    present: Customer | Product | None,
) -> CheckedExtra:
    """Check the extra values of a row with these columns, and fill in its automatic ones.

    Values of fields that are put away stay. What is required is asked of who was shown the fields:
    `typed` is None where nobody was.
    """
    known = list(extra_fields_all(account=account, level=level))
    if not known:
        return CheckedExtra({"extra": {}, "extra_text": ""})
    active = [each for each in known if each.archived_at is None]
    stored = present.extra if present else defaults_of(active)
    clean, problems = values_checked(known, stored if typed is None else typed)
    row = ROWS[level](**{name: value for name, value in columns.items() if name != "extra"})
    filled, wrong = row_filled(active, clean, row, present)
    problems += wrong
    if typed is not None:
        refused = {problem.field for problem in problems}
        missing = values_missing(active, filled)
        problems += [problem for problem in missing if problem.field not in refused]
    return CheckedExtra({"extra": filled, "extra_text": values_text(known, filled)}, problems)
