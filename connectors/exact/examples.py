"""'Zo ziet het eruit in Exact': the entry of a real invoice under the answers so far, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from connectors.core.models import Connection
from connectors.exact.answers import Answers
from connectors.exact.mapping import TracedField, map_document
from connectors.exact.models import ReferenceSet
from connectors.exact.reference import periods_from
from invoicing.formats import format_amount, format_date
from invoicing.models import Document
from invoicing.queries.issued_documents import issued_document

LINES_SHOWN = 2
DATES = frozenset({"EntryDate", "DueDate", "From", "To"})
AMOUNTS = frozenset({"AmountFC", "VATAmountFC"})


@dataclass(frozen=True)
class ExampleRow:
    """One property as a person reads it."""

    label: str
    value: str


@dataclass(frozen=True)
class Example:
    """The header, the first lines, and how many more there are."""

    number: str
    header: list[ExampleRow]
    lines: list[list[ExampleRow]]
    more: int


def example_entry(connection: Connection, answers: Answers) -> Example | None:
    """The newest issued invoice as it would be booked now; None before the first. Makes no call."""
    document = (
        Document.objects.filter(account=connection.account, state="issued", kind="invoice")
        .order_by("-issue_date", "-pk")
        .first()
    )
    if document is None:
        return None
    stored = ReferenceSet.objects.filter(
        connection=connection, division=answers.division, kind="periods"
    ).first()
    periods = periods_from(stored.rows) if stored else ()
    rules = answers.rules(periods)
    entry = map_document(issued_document(document), rules, relation_id="", number=None)
    return Example(
        number=document.number,
        header=_rows(entry.header, answers),
        lines=[_rows(line, answers) for line in entry.lines[:LINES_SHOWN]],
        more=max(len(entry.lines) - LINES_SHOWN, 0),
    )


def _rows(fields: tuple[TracedField, ...], answers: Answers) -> list[ExampleRow]:
    labels = _labels()
    rows = [ExampleRow(labels[each.target], _value(each, answers)) for each in fields]
    return [row for row in rows if row.value]


def _labels() -> dict[str, str]:
    """Exact's own captions, which bookkeepers know."""
    return {
        "Journal": _("Dagboek"),
        "Customer": _("Relatie"),
        "EntryDate": _("Factuurdatum"),
        "DueDate": _("Vervaldatum"),
        "Currency": _("Valuta"),
        "Description": _("Omschrijving"),
        "EntryNumber": _("Boekstuknummer"),
        "InvoiceNumber": _("Factuurnummer"),
        "ReportingYear": _("Boekjaar"),
        "ReportingPeriod": _("Periode"),
        "YourRef": _("Uw ref."),
        "PaymentReference": _("Betalingsreferentie"),
        "GLAccount": _("Grootboekrekening"),
        "AmountFC": _("Bedrag"),
        "VATCode": _("Btw-code"),
        "VATAmountFC": _("Btw-bedrag"),
        "From": _("Vanaf"),
        "To": _("T/m"),
        "Notes": _("Notities"),
    }


def _value(traced: TracedField, answers: Answers) -> str:
    language = (get_language() or "nl")[:2]
    if traced.target == "Customer":
        return traced.detail
    if traced.target == "GLAccount":
        choice = answers.revenue.get(traced.detail) or answers.default_revenue
        return str(choice) if choice else ""
    if traced.target in DATES and traced.value:
        return format_date(date.fromisoformat(str(traced.value)[:10]), language)
    if traced.target in AMOUNTS:
        return format_amount(Decimal(str(traced.value)), language)
    return str(traced.value or "").strip()
