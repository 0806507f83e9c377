"""Sales entries: made, changed and deleted, with their ledger lines and payment terms."""

from typing import Any

from connectors.exact.simulator import ledger, numbering, payments, terms
from connectors.exact.simulator import rules_salesentry as rules
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import ApiError, BusinessError
from connectors.exact.simulator.store import Record

Inputs = list[tuple[str, dict[str, Any]]]  # line ID and what was sent for it, in order

DERIVED = {
    "EntryDate": ("DueDate", "ReportingYear", "ReportingPeriod"),
    "PaymentCondition": ("DueDate",),
    "ReportingYear": (),
}


def create(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST salesentry/SalesEntries."""
    rules.check_mandatory(values, rules.ENTRY.mandatory(alone=False), rules.CAPTIONS)
    lines = rules.nested_lines(context, values["SalesEntryLines"])
    sent = {name: value for name, value in values.items() if name != "SalesEntryLines"}
    inputs = [(context.sim.new_guid(), line) for line in lines]
    return save(context, context.sim.new_guid(), sent, inputs, None)


def change(context: Context, row: Record, values: dict[str, Any]) -> None:
    """PUT salesentry/SalesEntries(guid'...'): everything but the lines."""
    if "SalesEntryLines" in values:
        raise ApiError(400, "SalesEntryLines cannot be changed through SalesEntries.")
    check_open(context, row)
    kept = dict(row["_sent"])
    for name in values.keys() & DERIVED.keys():
        for derived in DERIVED[name]:
            kept.pop(derived, None)
    save(context, row["EntryID"], {**kept, **values}, _inputs(context, row["EntryID"]), row)


def remove(context: Context, row: Record, _values: dict[str, Any]) -> None:
    """DELETE salesentry/SalesEntries(guid'...')."""
    check_open(context, row)
    erase(context, row)


def erase(context: Context, row: Record) -> None:
    """Deletes an entry whatever was paid on it; sync/Deleted tells of terms and ledger lines."""
    payments.undo(context, row)
    for line in context.find("line", "EntryID", row["EntryID"]):
        context.delete("line", line["ID"])
    terms.remove(context, row["EntryID"])
    ledger.remove(context, row["EntryID"])
    context.delete("entry", row["EntryID"])


def add_line(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST salesentry/SalesEntryLines."""
    rules.check_mandatory(values, rules.LINE.mandatory(alone=True), rules.CAPTIONS)
    entry = context.reference("entry", values["EntryID"], "entry")
    check_open(context, entry)
    key = context.sim.new_guid()
    given = {name: value for name, value in values.items() if name != "EntryID"}
    inputs = [*_inputs(context, entry["EntryID"]), (key, given)]
    save(context, entry["EntryID"], entry["_sent"], inputs, entry)
    return context.get("line", key) or {}


def change_line(context: Context, row: Record, values: dict[str, Any]) -> None:
    """PUT salesentry/SalesEntryLines(guid'...')."""
    entry = context.reference("entry", row["EntryID"], "entry")
    check_open(context, entry)
    inputs = [
        (key, {**given, **values} if key == row["ID"] else given)
        for key, given in _inputs(context, row["EntryID"])
    ]
    save(context, entry["EntryID"], entry["_sent"], inputs, entry)


def remove_line(context: Context, row: Record, _values: dict[str, Any]) -> None:
    """DELETE salesentry/SalesEntryLines(guid'...'); with its last line the entry goes (ossobv)."""
    entry = context.reference("entry", row["EntryID"], "entry")
    check_open(context, entry)
    inputs = [pair for pair in _inputs(context, row["EntryID"]) if pair[0] != row["ID"]]
    if not inputs:
        erase(context, entry)
        return
    context.delete("line", row["ID"])
    save(context, entry["EntryID"], entry["_sent"], inputs, entry)


def check_open(context: Context, entry: Record) -> None:
    """Refuses a change of an entry that is (partly) paid or matched."""
    if any(term["Status"] != terms.OPEN for term in terms.of_entry(context, entry["EntryID"])):
        raise BusinessError("processed")


def _inputs(context: Context, entry_id: str) -> Inputs:
    rows = sorted(context.find("line", "EntryID", entry_id), key=lambda row: row["LineNumber"])
    return [(row["ID"], row["_sent"]) for row in rows]


def save(
    context: Context, key: str, sent: dict[str, Any], inputs: Inputs, old: Record | None
) -> Record:
    """Computes an entry from what was sent and stores it with all that hangs on it."""
    head = rules.header(context, sent)
    lines = [rules.line(context, given, head["EntryDate"]) for _key, given in inputs]
    rules.spread_header_vat(sent, lines, [given for _key, given in inputs])
    numbers = _numbers(context, head, sent, old)
    entry: Record = {
        **head,
        **rules.totals(context, sent, lines),
        **numbers,
        **_identity(context, key, old),
        "PaymentReference": sent.get("PaymentReference")
        or f"{head['_account_code']}/{numbers['EntryNumber']}",
        "_number": f"{head['Journal']}:{numbers['EntryNumber']}",
        "_sent": sent,
    }
    context.put("entry", key, entry)
    stored = _store_lines(context, entry, lines, inputs)
    terms.write(context, entry, ledger.write(context, entry, stored))
    return entry


def _identity(context: Context, key: str, old: Record | None) -> Record:
    made = old or {"_made": context.sim.clock.timestamp(), **context.sim.audit(context.user)}
    kept = {name: made[name] for name in ("Created", "Creator", "CreatorFullName", "_made")}
    changed = context.sim.audit(context.user, new=False)
    return {**kept, **changed, "EntryID": key, "Division": context.division}


def _numbers(context: Context, head: Record, sent: dict[str, Any], old: Record | None) -> Record:
    wanted = sent.get("EntryNumber") or sent.get("InvoiceNumber")
    if old is not None and _keeps_number(old, head, wanted):
        return {name: old[name] for name in ("EntryNumber", "InvoiceNumber")}
    number = numbering.allot(context, head["Journal"], head["ReportingYear"], sent)
    same = number == wanted
    return {
        "EntryNumber": number,
        "InvoiceNumber": sent.get("InvoiceNumber") or number if same else number,
    }


def _keeps_number(old: Record, head: Record, wanted: int | None) -> bool:
    same = (None, 0, old["EntryNumber"], old["_sent"].get("EntryNumber"))
    return old["Journal"] == head["Journal"] and wanted in same


def _store_lines(
    context: Context, entry: Record, lines: list[Record], inputs: Inputs
) -> list[Record]:
    stored = []
    for number, ((key, given), line) in enumerate(zip(inputs, lines, strict=True), start=1):
        record = {
            **line,
            "ID": key,
            "EntryID": entry["EntryID"],
            "Division": context.division,
            "LineNumber": number,
            "Type": entry["Type"],
            "Description": given.get("Description", entry["Description"]),
            "_sent": given,
        }
        context.put("line", key, record)
        stored.append(record)
    return stored
