"""What a person (page) or a test (control API) does in the ledger."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from connectors.exact.simulator import entries, payments, periods, rules_accounts, sync, terms
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.money import ZERO, total
from connectors.exact.simulator.properties import padded
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record

Body = dict[str, Any]
PERSON = "kantoor"  # who works in the ledger by hand


def by_hand(sim: Simulator, division: int) -> Context:
    """The circumstances of work by hand; raises LookupError for an unknown division."""
    if sim.division(division) is None:
        raise LookupError(f"unknown division {division}")
    return Context(sim, PERSON, "", "", division, "")


def entry_of(context: Context, key: str) -> Record:
    """An entry by its EntryID or its number; raises LookupError."""
    row = context.get("entry", key)
    if row is None and key.isdecimal():
        row = next(iter(context.find("entry", "EntryNumber", int(key))), None)
    if row is None:
        raise LookupError(f"unknown entry {key}")
    return row


def entry_list(sim: Simulator, division: int) -> list[Body]:
    """The sales entries of a division with what is open, newest first; amounts in EUR."""
    context = by_hand(sim, division)
    return [entry_summary(context, row) for row in reversed(context.rows("entry"))]


def entry_summary(context: Context, row: Record) -> Body:
    """One entry for a list."""
    open_amount = terms.open_amount(context, row["EntryID"])
    return {
        "entry_id": row["EntryID"],
        "number": row["EntryNumber"],
        "journal": row["Journal"],
        "date": row["EntryDate"].date(),
        "customer": row["CustomerName"],
        "description": row["Description"],
        "your_ref": row["YourRef"],
        "total": row["AmountFC"],
        "open": open_amount,
        "state": _state(context, row, open_amount),
    }


def _state(context: Context, row: Record, open_amount: Decimal) -> str:
    rows = terms.of_entry(context, row["EntryID"])
    if open_amount == ZERO and rows:
        return "paid"
    settled = total(term["_owed"] for term in rows if term["IsFullyPaid"])
    return "partly" if settled else "open"


def _amount(body: Body) -> Decimal | None:
    value = body.get("amount")
    if value in (None, ""):
        return None
    text = str(value).strip().replace("€", "").strip()
    if "," in text:  # as people write it: 1.234,56
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text)


def _pay(context: Context, entry: Record, _body: Body) -> None:
    payments.settle(context, entry)


def _pay_part(context: Context, entry: Record, body: Body) -> None:
    amount = _amount(body)
    if amount is None:
        raise ValueError("amount is missing")
    payments.settle(context, entry, amount)


def _write_off(context: Context, entry: Record, body: Body) -> None:
    payments.settle(context, entry, _amount(body), payments.WRITE_OFF)


def _discount(context: Context, entry: Record, body: Body) -> None:
    payments.settle(context, entry, _amount(body), payments.DISCOUNT)


def _unpay(context: Context, entry: Record, _body: Body) -> None:
    payments.undo(context, entry)


def _bounce(context: Context, entry: Record, _body: Body) -> None:
    payments.undo(context, entry, bounce=True)


def _match(context: Context, entry: Record, body: Body) -> None:
    payments.match(context, entry, entry_of(context, str(body["with"])))


def _instalments(context: Context, entry: Record, body: Body) -> None:
    payments.instalments(context, entry, max(2, int(body.get("count", 2))))


def _collect(context: Context, entry: Record, body: Body) -> None:
    payments.collect(context, entry, int(body.get("status", terms.SELECTED)))


def _delete(context: Context, entry: Record, _body: Body) -> None:
    entries.erase(context, entry)


ENTRY_ACTIONS: dict[str, Callable[[Context, Record, Body], None]] = {
    "pay": _pay,
    "pay-part": _pay_part,
    "unpay": _unpay,
    "bounce": _bounce,
    "write-off": _write_off,
    "discount": _discount,
    "match": _match,
    "instalments": _instalments,
    "collect": _collect,
    "delete": _delete,
}


def entry_action(sim: Simulator, division: int, key: str, name: str, body: Body) -> Body:
    """Does something with an entry; raises LookupError or ValueError."""
    context = by_hand(sim, division)
    entry = entry_of(context, key)
    ENTRY_ACTIONS[name](context, entry, body)
    left = context.get("entry", entry["EntryID"])
    return entry_summary(context, left) if left else {"deleted": entry["EntryID"]}


def add_account(sim: Simulator, body: Body) -> Body:
    """Adds a relation: {"division", "name", "kind": customer, supplier or prospect, ...}.

    Further keys are properties of crm/Accounts, such as Code, VATNumber, Blocked or GLAR.
    """
    kinds = {"customer": "C", "prospect": "P", "supplier": "A"}
    kind = str(body.get("kind", "customer"))
    if kind not in kinds:
        raise ValueError(f"kind takes {', '.join(kinds)}")
    context = by_hand(sim, int(body["division"]))
    extra = {name: value for name, value in body.items() if name[:1].isupper()}
    values = {
        "Name": str(body["name"]),
        "Status": kinds[kind],
        "IsSupplier": kind == "supplier",
        **{name: padded("crm/Accounts", name, value) for name, value in extra.items()},
    }
    try:
        made = rules_accounts.create(context, {}, values)
    except BusinessError as refusal:
        raise ValueError(str(refusal)) from None
    return {"id": made["ID"], "code": made["Code"].strip(), "name": made["Name"]}


def close_period(sim: Simulator, body: Body) -> Body:
    """Closes or opens a period: {"division", "year", "period", "closed": true}."""
    context = by_hand(sim, int(body["division"]))
    year, number = int(body["year"]), int(body["period"])
    closed = bool(body.get("closed", True))
    if not periods.set_closed(context, year, number, closed):
        raise LookupError(f"no period {year} - {number}")
    return {"year": year, "period": number, "closed": closed}


def add_purchase(sim: Simulator, body: Body) -> Body:
    """Books a purchase: {"division", "amount", "your_ref"}; a term with LineType 22."""
    context = by_hand(sim, int(body["division"]))
    supplier = next(row for row in context.rows("account") if row.get("IsSupplier"))
    amount = _amount(body) or Decimal("12.10")
    term = payments.purchase(context, supplier, amount, str(body.get("your_ref", "INK")))
    return {"term": term["ID"], "timestamp": term["Timestamp"]}


def move_division(sim: Simulator, code: int) -> None:
    """Restarts the row versions of a division."""
    sync.move_division(by_hand(sim, code))
