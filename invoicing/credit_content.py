"""What a credit note holds, from what somebody chose per line of the original; nothing is written.

Rates, treatments, prices and discounts are those of the original. What is left is per line and per
(treatment, rate, country); who credits the rest of a group takes its cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import clock
from invoicing.draft_amounts import columns_of, line_input
from invoicing.draft_content import PreparedDraft, prepare
from invoicing.draft_values import DraftContent, DraftLine
from invoicing.formats import format_amount, format_short
from invoicing.issue_content import AccountFacts, IssueContent
from invoicing.issue_remaining_rules import remaining_problems
from invoicing.models import Document, DocumentLine
from invoicing.models.document import DocumentKindChoice
from invoicing.money import ZERO, round_cents
from invoicing.problems import Problem
from invoicing.queries.companies import company_get
from invoicing.queries.remaining import LineLeft, Remaining, finals_of, remaining_of
from invoicing.reader_language import reader_language
from invoicing.totals import line_amount

# All pieces that are left may differ by so much (EUR) from the amount that is left: that is what
# rounding does. By more, somebody credited amounts before, and the rest is an amount as well.
CENTS = Decimal("0.05")


@dataclass(frozen=True, kw_only=True)
class CreditLine:
    """What is credited of one line of the original: a quantity, or an amount, or all that is left.

    `amount` in EUR in the terms of the original's prices: including VAT where these do. `extra`
    None means the values of the original's line.
    """

    line: DocumentLine
    quantity: Decimal | None = None
    amount: Decimal | None = None
    extra: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class CreditHead:
    """What a credit note says by itself; None means as the original."""

    note: str = ""
    issue_date: date | None = None
    language: str = ""
    customer_reference: str | None = None
    extra: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Credit:
    """A credit note that could be written: `content` and what it comes to, or what is wrong.

    `places` are the numbers (in what was asked for) of the lines that are in it.
    """

    content: DraftContent
    prepared: PreparedDraft
    left: Remaining
    places: Sequence[int]
    problems: Sequence[Problem] = field(default=())


def credit_refusal(original: Document) -> str:
    """Say why a document cannot be credited at all; empty when it can."""
    if not original.is_issued or original.kind != DocumentKindChoice.INVOICE:
        return _("Alleen een verstuurde factuur kan gecrediteerd worden.")
    if original.currency != "EUR":
        return _("Alleen een factuur in euro kan hier gecrediteerd worden.")
    if original.is_foreign:
        return _("Deze factuur is van een ander bedrijf.")
    return ""


def nothing_left(original: Document) -> str:
    """Say that nothing of an invoice is left to credit, and which invoice deducted an advance."""
    if finals := finals_of(original):
        message = _(
            "Voorschot %(number)s is afgetrokken op factuur %(final)s. Crediteer die factuur."
        )
        return message % {"number": original.number, "final": ", ".join(finals)}
    return _("Van %(number)s is niets meer te crediteren.") % {"number": original.number}


def credit_of(original: Document, wanted: Sequence[CreditLine] | None, head: CreditHead) -> Credit:
    """Make the content of a credit note and check it against what is left; `wanted` None is all.

    Raises DraftRefused for values that cannot be stored.
    """
    left = remaining_of(original)
    wanted = all_left(original, left) if wanted is None else wanted
    lines, places, problems = _lines(original, left, wanted)
    content = _content(original, lines, head)
    prepared = prepare(
        account=original.account, content=content, kind=DocumentKindChoice.CREDIT_NOTE
    )
    if left.is_empty:
        problems.insert(0, Problem("original", nothing_left(original)))
    elif not wanted:
        problems.append(Problem("lines", _("Kies wat je crediteert.")))
    else:
        problems += [_placed(each, places) for each in _beyond_rest(original, prepared, left)]
    return Credit(content=content, prepared=prepared, left=left, places=places, problems=problems)


def all_left(original: Document, left: Remaining) -> list[CreditLine]:
    """Give every line of which something is left, to be credited whole."""
    lines = original.lines.select_related("revenue_group", "product", "advance")
    return [CreditLine(line=line) for line in lines if left.lines[line.pk].amount]


def _content(original: Document, lines: Sequence[DraftLine], head: CreditHead) -> DraftContent:
    reference = head.customer_reference
    return DraftContent(
        customer=original.customer,
        lines=lines,
        issue_date=head.issue_date,
        language=head.language,
        customer_reference=original.customer_reference if reference is None else reference,
        order_reference=original.order_reference,
        contract_reference=original.contract_reference,
        period_start=original.period_start,
        period_end=original.period_end,
        note=head.note,
        extra=original.extra if head.extra is None else head.extra,
        original=original,
    )


def _beyond_rest(original: Document, prepared: PreparedDraft, left: Remaining) -> Sequence[Problem]:
    """What issuing would refuse, asked of rows that are in no database yet."""
    document = Document(
        account=original.account, kind=DocumentKindChoice.CREDIT_NOTE, **prepared.fields
    )
    content = IssueContent(
        document=document,
        facts=AccountFacts(company=company_get(account=original.account), extra_fields=()),
        customer=original.customer,
        lines=[DocumentLine(document=document, **columns) for columns in prepared.lines],
        issue_date=document.issue_date or clock.today(),
        remaining=left,
    )
    return list(remaining_problems(content))


def _placed(problem: Problem, places: Sequence[int]) -> Problem:
    """Name a line by its number in what was asked for."""
    start, _dot, rest = problem.field.partition(".")
    if start != "lines" or not rest:
        return problem
    number, _dot, name = rest.partition(".")
    return Problem(f"lines.{places[int(number)]}.{name}", problem.message)


def _lines(
    original: Document, left: Remaining, wanted: Sequence[CreditLine]
) -> tuple[list[DraftLine], list[int], list[Problem]]:
    """Give the lines that can be credited with their numbers, and what is wrong with the others."""
    if any(each.line.document_id != original.pk for each in wanted):
        raise LookupError(f"a line is not of {original}")
    if len({each.line.pk for each in wanted}) != len(wanted):
        raise LookupError(f"a line of {original} is asked for twice")
    problems: list[Problem] = []
    lines, places = [], []
    for index, each in enumerate(wanted):
        rest = left.lines[each.line.pk]
        problem = _beyond(each, rest)
        if problem:
            problems.append(Problem(f"lines.{index}.{problem[0]}", problem[1]))
        else:
            lines.append(_line(each, rest, original))
            places.append(index)
    return lines, places, problems


def _beyond(wanted: CreditLine, rest: LineLeft) -> tuple[str, str] | None:
    name = "quantity" if wanted.quantity is not None else "amount"
    if not rest.amount:
        return name, _("Van deze lijn is niets meer te crediteren.")
    value = wanted.amount if wanted.quantity is None else wanted.quantity
    left = rest.amount if wanted.quantity is None else rest.quantity
    if value is not None and value * left <= 0:
        if left < 0:
            return name, _("Vul minder dan 0 in: deze lijn gaat van de factuur af.")
        return name, _("Vul meer dan 0 in.")
    if wanted.amount is not None and not _within(wanted.amount, rest.amount):
        message = _("Van deze lijn is nog %(amount)s te crediteren.")
        return name, message % {"amount": format_amount(rest.amount, reader_language())}
    if wanted.quantity is not None and not _within(wanted.quantity, rest.quantity):
        message = _("Van deze lijn zijn er nog %(quantity)s te crediteren.")
        return name, message % {"quantity": format_short(rest.quantity, reader_language())}
    return None


def _within(value: Decimal, left: Decimal) -> bool:
    """Some of what is left: not nothing, not more, not the other way round."""
    return value != 0 and min(ZERO, left) <= value <= max(ZERO, left)


def _line(wanted: CreditLine, rest: LineLeft, original: Document) -> DraftLine:
    line = wanted.line
    quantity, price, discount = _figures(wanted, rest, original)
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
        extra=line.extra if wanted.extra is None else wanted.extra,
    )


def _figures(
    wanted: CreditLine, rest: LineLeft, original: Document
) -> tuple[Decimal, Decimal, Decimal]:
    """Quantity, price and discount of what is credited."""
    line = wanted.line
    if wanted.amount is not None:
        return _as_amount(round_cents(wanted.amount), line)
    quantity = rest.quantity if wanted.quantity is None else wanted.quantity
    if quantity == rest.quantity:
        pieces = line_input(columns_of(line) | {"quantity": quantity})
        if abs(line_amount(pieces, original.discount_percent) - rest.amount) > CENTS:
            return _as_amount(rest.amount, line)
    return quantity, line.unit_price, line.discount_percent


def _as_amount(amount: Decimal, line: DocumentLine) -> tuple[Decimal, Decimal, Decimal]:
    """An amount as quantity, price and discount; never at the price of a piece, which would count
    as one piece and share in the document's discount.
    """
    pieces = 2 if amount == line.unit_price else 1
    return Decimal(pieces), amount / pieces, Decimal(0)
