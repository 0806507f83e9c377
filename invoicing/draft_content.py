"""What a draft holds, checked and computed before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from invoicing.documents import VatTotal
from invoicing.extra_values import values_checked
from invoicing.models import Customer, Document, ExtraField, RevenueGroup
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.money import round_places
from invoicing.problems import Problem, Refused
from invoicing.queries.companies import company_get
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.totals import LineInput, Totals, compute_totals, line_amount
from invoicing.vat import VatRuleError, treatment_for_code

# EUR, per line and per document: wide enough for everybody, and it fits every column.
AMOUNT_LIMIT = Decimal(10) ** 10
# quantity and unit price: 14 digits of which 4 decimals.
FACTOR_LIMIT = Decimal(10) ** 10
DESCRIPTION_LENGTH = 10_000
# settings.DATA_UPLOAD_MAX_NUMBER_FIELDS leaves room for this many lines with 20 fields each.
LINE_LIMIT = 500


class DraftRefused(Refused):
    """The draft holds values that cannot be stored; per field."""


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One line as typed; the price in EUR with up to 4 decimals, percentages as per cent.

    `revenue_group` None means the account's default; `vat_rate` counts only where the treatment
    charges VAT. `extra` holds text by field key, dates in ISO form.
    """

    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    treatment: str = "domestic"
    vat_rate: Decimal = Decimal(21)
    revenue_group: RevenueGroup | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DraftContent:
    """A whole draft as typed; customer, groups and original must be the account's own.

    `payment_term_days` None means the customer's or else the company's; `language` empty likewise.
    """

    customer: Customer | None = None
    lines: Sequence[DraftLine] = ()
    issue_date: date | None = None
    tax_point: date | None = None
    payment_term_days: int | None = None
    language: str = ""
    prices_include_vat: bool = False
    customer_reference: str = ""
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    original: Document | None = None


@dataclass(frozen=True)
class PreparedDraft:
    """What is written: the document's columns, those of its lines, and the VAT totals."""

    fields: dict[str, Any]
    lines: list[dict[str, Any]]
    vat_totals: tuple[VatTotal, ...]


def prepare(*, account: Account, content: DraftContent) -> PreparedDraft:
    """Check a draft's values and compute its amounts. Raises DraftRefused, per field."""
    _only_own(account, content)
    fields = list(extra_fields_active(account=account))
    extra, problems = values_checked(_of(fields, ExtraFieldLevel.DOCUMENT), content.extra)
    line_fields = _of(fields, ExtraFieldLevel.LINE)
    default_group = RevenueGroup.objects.filter(account=account, is_default=True).first()
    lines = []
    for index, line in enumerate(content.lines):
        columns, line_problems = _line(index, line, line_fields, default_group)
        lines.append(columns)
        problems += line_problems
    problems += _document_problems(content)
    if problems:
        raise DraftRefused(problems)
    totals = compute_totals(line_inputs(lines), content.prices_include_vat)
    _limit(totals.gross)
    for columns, amounts in zip(lines, totals.lines, strict=True):
        columns |= {"net": amounts.net, "vat": amounts.vat}
    columns = _columns(account, content) | {"extra": extra} | _amounts(totals)
    return PreparedDraft(fields=columns, lines=lines, vat_totals=totals.vat_totals)


def line_inputs(lines: Sequence[Mapping[str, Any]]) -> list[LineInput]:
    """Give what the amounts follow from, of lines as columns."""
    names = ("quantity", "unit_price", "discount_percent", "treatment", "vat_rate")
    return [LineInput(**{name: line[name] for name in names}) for line in lines]


def _only_own(account: Account, content: DraftContent) -> None:
    groups = [line.revenue_group for line in content.lines]
    for row in (content.customer, content.original, *groups):
        if row is not None and row.account_id != account.pk:
            raise LookupError(f"{row!r} is not of {account}")


def _of(fields: Sequence[ExtraField], level: str) -> list[ExtraField]:
    return [field for field in fields if field.level == level]


def _line(
    index: int, line: DraftLine, fields: Sequence[ExtraField], default_group: RevenueGroup | None
) -> tuple[dict[str, Any], list[Problem]]:
    group = line.revenue_group or default_group
    extra, problems = values_checked(fields, line.extra, path=f"lines.{index}.extra")
    columns = {
        "position": index + 1,
        "description": line.description.replace("\r\n", "\n").strip(),
        "quantity": round_places(line.quantity, 4),
        "unit": line.unit.strip(),
        "unit_price": round_places(line.unit_price, 4),
        "discount_percent": round_places(line.discount_percent, 2),
        "treatment": line.treatment,
        "vat_rate": Decimal("0.00"),
        "revenue_group": group,
        "revenue_group_key": group.key if group else "",
        "extra": extra,
    }
    try:
        if treatment_for_code(line.treatment).charges_vat:
            columns["vat_rate"] = round_places(line.vat_rate, 2)
    except VatRuleError as error:
        problems.append(Problem(f"lines.{index}.treatment", _(str(error))))
        return columns, problems
    return columns, problems + _line_problems(index, columns)


def _line_problems(index: int, columns: Mapping[str, Any]) -> list[Problem]:
    too_big = _("Vul hier een getal onder 10.000.000.000 in.")
    percentage = _("Vul hier een percentage van 0 tot 100 in.")
    long = _("Schrijf hier hoogstens %(n)s tekens.") % {"n": DESCRIPTION_LENGTH}
    wrong = {
        "quantity": (abs(columns["quantity"]) >= FACTOR_LIMIT, too_big),
        "unit_price": (abs(columns["unit_price"]) >= FACTOR_LIMIT, too_big),
        "discount_percent": (not 0 <= columns["discount_percent"] <= 100, percentage),
        "vat_rate": (not 0 <= columns["vat_rate"] <= 100, percentage),
        "description": (len(columns["description"]) > DESCRIPTION_LENGTH, long),
        "unit": (
            len(columns["unit"]) > 20,
            _("Schrijf hier hoogstens %(n)s tekens.") % {"n": 20},
        ),
    }
    problems = [
        Problem(f"lines.{index}.{name}", message)
        for name, (is_wrong, message) in wrong.items()
        if is_wrong
    ]
    if not problems and abs(line_amount(line_inputs([columns])[0])) >= AMOUNT_LIMIT:
        problems.append(Problem(f"lines.{index}.unit_price", too_big))
    return problems


def _document_problems(content: DraftContent) -> list[Problem]:
    days = content.payment_term_days
    wrong = {
        "payment_term_days": (
            days is not None and not 0 <= days <= 365,
            _("Vul hier een aantal dagen van 0 tot 365 in."),
        ),
        "customer_reference": (
            len(content.customer_reference) > 100,
            _("Schrijf hier hoogstens %(n)s tekens.") % {"n": 100},
        ),
        "note": (
            len(content.note) > DESCRIPTION_LENGTH,
            _("Schrijf hier hoogstens %(n)s tekens.") % {"n": DESCRIPTION_LENGTH},
        ),
        "lines": (
            len(content.lines) > LINE_LIMIT,
            _("Een factuur heeft hier hoogstens %(n)s lijnen.") % {"n": LINE_LIMIT},
        ),
    }
    return [Problem(name, message) for name, (is_wrong, message) in wrong.items() if is_wrong]


def _limit(gross: Decimal) -> None:
    if abs(gross) >= AMOUNT_LIMIT:
        raise DraftRefused([Problem("lines", _("Het totaal moet onder 10.000.000.000 blijven."))])


def _columns(account: Account, content: DraftContent) -> dict[str, Any]:
    company = company_get(account=account)
    customer = content.customer
    term = content.payment_term_days
    if term is None and customer is not None:
        term = customer.payment_term_days
    language = content.language or (customer.language if customer else company.language)
    return {
        "customer": customer,
        "issue_date": content.issue_date,
        "tax_point": content.tax_point,
        "payment_term_days": company.payment_term_days if term is None else term,
        "language": language,
        "prices_include_vat": content.prices_include_vat,
        "customer_reference": content.customer_reference.strip(),
        "note": content.note.replace("\r\n", "\n").strip(),
        "original": content.original,
        "original_number": content.original.number if content.original else "",
        "original_date": content.original.issue_date if content.original else None,
    }


def _amounts(totals: Totals) -> dict[str, Decimal]:
    return {"net": totals.net, "vat": totals.vat, "gross": totals.gross}
