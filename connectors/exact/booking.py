"""Booking as SalesEntries: where to, prepare, send once, and look (DESIGN section 7; reference
rest.md 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from connectors.core.errors import (
    ConnectorError,
    Disconnected,
    OutcomeUnknown,
    Problem,
    Refused,
    SetupNeeded,
    Who,
)
from connectors.core.models import Connection
from connectors.core.ports import (
    Difference,
    Ledger,
    LedgerEntry,
    Look,
    LookOutcome,
    PreparedBooking,
    Sent,
)
from connectors.exact.client import ExactClient
from connectors.exact.envelope import Row, amount_of, date_of, guid_of, int_of, quoted, text_of
from connectors.exact.limits import Urgency
from connectors.exact.mapping import MappingProblem, map_document
from connectors.exact.reference import financial_periods
from connectors.exact.refusals import stops_everything
from connectors.exact.relations import relation_forget, relation_id
from connectors.exact.settings_store import answers_of, newest_version
from invoicing.documents import DocumentKind, IssuedDocument

PATH = "salesentry/SalesEntries"
LOOK_SELECT = (
    "EntryID,EntryNumber,Journal,Customer,AmountFC,VATAmountFC,Description,EntryDate,Type,YourRef"
)
CREDIT_NOTE_TYPE = 21
PROBLEM_TEXTS = {
    "journal": (
        _("Er is nog geen dagboek gekozen voor deze soort."),
        _("Kies het in stap 2 van de instellingen."),
    ),
    "revenue": (
        _("Er is nog geen omzetrekening gekozen."),
        _("Kies ze in stap 2 van de instellingen."),
    ),
    "vat": (
        _("Er is nog geen btw-code gekozen voor %(value)s."),
        _("Kies ze in stap 3 van de instellingen."),
    ),
    "currency": (
        _("Boekbrug boekt alleen facturen in euro; deze is in %(value)s."),
        _("Boek deze factuur met de hand in Exact."),
    ),
    "range": (
        _("'T/m' ligt voor 'Vanaf' (%(value)s)."),
        _("Deze factuur kan zo niet geboekt worden. Maak een creditnota en een nieuwe factuur."),
    ),
    "extra_type": (
        _("Het veld '%(value)s' bevat geen datum, terwijl Exact er een verwacht."),
        _("Koppel in stap 4 van de instellingen een ander veld."),
    ),
}


def client_for(connection: Connection, urgency: Urgency = Urgency.BOOKING) -> ExactClient:
    """The client of a connection, in its division."""
    link = connection.exact
    return ExactClient(link.exact_user, link.division, connection=connection, urgency=urgency)


def ledger_for(connection: Connection, document: IssuedDocument) -> Ledger:
    """The division and journal for this kind of document; raises SetupNeeded."""
    answers = answers_of(connection)
    journal = answers.rules(()).journals[document.kind.value]
    if not journal or not answers.division:
        raise SetupNeeded(_problem(MappingProblem(code="journal", value=document.kind.value)))
    host = connection.exact.exact_user.host
    return Ledger(
        scope=f"exact {host} {answers.division} {journal}",
        division=answers.division,
        journal=journal,
        numbers=answers.numbering == "own",
    )


def prepare(
    connection: Connection, document: IssuedDocument, number: int | None
) -> PreparedBooking:
    """Map first (it costs nothing), then find or make the relation, then the payload is
    complete."""
    client = client_for(connection)
    version = newest_version(connection)
    rules = answers_of(connection).rules(financial_periods(client))
    _check(map_document(document, rules, relation_id="", number=number).problems)
    with _stopping():
        relation = relation_id(client, connection, document.buyer)
    entry = map_document(document, rules, relation_id=relation, number=number)
    return PreparedBooking(
        payload=entry.payload(),
        mapping_version=version.number if version else 0,
        relation_id=relation,
        total=document.gross * document.sign,
    )


@contextmanager
def _stopping() -> Iterator[None]:
    """A refusal that every booking would meet stops the connection, not one invoice after the
    other: each would count as an error (reference rest.md 2.3)."""
    try:
        yield
    except Refused as error:
        if stops_everything(error.problem):
            raise Disconnected(error.problem, keeps_link=True) from error
        raise


def _check(problems: Iterable[MappingProblem]) -> None:
    for problem in problems:
        error = Refused if problem.code in ("currency", "range") else SetupNeeded
        raise error(_problem(problem))


def _problem(problem: MappingProblem) -> Problem:
    message, cure = PROBLEM_TEXTS[problem.code]
    return Problem(
        code=f"mapping_{problem.code}",
        message=message,
        cure=cure,
        who=Who.BOOKKEEPER,
        params={"value": problem.value},
    )


def send(
    connection: Connection, document: IssuedDocument, prepared: PreparedBooking
) -> LedgerEntry:
    """POST the entry, once, and compare the answer field by field with what was sent."""
    try:
        with _stopping():
            row = client_for(connection).create(PATH, prepared.payload)
    except Refused as error:
        if error.problem.code == "relation_gone":
            relation_forget(connection, document.buyer)
        raise
    if not guid_of(row, "EntryID"):
        raise OutcomeUnknown("success without an EntryID")
    if amount_of(row, "AmountFC") is None:
        # Only the key came back: read the entry itself rather than guess what it holds.
        row = _read_back(connection, guid_of(row, "EntryID"))
    return _entry(row, prepared.payload, document)


def _read_back(connection: Connection, entry_id: str) -> Row:
    """The entry that was just made; whatever goes wrong in reading, it was made."""
    condition = f"EntryID eq guid'{entry_id}'"
    try:
        rows = client_for(connection).rows(PATH, {"$select": LOOK_SELECT, "$filter": condition})
    except ConnectorError as error:
        raise OutcomeUnknown(f"the new entry cannot be read back: {error}") from error
    if len(rows) != 1:
        raise OutcomeUnknown("the new entry cannot be read back yet")
    return rows[0]


def look(connection: Connection, document: IssuedDocument, sent: Sent) -> Look:
    """One $filter over journal + number, or customer + date, with known rows so that empty is
    not absent."""
    client = ExactClient(connection.exact.exact_user, sent.division, connection=connection)
    try:
        if not sent.known_entry_ids and not client.may(PATH, "GET"):
            return Look(outcome=LookOutcome.BLIND, detail="UserHasRights is false")
        rows = client.rows(PATH, {"$select": LOOK_SELECT, "$filter": _condition(document, sent)})
    except Refused as error:
        return Look(outcome=LookOutcome.BLIND, detail=error.problem.original)
    shown = {guid_of(row, "EntryID") for row in rows}
    if sent.known_entry_ids and shown.isdisjoint(sent.known_entry_ids):
        return Look(outcome=LookOutcome.BLIND, detail="bookings that we know are not shown")
    return _judge(rows, document, sent)


def _condition(document: IssuedDocument, sent: Sent) -> str:
    day = f"datetime'{document.issue_date.isoformat()}T00:00:00'"
    parts = [f"(Customer eq guid'{sent.relation_id}' and EntryDate eq {day})"]
    if sent.number is not None:
        parts.append(f"(Journal eq {quoted(sent.journal)} and EntryNumber eq {sent.number})")
    parts += [f"EntryID eq guid'{entry_id}'" for entry_id in sent.known_entry_ids]
    return " or ".join(parts)


def _judge(rows: list[Row], document: IssuedDocument, sent: Sent) -> Look:
    ours = [
        row
        for row in rows
        if _carries_number(row, document) and guid_of(row, "EntryID") not in sent.taken_entry_ids
    ]
    if not ours:
        journal = sent.journal.strip()
        taken = sent.number is not None and any(
            int_of(row, "EntryNumber") == sent.number and text_of(row, "Journal") == journal
            for row in rows
        )
        return Look(outcome=LookOutcome.ABSENT, number_taken=taken)
    expected = {
        "Customer": sent.relation_id,
        "Journal": sent.journal,
        "EntryNumber": sent.number,
    }
    entries = [_entry(row, expected, document) for row in ours]
    agreeing = [entry for entry in entries if entry.agrees]
    if len(entries) == 1 and agreeing:
        return Look(outcome=LookOutcome.FOUND, entry=agreeing[0])
    return Look(outcome=LookOutcome.DIFFERS, entry=_conflict(entries))


def _conflict(entries: list[LedgerEntry]) -> LedgerEntry:
    if len(entries) == 1:
        return entries[0]
    numbers = ", ".join(entry.external_number for entry in entries)
    several = Difference(field="entries", sent="1", found=numbers, is_fatal=True)
    return LedgerEntry(
        external_id=entries[0].external_id,
        external_number=entries[0].external_number,
        differences=(several,),
    )


def _carries_number(row: Row, document: IssuedDocument) -> bool:
    """Whether the description holds our document's number, or 'Uw ref.' is it (a person may have
    typed the entry): the whole number, not a longer one that starts alike."""
    pattern = rf"(?<![\w-]){re.escape(document.number)}(?![\w-])"
    found = re.search(pattern, text_of(row, "Description"), re.IGNORECASE) is not None
    return found or text_of(row, "YourRef").casefold() == document.number.casefold()


def _entry(row: Row, sent: Mapping[str, object], document: IssuedDocument) -> LedgerEntry:
    return LedgerEntry(
        external_id=guid_of(row, "EntryID"),
        external_number=text_of(row, "EntryNumber"),
        differences=tuple(_differences(row, sent, document)),
    )


def _differences(
    row: Row, sent: Mapping[str, object], document: IssuedDocument
) -> Iterable[Difference]:
    sign = document.sign
    if amount_of(row, "AmountFC") is None:
        yield Difference(field="AmountFC", sent=f"{document.gross * sign}", found="", is_fatal=True)
    yield from _amount(row, "AmountFC", document.gross * sign)
    yield from _amount(row, "VATAmountFC", document.vat * sign)
    yield from _text(row, "Customer", sent, fatal=True)
    yield from _text(row, "Journal", sent, fatal=True)
    yield from _text(row, "EntryNumber", sent, fatal=False)
    yield from _text(row, "YourRef", sent, fatal=False)
    entry_date = date_of(row, "EntryDate")
    if entry_date is not None and entry_date != document.issue_date:
        yield Difference(
            field="EntryDate",
            sent=document.issue_date.isoformat(),
            found=entry_date.isoformat(),
            is_fatal=True,
        )
    kind = int_of(row, "Type")
    if document.kind is DocumentKind.CREDIT_NOTE and kind not in (None, CREDIT_NOTE_TYPE):
        # Unproven that Exact makes a credit note of negated lines (bookkeeping.md A4): shown as
        # a conflict.
        yield Difference(field="Type", sent=str(CREDIT_NOTE_TYPE), found=str(kind), is_fatal=True)


def _amount(row: Row, name: str, expected: Decimal) -> Iterable[Difference]:
    found = amount_of(row, name)
    if found is not None and found != expected:
        yield Difference(field=name, sent=f"{expected:.2f}", found=f"{found:.2f}", is_fatal=True)


def _text(row: Row, name: str, sent: Mapping[str, object], *, fatal: bool) -> Iterable[Difference]:
    wanted, found = sent.get(name), text_of(row, name)
    if wanted is None or row.get(name) is None:
        return
    if found.lower() != str(wanted).strip().lower():
        yield Difference(field=name, sent=str(wanted), found=found, is_fatal=fatal)
