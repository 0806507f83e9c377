"""Transaction lines: the ledger's side of an entry. Debit is positive, credit negative."""

from collections.abc import Iterable
from decimal import Decimal

from connectors.exact.simulator import sync
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.money import ZERO
from connectors.exact.simulator.store import Record

SALES, CREDIT_NOTE, PURCHASE, CASH_FLOW, PAYMENT_DIFFERENCE = 20, 21, 30, 40, 83
VAT_LINE = 9999  # the VAT summary in TransactionLines (DEB)


def add(context: Context, fields: Record) -> Record:
    """Stores one transaction line with an identifier and a row version."""
    ledger = context.get("gl_account", fields["GLAccount"]) or {}
    account = context.get("account", fields.get("Account")) or {}
    journal = context.by_code("journal", fields["JournalCode"]) or {}
    line = {
        "ID": context.sim.new_guid(),
        "Timestamp": context.sim.next_version(),
        "Division": context.division,
        "AccountCode": account.get("Code"),
        "AccountName": account.get("Name"),
        "AmountVATFC": ZERO,
        "AmountVATBaseFC": ZERO,
        "Currency": "EUR",
        "ExchangeRate": 1,
        "GLAccountCode": ledger.get("Code"),
        "GLAccountDescription": ledger.get("Description"),
        "JournalDescription": journal.get("Description"),
        "Status": 20,
        **context.sim.audit(context.user),
        **fields,
    }
    line["AmountDC"] = line["AmountFC"]
    context.put("transaction", line["ID"], line)
    return line


def remove(context: Context, entry_id: str) -> None:
    """Deletes the transaction lines of an entry; sync/Deleted tells of it."""
    for line in context.find("transaction", "EntryID", entry_id):
        context.delete("transaction", line["ID"])
        sync.mark_deleted(context, sync.TRANSACTION_LINES, line["ID"])


def write(context: Context, entry: Record, lines: Iterable[Record]) -> str:
    """Makes the transaction lines of a sales entry; gives the ID of the receivable's line."""
    remove(context, entry["EntryID"])
    common = _common(context, entry)
    journal = context.by_code("journal", entry["Journal"]) or {}
    head = add(
        context,
        {
            **common,
            "LineNumber": 0,
            "GLAccount": journal["GLAccount"],
            "AmountFC": entry["AmountFC"],
            "Description": entry["Description"],
        },
    )
    taxes: dict[tuple[str, str], Record] = {}
    for line in lines:
        add(context, _revenue(common, line))
        _collect_vat(context, taxes, common, line)
    for tax in taxes.values():
        add(context, tax)
    return str(head["ID"])


def _common(context: Context, entry: Record) -> Record:
    names = (
        "EntryID",
        "EntryNumber",
        "InvoiceNumber",
        "Document",
        "DocumentNumber",
        "DocumentSubject",
        "DueDate",
        "YourRef",
        "OrderNumber",
        "PaymentReference",
        "ExternalLinkReference",
        "ExternalLinkDescription",
        "Type",
        "Status",
    )
    return {
        **{name: entry.get(name) for name in names},
        "Account": entry["Customer"],
        "Date": entry["EntryDate"],
        "JournalCode": entry["Journal"],
        "FinancialYear": entry["ReportingYear"],
        "FinancialPeriod": entry["ReportingPeriod"],
    }


def _revenue(common: Record, line: Record) -> Record:
    names = (
        "LineNumber",
        "GLAccount",
        "Description",
        "CostCenter",
        "CostCenterDescription",
        "CostUnit",
        "CostUnitDescription",
        "Notes",
        "Quantity",
        "SerialNumber",
        "TrackingNumber",
        "VATCode",
        "VATCodeDescription",
        "VATPercentage",
    )
    return {
        **common,
        **{name: line.get(name) for name in names},
        "AmountFC": -line["VATBaseAmountFC"],
        "AmountVATFC": -line["VATAmountFC"],
        "AmountVATBaseFC": -line["VATBaseAmountFC"],
    }


def _collect_vat(
    context: Context, taxes: dict[tuple[str, str], Record], common: Record, line: Record
) -> None:
    code = context.by_code("vat_code", line["VATCode"]) if line.get("VATCode") else None
    amount: Decimal = line["VATAmountFC"]
    if code is None or not amount or not code["GLToPay"]:
        return
    key = (code["GLToPay"], code["Code"])
    known = taxes.get(key, {"AmountFC": ZERO, "AmountVATBaseFC": ZERO})
    taxes[key] = {
        **common,
        "LineNumber": VAT_LINE,
        "GLAccount": code["GLToPay"],
        "AmountFC": known["AmountFC"] - amount,
        "AmountVATBaseFC": known["AmountVATBaseFC"] - line["VATBaseAmountFC"],
        "VATCode": code["Code"],
        "VATCodeDescription": code["Description"],
        "VATPercentage": line["VATPercentage"],
        "VATType": "A",
        "Description": code["Description"],
    }
