"""Payment terms: what a customer still owes, or a supplier must still get (reference 4)."""

from decimal import Decimal

from connectors.exact.simulator import sync
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.money import ZERO, total
from connectors.exact.simulator.store import Record

OPEN, SELECTED, PROCESSED, MATCHED = 20, 30, 40, 50
RECEIPT, PAYMENT = 20, 22  # LineType: of a sale, of a purchase


def of_entry(context: Context, entry_id: str) -> list[Record]:
    """The terms of an entry, earliest due first."""
    rows = context.find("term", "TransactionEntryID", entry_id)
    return sorted(rows, key=lambda row: (row["DueDate"], row["HID"]))


def open_amount(context: Context, entry_id: str) -> Decimal:
    """What is still owed on an entry in EUR, negative for a credit note."""
    return total(row["_owed"] for row in of_entry(context, entry_id) if not row["IsFullyPaid"])


def amounts(context: Context, owed: Decimal) -> Record:
    """The amount fields of a term: by default negative for what a customer owes (TIM; switch)."""
    negative = context.sim.options.text("term_sign") == "negative"
    shown = -owed if negative else owed
    return {"_owed": owed, "AmountDC": shown, "AmountFC": shown}


def add(context: Context, term: Record) -> Record:
    """Stores a term with new identifiers and a new row version."""
    version = context.sim.next_version()
    made = {
        **term,
        "ID": context.sim.new_guid(),
        "EntryID": context.sim.new_guid(),
        "HID": version % 2**31,
        "Timestamp": version,
    }
    context.put("term", made["ID"], made)
    return made


def change(context: Context, term: Record, **fields: object) -> Record:
    """Replaces fields of a term, which gets a new row version."""
    audit = context.sim.audit(context.user, new=False)
    changed = {**term, **fields, **audit, "Timestamp": context.sim.next_version()}
    context.put("term", term["ID"], changed)
    return changed


def remove(context: Context, entry_id: str) -> None:
    """Deletes the terms of an entry; sync/Deleted tells of it."""
    for term in of_entry(context, entry_id):
        context.delete("term", term["ID"])
        sync.mark_deleted(context, sync.PAYMENT_TERMS, term["ID"])


def write(context: Context, entry: Record, transaction_id: str) -> None:
    """Makes the term of a sales entry again: an edit regenerates ID and HID (DEB)."""
    remove(context, entry["EntryID"])
    if entry["AmountFC"] != ZERO:
        journal = context.by_code("journal", entry["Journal"]) or {}
        add(context, _of_sale(context, entry, journal, transaction_id))


def _of_sale(context: Context, entry: Record, journal: Record, transaction_id: str) -> Record:
    names = (
        "Description",
        "DueDate",
        "EntryDate",
        "EntryNumber",
        "InvoiceNumber",
        "Journal",
        "JournalDescription",
        "OrderNumber",
        "PaymentCondition",
        "PaymentConditionDescription",
        "PaymentReference",
        "YourRef",
    )
    return {
        **base(context, entry["Customer"], entry["PaymentCondition"]),
        **{name: entry.get(name) for name in names},
        **amounts(context, entry["AmountFC"]),
        **transaction_fields(entry, transaction_id),
        "GLAccount": journal.get("GLAccount"),
        "GLAccountCode": journal.get("GLAccountCode"),
        "GLAccountDescription": journal.get("GLAccountDescription"),
        "InvoiceDate": entry["EntryDate"],
        "LineType": RECEIPT,
        "PaymentDays": (entry["DueDate"] - entry["EntryDate"]).days,
    }


def transaction_fields(entry: Record, transaction_id: str) -> Record:
    """The fields of a term that describe the transaction behind it."""
    return {
        "TransactionAmountDC": entry["AmountFC"],
        "TransactionAmountFC": entry["AmountFC"],
        "TransactionDueDate": entry["DueDate"],
        "TransactionEntryID": entry["EntryID"],
        "TransactionID": transaction_id,
        "TransactionIsReversal": False,
        "TransactionReportingPeriod": entry["ReportingPeriod"],
        "TransactionReportingYear": entry["ReportingYear"],
        "TransactionStatus": entry["Status"],
        "TransactionType": entry["Type"],
    }


def base(context: Context, account_id: str, condition_code: str | None) -> Record:
    """The fields of an open term that do not depend on amounts."""
    account = context.get("account", account_id) or {}
    condition = context.by_code("condition", condition_code) if condition_code else None
    return {
        "Account": account_id,
        "AccountCode": account.get("Code"),
        "AccountCountry": (account.get("Country") or "").strip() or None,
        "AccountName": account.get("Name"),
        "AmountDiscountDC": ZERO,
        "AmountDiscountFC": ZERO,
        "ApprovalStatus": 1,
        "Currency": "EUR",
        "Division": context.division,
        "IsBatchBooking": 0,
        "IsFullyPaid": False,
        "LastPaymentDate": None,
        "PaymentMethod": (condition or {}).get("PaymentMethod") or "B",
        "PaymentDiscountPercentage": (condition or {}).get("DiscountPercentage") or 0,
        "PaymentDaysDiscount": (condition or {}).get("DiscountPaymentDays") or 0,
        "RateFC": 1,
        "Source": 1,
        "Status": OPEN,
        **context.sim.audit(context.user),
    }
