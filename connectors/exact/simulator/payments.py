"""What happens to an invoice after booking: paid, partly paid, written off, matched, undone."""

from collections.abc import Callable
from decimal import Decimal

from connectors.exact.simulator import ledger, periods, terms
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.money import ZERO, cents
from connectors.exact.simulator.store import Record

RECEIVED, WRITE_OFF, DISCOUNT, CREDIT = "received", "write_off", "discount", "credit"


def settle(
    context: Context, entry: Record, amount: Decimal | None = None, kind: str = RECEIVED
) -> Decimal:
    """Settles (part of) what is open, in EUR without sign; gives what was settled.

    Raises ValueError when nothing is open or the amount is more than that.
    """
    owed = terms.open_amount(context, entry["EntryID"])
    part = abs(owed) if amount is None else cents(amount)
    if part <= 0 or part > abs(owed):
        raise ValueError(f"open is {abs(owed)}")
    signed = part if owed > 0 else -part
    paid = _match_terms(context, entry, signed, kind)
    lines = [] if kind == CREDIT else _book(context, entry, signed, kind)
    record = {
        "id": context.sim.new_guid(),
        "entry": entry["EntryID"],
        "kind": kind,
        "amount": signed,
        "day": context.sim.clock.today(),
        "terms": paid,
        "lines": lines,
    }
    context.put("payment", record["id"], record)
    return signed


def _match_terms(context: Context, entry: Record, signed: Decimal, kind: str) -> list[str]:
    paid: list[str] = []
    left = abs(signed)
    for term in terms.of_entry(context, entry["EntryID"]):
        if left == 0 or term["IsFullyPaid"]:
            continue
        part = min(left, abs(term["_owed"]))
        left -= part
        whole = part == abs(term["_owed"])
        piece = term if whole else split(context, term, part if signed > 0 else -part)
        paid.append(_close(context, piece, kind)["ID"])
    return paid


def split(context: Context, term: Record, part: Decimal) -> Record:
    """Divides a term; gives the one with the part. Which of both keeps the ID: switch."""
    rest = term["_owed"] - part
    if context.sim.options.text("split_keeps_id") == "open":
        terms.change(context, term, **terms.amounts(context, rest))
        return terms.add(context, {**term, **terms.amounts(context, part)})
    terms.add(context, {**term, **terms.amounts(context, rest)})
    return terms.change(context, term, **terms.amounts(context, part))


def _close(context: Context, term: Record, kind: str) -> Record:
    today = context.sim.clock.today()
    period = periods.of_date(context, today) or {}
    return terms.change(
        context,
        term,
        IsFullyPaid=True,
        Status=terms.MATCHED,
        # A write-off or a credit note settles, but no money came: no payment date (inference).
        LastPaymentDate=today if kind in (RECEIVED, DISCOUNT) else None,
        EndDate=today,
        EndYear=period.get("FinYear"),
        EndPeriod=period.get("FinPeriod"),
    )


def _book(context: Context, entry: Record, signed: Decimal, kind: str) -> list[str]:
    """The bank or memorial entry behind a settlement: types 40 and 83 (reference 4)."""
    received = kind == RECEIVED
    journal = _first(context, "journal", 12 if received else 90)
    against = _first(context, "gl_account", 12 if received else 120)
    head = _head_line(context, entry)
    today = context.sim.clock.today()
    period = periods.of_date(context, today) or {}
    common = {
        "EntryID": context.sim.new_guid(),
        "EntryNumber": context.sim.next_version() % 10_000_000,
        "JournalCode": journal["Code"],
        "Date": today,
        "FinancialYear": period.get("FinYear"),
        "FinancialPeriod": period.get("FinPeriod"),
        "Type": ledger.CASH_FLOW if received else ledger.PAYMENT_DIFFERENCE,
        "Description": f"{entry['CustomerName']} {entry['EntryNumber']}",
    }
    other = ledger.add(
        context, {**common, "LineNumber": 0, "GLAccount": against["ID"], "AmountFC": signed}
    )
    receivable = ledger.add(
        context,
        {
            **common,
            "LineNumber": 1,
            "GLAccount": head["GLAccount"],
            "Account": entry["Customer"],
            "AmountFC": -signed,
            "InvoiceNumber": entry["InvoiceNumber"],
            "YourRef": entry["YourRef"],
            "OffsetID": head["ID"],
        },
    )
    return [other["ID"], receivable["ID"]]


def _head_line(context: Context, entry: Record) -> Record:
    lines = context.find("transaction", "EntryID", entry["EntryID"])
    return next(line for line in lines if line["LineNumber"] == 0)


def _first(context: Context, kind: str, number: int) -> Record:
    return next(row for row in context.rows(kind) if row["Type"] == number)


def match(context: Context, invoice: Record, credit_note: Record) -> Decimal:
    """Matches an invoice with a credit note for what both have open; raises ValueError."""
    first = terms.open_amount(context, invoice["EntryID"])
    second = terms.open_amount(context, credit_note["EntryID"])
    if first * second >= 0:
        raise ValueError("one must be owed by the customer, the other to the customer")
    part = min(abs(first), abs(second))
    settle(context, invoice, part, CREDIT)
    settle(context, credit_note, part, CREDIT)
    return part


def undo(context: Context, entry: Record, bounce: bool = False) -> int:
    """Un-matches everything of an entry; a bounce also books the money back out.

    The split of a part-payment stays; the bank lines stay too, but name no invoice any more.
    """
    found = [row for row in context.rows("payment") if row["entry"] == entry["EntryID"]]
    for payment in found:
        for key in payment["terms"]:
            _reopen(context, key)
        for key in payment["lines"]:
            _release(context, key)
        if bounce and payment["kind"] == RECEIVED:
            _bounce(context, payment)
        context.delete("payment", payment["id"])
    return len(found)


def _reopen(context: Context, key: str) -> None:
    term = context.get("term", key)
    if term is not None:
        terms.change(
            context,
            term,
            IsFullyPaid=False,
            Status=terms.OPEN,
            LastPaymentDate=None,
            EndDate=None,
            EndYear=None,
            EndPeriod=None,
        )


def _change_line(context: Context, key: str, change: Callable[[Record], Record]) -> None:
    line = context.get("transaction", key)
    if line is not None:
        version = context.sim.next_version()
        context.put("transaction", key, {**change(line), "Timestamp": version})


def _release(context: Context, key: str) -> None:
    freed = {"OffsetID": None, "InvoiceNumber": None, "YourRef": None}
    _change_line(context, key, lambda line: {**line, **freed})


def _bounce(context: Context, payment: Record) -> None:
    entry_id = context.sim.new_guid()
    for key in payment["lines"]:
        line = context.get("transaction", key)
        if line is not None:
            back = {**line, "EntryID": entry_id, "AmountFC": -line["AmountFC"]}
            for name in ("ID", "Timestamp", "AmountDC", "Created", "Modified"):
                back.pop(name)
            ledger.add(context, back)


def collect(context: Context, entry: Record, status: int) -> None:
    """Puts open terms in a direct debit: 30 selected, 40 processed; not paid by either."""
    for term in terms.of_entry(context, entry["EntryID"]):
        if not term["IsFullyPaid"]:
            terms.change(context, term, Status=status)


def instalments(context: Context, entry: Record, count: int) -> None:
    """Divides the open term of an entry in equal parts; the last takes the remaining cents."""
    for term in terms.of_entry(context, entry["EntryID"]):
        if not term["IsFullyPaid"]:
            part = cents(term["_owed"] / count)
            for _number in range(count - 1):
                split(context, _again(context, term), part)


def _again(context: Context, term: Record) -> Record:
    return context.get("term", term["ID"]) or term


def purchase(context: Context, supplier: Record, amount: Decimal, your_ref: str) -> Record:
    """Books a purchase invoice (net, in EUR): a term with LineType 22 among those of sales."""
    journal = _first(context, "journal", 22)
    today = context.sim.clock.today()
    period = periods.of_date(context, today) or {}
    common = {
        "EntryID": context.sim.new_guid(),
        "EntryNumber": context.sim.next_version() % 10_000_000,
        "JournalCode": journal["Code"],
        "Date": today,
        "FinancialYear": period.get("FinYear"),
        "FinancialPeriod": period.get("FinPeriod"),
        "Type": ledger.PURCHASE,
        "Description": f"Inkoop {your_ref}",
        "YourRef": your_ref,
        "Account": supplier["ID"],
    }
    head = {**common, "LineNumber": 0, "GLAccount": journal["GLAccount"], "AmountFC": -amount}
    line = ledger.add(context, head)
    cost = _first(context, "gl_account", 120)
    ledger.add(context, {**common, "LineNumber": 1, "GLAccount": cost["ID"], "AmountFC": amount})
    return terms.add(context, _purchase_term(context, common, line["ID"], amount, journal))


def _purchase_term(
    context: Context, common: Record, transaction_id: str, amount: Decimal, journal: Record
) -> Record:
    entry = {
        "AmountFC": -amount,
        "DueDate": common["Date"],
        "EntryID": common["EntryID"],
        "ReportingPeriod": common["FinancialPeriod"],
        "ReportingYear": common["FinancialYear"],
        "Status": 20,
        "Type": ledger.PURCHASE,
    }
    return {
        **terms.base(context, common["Account"], None),
        **terms.amounts(context, ZERO - amount),
        **terms.transaction_fields(entry, transaction_id),
        "DueDate": common["Date"],
        "EntryDate": common["Date"],
        "InvoiceDate": common["Date"],
        "EntryNumber": common["EntryNumber"],
        "InvoiceNumber": common["EntryNumber"],
        "Journal": journal["Code"],
        "JournalDescription": journal["Description"],
        "GLAccount": journal["GLAccount"],
        "GLAccountCode": journal["GLAccountCode"],
        "GLAccountDescription": journal["GLAccountDescription"],
        "Description": common["Description"],
        "LineType": terms.PAYMENT,
        "YourRef": common["YourRef"],
    }
