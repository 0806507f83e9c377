"""The mapping: issued document + settings + reference data -> traced fields (pure; no database,
no calls).

From the traced fields both the preview page and the payload are made, so what is shown is what is
sent. VATAmountFC
per line makes Exact's totals ours to the cent: Exact alone rounds VAT per line (reference rest.md
3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from connectors.exact.targets import TARGETS, TARGETS_BY_PROPERTY, Target
from invoicing.documents import DocumentKind, ExtraValue, IssuedDocument, IssuedLine

DESCRIPTION_LIMIT = 255


@dataclass(frozen=True, kw_only=True)
class TracedField:
    """One property of the entry, its value as sent, and where it comes from (a code the preview
    puts in words)."""

    target: str
    value: Any
    origin: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class FinancialPeriod:
    """One row of Exact's own period table."""

    year: int
    period: int
    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The wizard's answers as the mapping needs them; keys: revenue group, 'treatment:rate',
    'level:key'."""

    journals: Mapping[str, str]
    revenue: Mapping[str, str]
    default_revenue: str
    vat_codes: Mapping[str, str]
    extra_targets: Mapping[str, str]
    periods: tuple[FinancialPeriod, ...] = ()
    send_payment_reference: bool = True


@dataclass(frozen=True, kw_only=True)
class MappedEntry:
    """The entry: traced header fields and, per line, traced line fields."""

    header: tuple[TracedField, ...]
    lines: tuple[tuple[TracedField, ...], ...]
    problems: tuple[MappingProblem, ...] = field(default=())

    def payload(self) -> dict[str, Any]:
        """The body of the POST."""
        body = {traced.target: traced.value for traced in self.header}
        body["SalesEntryLines"] = [
            {traced.target: traced.value for traced in line} for line in self.lines
        ]
        return body


@dataclass(frozen=True, kw_only=True)
class MappingProblem:
    """Something the settings do not answer: `code` names it, `value` is what is missing."""

    code: str
    value: str = ""


def vat_key(treatment: str, rate: Decimal, country: str = "") -> str:
    """The key under which the VAT code of a treatment and rate (per cent) is kept, e.g.
    'domestic:21.00'; with the country whose VAT it is for OSS: 'oss:19.00:DE'."""
    return f"{treatment}:{rate:.2f}:{country}" if country else f"{treatment}:{rate:.2f}"


def map_document(
    document: IssuedDocument, rules: Rules, *, relation_id: str, number: int | None
) -> MappedEntry:
    """Map an issued document; what the settings do not answer is listed in `problems`, never
    guessed."""
    problems: list[MappingProblem] = []
    header = _header(document, rules, relation_id, number, problems)
    lines = tuple(_line(document, line, rules, problems) for line in document.lines)
    return MappedEntry(header=tuple(header), lines=lines, problems=tuple(dict.fromkeys(problems)))


def _header(
    document: IssuedDocument,
    rules: Rules,
    relation_id: str,
    number: int | None,
    problems: list[MappingProblem],
) -> list[TracedField]:
    journal = rules.journals.get(document.kind.value, "")
    if not journal:
        problems.append(MappingProblem(code="journal", value=document.kind.value))
    if document.currency != "EUR":
        problems.append(MappingProblem(code="currency", value=document.currency))
    fields = [
        TracedField(target="Journal", value=journal, origin="journal"),
        TracedField(
            target="Customer", value=relation_id, origin="relation", detail=document.buyer.name
        ),
        TracedField(target="EntryDate", value=exact_date(document.issue_date), origin="issue_date"),
        TracedField(target="DueDate", value=exact_date(document.due_date), origin="due_date"),
        TracedField(target="Currency", value=document.currency, origin="document"),
        TracedField(target="Description", value=entry_description(document), origin="description"),
    ]
    fields += _number(number) + _period(document, rules)
    defaults = {"YourRef": (document.number, "document_number")}
    if rules.send_payment_reference and document.payment_reference:
        defaults["PaymentReference"] = (document.payment_reference, "payment_reference")
    return fields + _extra(document.extra, "document", rules, defaults, problems)


def entry_description(document: IssuedDocument) -> str:
    """The entry's description: it always holds the document number, by which a booking is found
    again."""
    word = "Creditnota" if document.kind is DocumentKind.CREDIT_NOTE else "Factuur"
    return f"{word} {document.number}"


def _number(number: int | None) -> list[TracedField]:
    if number is None:
        return []
    return [
        TracedField(target="EntryNumber", value=number, origin="number"),
        TracedField(target="InvoiceNumber", value=number, origin="number"),
    ]


def _period(document: IssuedDocument, rules: Rules) -> list[TracedField]:
    """Year and period by Exact's own table (12 or 13 periods, broken years); outside the table
    Exact decides."""
    for row in rules.periods:
        if row.start <= document.issue_date <= row.end:
            return [
                TracedField(target="ReportingYear", value=row.year, origin="period"),
                TracedField(target="ReportingPeriod", value=row.period, origin="period"),
            ]
    return []


def _line(
    document: IssuedDocument, line: IssuedLine, rules: Rules, problems: list[MappingProblem]
) -> tuple[TracedField, ...]:
    account = rules.revenue.get(line.revenue_group) or rules.default_revenue
    if not account:
        problems.append(MappingProblem(code="revenue", value=line.revenue_group))
    key = vat_key(line.treatment, line.vat_rate, line.vat_country)
    code = rules.vat_codes.get(key, "")
    if not code:
        problems.append(MappingProblem(code="vat", value=key))
    description, origin = _line_description(line.description)
    fields = [
        TracedField(target="GLAccount", value=account, origin="revenue", detail=line.revenue_group),
        TracedField(target="AmountFC", value=amount(line.net * document.sign), origin="line_net"),
        TracedField(target="VATCode", value=code, origin="vat", detail=key),
        TracedField(
            target="VATAmountFC", value=amount(line.vat * document.sign), origin="line_vat"
        ),
        TracedField(target="Description", value=description, origin=origin),
    ]
    # A line target may be matched to a document-level field: its value then goes to every line.
    extra = _extra(line.extra, "line", rules, {}, problems)
    known = {traced.target for traced in extra}
    from_document = _extra_for_lines(document, rules, problems)
    extra += [each for each in from_document if each.target not in known]
    _check_range({each.target: each.value for each in extra}, problems)
    return tuple(fields + extra)


def _check_range(values: Mapping[str, Any], problems: list[MappingProblem]) -> None:
    """'T/m' is not before 'Vanaf' (ISO dates compare as text)."""
    if "From" in values and "To" in values and values["To"] < values["From"]:
        problems.append(MappingProblem(code="range", value=f"{values['From']} {values['To']}"))


def _line_description(text: str) -> tuple[str, str]:
    one_line = " ".join(text.split())
    if len(one_line) <= DESCRIPTION_LIMIT:
        return one_line, "line_description"
    return one_line[: DESCRIPTION_LIMIT - 1] + "…", "line_description_shortened"


def _extra(
    values: tuple[ExtraValue, ...],
    level: str,
    rules: Rules,
    defaults: Mapping[str, tuple[str, str]],
    problems: list[MappingProblem],
) -> list[TracedField]:
    found = {
        target: value for target, value in _matched(values, level, rules) if target.level == level
    }
    fields = [_extra_field(target, value, problems) for target, value in found.items()]
    taken = {target.property for target in found}
    fields += [
        TracedField(target=name, value=text, origin=origin)
        for name, (text, origin) in defaults.items()
        if name not in taken
    ]
    return fields


def _extra_for_lines(
    document: IssuedDocument, rules: Rules, problems: list[MappingProblem]
) -> list[TracedField]:
    return [
        _extra_field(target, value, problems)
        for target, value in _matched(document.extra, "document", rules)
        if target.level == "line"
    ]


def _matched(
    values: tuple[ExtraValue, ...], level: str, rules: Rules
) -> list[tuple[Target, ExtraValue]]:
    pairs = []
    for value in values:
        target = TARGETS_BY_PROPERTY.get(rules.extra_targets.get(f"{level}:{value.key}", ""))
        if target is not None and value.value:
            pairs.append((target, value))
    return pairs


def _extra_field(target: Target, value: ExtraValue, problems: list[MappingProblem]) -> TracedField:
    text: str = value.value
    if target.type == "date":
        try:
            text = exact_date(date.fromisoformat(value.value))
        except ValueError:
            problems.append(MappingProblem(code="extra_type", value=value.label))
    return TracedField(target=target.property, value=text, origin="extra", detail=value.label)


def exact_date(day: date) -> str:
    """A date as Exact takes it: ISO, 'pretend UTC' (reference rest.md 2.5)."""
    return f"{day.isoformat()}T00:00:00Z"


def amount(value: Decimal) -> str:
    """An amount as text, so that it never becomes a binary float on the way."""
    return f"{value:.2f}"


__all__ = [
    "TARGETS",
    "FinancialPeriod",
    "MappedEntry",
    "MappingProblem",
    "Rules",
    "TracedField",
    "entry_description",
    "map_document",
    "vat_key",
]
