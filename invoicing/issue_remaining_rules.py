"""What may not be used twice: the original of a credit note, and a deducted advance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from invoicing.draft_amounts import amounts, columns_of, terms_of_document
from invoicing.formats import format_amount, format_percent
from invoicing.issue_content import IssueContent
from invoicing.models import DocumentLine
from invoicing.money import ZERO, Amounts
from invoicing.problems import Problem
from invoicing.queries.remaining import Remaining, price_amount
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.totals import GroupKey, group_key
from invoicing.vat import OSS, treatment_for_code


def remaining_problems(content: IssueContent) -> Iterator[Problem]:
    """Name what is credited or deducted beyond what is left, with what is left."""
    if content.remaining is not None:
        problems = list(_credit(content, content.remaining))
        yield from problems or _stale(content, content.remaining)
    elif content.advances:
        yield from _advances(content)
    if not content.is_credit_note and content.document.is_advance:
        yield from _own_advance(content)


def _credit(content: IssueContent, left: Remaining) -> Iterator[Problem]:
    document = content.document
    used: dict[GroupKey, Decimal] = {}
    for index, line in enumerate(content.lines):
        key = group_key(line.treatment, line.vat_rate, line.vat_country)
        amount = price_amount(line, document)
        used[key] = used.get(key, ZERO) + amount
        if key not in left.groups:
            message = _("Factuur %(number)s heeft geen bedrag tegen %(rate)s.")
            values = {"number": document.original_number, "rate": _rate_name(key)}
            yield Problem(f"lines.{index}.vat_rate", message % values)
            continue
        rest = left.lines.get(line.original_line_id) if line.original_line_id else None
        if rest is not None and _is_beyond(amount, rest.amount):
            message = _("Van deze lijn is nog %(amount)s te crediteren.")
            values = {"amount": format_amount(rest.amount, reader_language())}
            yield Problem(f"lines.{index}.quantity", message % values)
    groups = {key: _in_prices(content, left.groups[key]) for key in used if key in left.groups}
    beyond = [key for key, amount in groups.items() if _is_beyond(used[key], amount)]
    for key in beyond:
        yield Problem("lines", _beyond_message(key, left.groups[key]))
    # Both the credit note and the rest must be amounts that a credit note can have.
    if not beyond and not ZERO <= document.gross <= left.gross:
        yield Problem("lines", _lines_off_message(content, left))


def _lines_off_message(content: IssueContent, left: Remaining) -> str:
    """Say which lines go off the invoice, and must be credited along with the others."""
    original, language = content.document.original, reader_language()
    lines = original.lines.all() if original else ()
    off = [
        f"{line.description} ({format_amount(left.lines[line.pk].amount, language)})"
        for line in lines
        if left.lines[line.pk].amount < 0
    ]
    message = _(
        "Van deze factuur gaan lijnen af: %(lines)s. Crediteer die mee: samen is nog %(gross)s "
        "te crediteren, btw inbegrepen."
    )
    return message % {
        "lines": ", ".join(off),
        "gross": format_amount(left.gross, language),
    }


def _beyond_message(key: GroupKey, left: Amounts) -> str:
    """Say what may still be credited at one rate."""
    message = _("Tegen %(rate)s is nog %(net)s en %(vat)s btw te crediteren.")
    return message % {
        "rate": _rate_name(key),
        "net": format_amount(left.net, reader_language()),
        "vat": format_amount(left.vat, reader_language()),
    }


def _stale(content: IssueContent, left: Remaining) -> Iterator[Problem]:
    """The draft's amounts were computed with what was left then; another may have been issued."""
    document = content.document
    terms = terms_of_document(document, content.company, left)
    now = amounts([columns_of(line) for line in content.lines], terms)
    stored = [(line.net, line.vat) for line in content.lines]
    if [(line.net, line.vat) for line in now.lines] != stored:
        message = _("Er is intussen meer gecrediteerd. Bewaar deze creditnota opnieuw.")
        yield Problem("lines", message)


def _advances(content: IssueContent) -> Iterator[Problem]:
    used: dict[tuple[int, GroupKey], Decimal] = {}
    for index, line in enumerate(content.lines):
        if line.advance is None:
            continue
        key = group_key(line.treatment, line.vat_rate, line.vat_country)
        message = _advance_message(content, line, content.advances[line.advance.pk], key)
        if message:
            yield Problem(f"lines.{index}.advance", message)
            continue
        place = (line.advance.pk, key)
        used[place] = used.get(place, ZERO) - price_amount(line, content.document)
        left = content.advances[line.advance.pk][key]
        if used[place] > _in_prices(content, left):
            message = _("Van voorschot %(number)s is nog %(net)s en %(vat)s btw af te trekken.")
            values = {
                "number": line.advance_number,
                "net": format_amount(left.net, reader_language()),
                "vat": format_amount(left.vat, reader_language()),
            }
            yield Problem(f"lines.{index}.advance", message % values)


def _advance_message(
    content: IssueContent,
    line: DocumentLine,
    left: Mapping[GroupKey, Amounts],
    key: GroupKey,
) -> str:
    """Say why this is no advance that the line can take off; empty when it is."""
    advance = line.advance
    if advance is None or not advance.is_issued or not advance.is_advance:
        return _("Kies een voorschotfactuur die al verstuurd is.")
    if advance.customer_id != content.document.customer_id:
        return _("Dit voorschot is van een andere klant.")
    if key not in left:
        message = _("Voorschot %(number)s heeft geen bedrag tegen %(rate)s.")
        return message % {"number": advance.number, "rate": _rate_name(key)}
    if line.net > 0 or line.vat > 0:
        return _("Trek een voorschot af met een negatief bedrag.")
    return ""


def _own_advance(content: IssueContent) -> Iterator[Problem]:
    for index, line in enumerate(content.lines):
        if line.advance_id:
            message = _("Een voorschotfactuur trekt zelf geen voorschot af.")
            yield Problem(f"lines.{index}.advance", message)


def _in_prices(content: IssueContent, left: Amounts) -> Decimal:
    return left.gross if content.document.prices_include_vat else left.net


def _is_beyond(amount: Decimal, left: Decimal) -> bool:
    """More than is left, or the other way round."""
    return not min(ZERO, left) <= amount <= max(ZERO, left)


def _rate_name(key: GroupKey) -> str:
    treatment, rate, country = key
    percent = format_percent(rate, reader_language())
    if treatment == OSS:
        return f"{percent} ({country})"
    known = treatment_for_code(treatment)
    return percent if known.charges_vat else in_reader_language(known.label)
