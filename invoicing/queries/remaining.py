"""What is left of an issued document: what may still be credited, or deducted of an advance.

Only issued documents count; a caller that is about to use what is left locks the document first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from accounts.models import Account
from invoicing.models import Customer, Document, DocumentLine, DocumentVatTotal
from invoicing.models.document import DocumentKindChoice, DocumentState
from invoicing.money import ZERO, Amounts
from invoicing.totals import GroupKey, group_key


@dataclass(frozen=True)
class LineLeft:
    """What is left of a line; the amount in EUR, including VAT when the document's prices do."""

    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What is left per (treatment, rate, country), and per line by its primary key."""

    groups: Mapping[GroupKey, Amounts]
    lines: Mapping[int, LineLeft]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of any group."""
        return not any(group.net or group.vat for group in self.groups.values())

    @property
    def gross(self) -> Decimal:
        """What is left of the whole document, VAT included (EUR)."""
        return sum((group.gross for group in self.groups.values()), ZERO)


def remaining_of(document: Document) -> Remaining:
    """Give what is left of an issued document, after credit notes and deductions (5 queries)."""
    groups, lines = remaining_groups(document), _lines(document)
    if document.is_advance:
        lines = _without_deducted(document, groups, lines)
    return Remaining(groups=groups, lines=lines)


def remaining_groups(document: Document) -> dict[GroupKey, Amounts]:
    """Give what is left per (treatment, rate, country): an advance is also used up by the final
    invoices that deduct it.
    """
    left = {
        group_key(row.treatment, row.rate, row.country): Amounts(row.net, row.vat)
        for row in document.vat_totals.all()
    }
    credited = DocumentVatTotal.objects.filter(
        document__original=document, document__state=DocumentState.ISSUED
    )
    _take(left, ((_key(row), row.net, row.vat) for row in credited))
    if document.is_advance:
        _take(left, _deducted(document))
    return left


@dataclass(frozen=True)
class AdvanceLeft:
    """An advance invoice of which something may still be deducted, in EUR."""

    document: Document
    left: Amounts


def advances_left(*, account: Account, customer: Customer) -> list[AdvanceLeft]:
    """Give a customer's issued advance invoices of which something is left, the oldest first."""
    advances = Document.objects.filter(
        account=account,
        customer=customer,
        kind=DocumentKindChoice.INVOICE,
        state=DocumentState.ISSUED,
        is_advance=True,
    ).order_by("issue_date", "id")
    found = []
    for advance in advances:
        groups = remaining_groups(advance).values()
        if any(group.net for group in groups):
            net, vat = sum((g.net for g in groups), ZERO), sum((g.vat for g in groups), ZERO)
            found.append(AdvanceLeft(advance, Amounts(net, vat)))
    return found


def advances_open(*, account: Account, customer: Customer) -> list[Document]:
    """Give the advance invoices themselves."""
    return [each.document for each in advances_left(account=account, customer=customer)]


def advances_issued(*, account: Account, public_ids: Iterable[str]) -> dict[str, Document]:
    """Give the account's issued advance invoices with these ids, by id; no query for none."""
    wanted = {public_id for public_id in public_ids if public_id}
    if not wanted:
        return {}
    rows = Document.objects.filter(
        account=account,
        public_id__in=wanted,
        kind=DocumentKindChoice.INVOICE,
        state=DocumentState.ISSUED,
        is_advance=True,
    )
    return {row.public_id: row for row in rows}


def _key(row: DocumentVatTotal) -> GroupKey:
    return group_key(row.treatment, row.rate, row.country)


def _take(left: dict[GroupKey, Amounts], used: Iterable[tuple[GroupKey, Decimal, Decimal]]) -> None:
    for key, net, vat in used:
        if key in left:
            left[key] = Amounts(left[key].net - net, left[key].vat - vat)


def _deducted(advance: Document) -> Iterable[tuple[GroupKey, Decimal, Decimal]]:
    """What final invoices took off; a credit note on one gives it back."""
    lines = DocumentLine.objects.filter(
        advance=advance, document__state=DocumentState.ISSUED
    ).select_related("document")
    for line in lines:
        sign = -1 if line.document.kind == DocumentKindChoice.INVOICE else 1
        key = group_key(line.treatment, line.vat_rate, line.vat_country)
        yield key, sign * line.net, sign * line.vat


def finals_of(advance: Document) -> list[str]:
    """Give the numbers of the final invoices that deducted an advance, but for those credited."""
    lines = DocumentLine.objects.filter(advance=advance, document__state=DocumentState.ISSUED)
    credited = lines.filter(document__kind=DocumentKindChoice.CREDIT_NOTE)
    finals = lines.filter(document__kind=DocumentKindChoice.INVOICE).exclude(
        document__in=credited.values("document__original")
    )
    return sorted(set(finals.values_list("document__number", flat=True)))


def _lines(document: Document) -> dict[int, LineLeft]:
    rows = {line.pk: line for line in document.lines.all()}
    left = {pk: LineLeft(line.quantity, price_amount(line, document)) for pk, line in rows.items()}
    credited = DocumentLine.objects.filter(
        original_line__in=rows, document__state=DocumentState.ISSUED
    )
    for line in credited:
        original = rows[line.original_line_id or 0]
        before = left[original.pk]
        # A line with a price of its own credits an amount, not a quantity.
        is_same_price = line.unit_price == original.unit_price
        left[original.pk] = LineLeft(
            before.quantity - (line.quantity if is_same_price else 0),
            before.amount - price_amount(line, document),
        )
    return left


def _without_deducted(
    document: Document, groups: Mapping[GroupKey, Amounts], lines: Mapping[int, LineLeft]
) -> dict[int, LineLeft]:
    """Take what final invoices deducted of a rate off its lines, the first line first."""
    left = dict(lines)
    over = {
        key: -(group.gross if document.prices_include_vat else group.net)
        for key, group in groups.items()
    }
    rows = list(document.lines.all())
    for line in rows:
        over[_line_key(line)] += left[line.pk].amount
    for line in rows:
        before, key = left[line.pk], _line_key(line)
        taken = min(max(over[key], ZERO), max(before.amount, ZERO))
        over[key] -= taken
        left[line.pk] = LineLeft(before.quantity, before.amount - taken)
    return left


def _line_key(line: DocumentLine) -> GroupKey:
    return group_key(line.treatment, line.vat_rate, line.vat_country)


def linked_lines(document: Document) -> list[DocumentLine]:
    """Give a document's lines with the lines they credit and the advances they deduct; one query
    where there are none.
    """
    lines = list(document.lines.all())
    for name in ("original_line", "advance"):
        linked = [line for line in lines if getattr(line, f"{name}_id")]
        prefetch_related_objects(linked, name)
    return lines


def price_amount(line: DocumentLine, document: Document) -> Decimal:
    """Give a line's amount in the terms of the document's prices: net, or gross."""
    return line.net + (line.vat if document.prices_include_vat else ZERO)
