"""Credit notes: a draft that credits an issued invoice, whole or in part, by line.

Rates, treatments, prices and discounts are those of the original. What is left is per line and per
(treatment, rate, country); who credits the rest of a group takes its cents. Issuing checks all of
it again with the original locked, so two people cannot credit the same rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from invoicing.draft_values import DraftContent, DraftLine
from invoicing.formats import format_amount, format_short
from invoicing.issue_content import content_read
from invoicing.issue_remaining_rules import remaining_problems
from invoicing.models import Document, DocumentLine
from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO, round_cents
from invoicing.problems import Problem, Refused
from invoicing.queries.remaining import LineLeft, Remaining, remaining_of
from invoicing.reader_language import reader_language
from invoicing.services.drafts import draft_create


class CreditRefused(Refused):
    """This cannot be credited; the reason says what still can. Nothing was made."""


@dataclass(frozen=True, kw_only=True)
class CreditLine:
    """What is credited of one line of the original: a quantity, or an amount, or all that is left.

    `amount` in EUR in the terms of the original's prices: including VAT where these do.
    """

    line: DocumentLine
    quantity: Decimal | None = None
    amount: Decimal | None = None


@transaction.atomic
def credit_draft_create(
    *,
    original: Document,
    actor: User | None,
    lines: Sequence[CreditLine] | None = None,
    note: str = "",
) -> Document:
    """Make the draft of a credit note on an issued invoice; without `lines` of all that is left.

    Raises CreditRefused with the reason when the invoice cannot be credited, when nothing is left,
    or when more is asked than is left (`lines.0.quantity`, `lines.0.amount`, or `lines`).
    """
    _check_original(original)
    left = remaining_of(original)
    wanted = _all(original, left) if lines is None else lines
    content = DraftContent(
        customer=original.customer,
        lines=_lines(original, left, wanted),
        customer_reference=original.customer_reference,
        order_reference=original.order_reference,
        contract_reference=original.contract_reference,
        period_start=original.period_start,
        period_end=original.period_end,
        note=note,
        extra=original.extra,
        original=original,
    )
    draft = draft_create(
        account=original.account,
        actor=actor,
        content=content,
        kind=DocumentKindChoice.CREDIT_NOTE,
    )
    problems = list(remaining_problems(content_read(draft, clock.today())))
    if problems:
        raise CreditRefused(problems)
    return draft


def _check_original(original: Document) -> None:
    reason = ""
    if not original.is_issued or original.kind != DocumentKindChoice.INVOICE:
        reason = _("Alleen een verstuurde factuur kan gecrediteerd worden.")
    elif original.currency != "EUR":
        reason = _("Alleen een factuur in euro kan hier gecrediteerd worden.")
    elif original.is_foreign:
        reason = _("Deze factuur is van een ander bedrijf.")
    if reason:
        raise CreditRefused([Problem("original", reason)])


def _all(original: Document, left: Remaining) -> list[CreditLine]:
    lines = [
        CreditLine(line=line)
        for line in original.lines.select_related("revenue_group", "product", "advance")
        if left.lines[line.pk].amount
    ]
    if not lines or left.is_empty:
        message = _("Van %(number)s is niets meer te crediteren.")
        raise CreditRefused([Problem("original", message % {"number": original.number})])
    return lines


def _lines(original: Document, left: Remaining, wanted: Sequence[CreditLine]) -> list[DraftLine]:
    problems: list[Problem] = []
    lines = []
    for index, each in enumerate(wanted):
        if each.line.document_id != original.pk:
            raise LookupError(f"{each.line!r} is not of {original}")
        rest = left.lines[each.line.pk]
        problem = _beyond(each, rest)
        if problem:
            problems.append(Problem(f"lines.{index}.{problem[0]}", problem[1]))
        else:
            lines.append(_line(each, rest, original))
    if problems:
        raise CreditRefused(problems)
    if not lines:
        raise CreditRefused([Problem("lines", _("Kies wat je crediteert."))])
    return lines


def _beyond(wanted: CreditLine, rest: LineLeft) -> tuple[str, str] | None:
    if wanted.amount is not None and not _within(wanted.amount, rest.amount):
        message = _("Van deze lijn is nog %(amount)s te crediteren.")
        return "amount", message % {"amount": format_amount(rest.amount, reader_language())}
    if wanted.quantity is not None and not _within(wanted.quantity, rest.quantity):
        message = _("Van deze lijn zijn er nog %(quantity)s te crediteren.")
        return "quantity", message % {"quantity": format_short(rest.quantity, reader_language())}
    return None


def _within(value: Decimal, left: Decimal) -> bool:
    """Some of what is left: not nothing, not more, not the other way round."""
    return value != 0 and min(ZERO, left) <= value <= max(ZERO, left)


def _line(wanted: CreditLine, rest: LineLeft, original: Document) -> DraftLine:
    line = wanted.line
    quantity, price, discount = line.quantity, line.unit_price, line.discount_percent
    if wanted.amount is not None:
        quantity, price, discount = _as_amount(round_cents(wanted.amount), line)
    elif wanted.quantity is not None:
        quantity = wanted.quantity
    elif rest.quantity:
        quantity = rest.quantity
    else:
        # Cents that rounding left behind after the last piece.
        quantity, price, discount = _as_amount(rest.amount, line)
    return DraftLine(
        description=line.description,
        quantity=quantity,
        unit=line.unit,
        unit_price=price,
        discount_percent=discount,
        treatment=line.treatment,
        vat_rate=line.vat_rate,
        vat_country=line.vat_country,
        revenue_group=line.revenue_group,
        product=line.product,
        nature=line.nature,
        cost_centre=line.cost_centre,
        deferred_from=line.deferred_from,
        deferred_to=line.deferred_to,
        original_line=line,
        advance=line.advance,
        extra=line.extra,
    )


def _as_amount(amount: Decimal, line: DocumentLine) -> tuple[Decimal, Decimal, Decimal]:
    """An amount as quantity, price and discount; never at the price of a piece, which would count
    as one piece and share in the document's discount.
    """
    pieces = 2 if amount == line.unit_price else 1
    return Decimal(pieces), amount / pieces, Decimal(0)
