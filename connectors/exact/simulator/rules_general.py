"""generaljournalentry: memorials; type 90 journals only, in balance, debit positive."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.exact.simulator import ledger, numbering, periods, properties
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import ApiError, BusinessError
from connectors.exact.simulator.money import cents, total
from connectors.exact.simulator.properties import SHAPES
from connectors.exact.simulator.rules_salesentry import check_mandatory, midnight
from connectors.exact.simulator.store import Record

LINE = SHAPES["generaljournalentry/GeneralJournalEntryLines"]
CAPTIONS = {
    "JournalCode": "journal",
    "GeneralJournalEntryLines": "lines",
    "GLAccount": "gl_account",
}
GENERAL_JOURNAL = 90


def create(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST generaljournalentry/GeneralJournalEntries with its lines."""
    check_mandatory(values, ["JournalCode", "GeneralJournalEntryLines"], CAPTIONS)
    if not isinstance(values["GeneralJournalEntryLines"], list):
        raise ApiError(400, "Error processing request stream. An array was expected.")
    journal = context.by_code("journal", values["JournalCode"])
    if journal is None:
        raise BusinessError("reference", "journals")
    if journal["Type"] != GENERAL_JOURNAL:
        raise BusinessError("invalid", "journal")
    options = context.sim.options
    sent = [
        properties.check_body(LINE, line, "P", options)
        for line in values["GeneralJournalEntryLines"]
    ]
    day = midnight(sent[0].get("Date") or context.sim.clock.today())
    lines = [_line(context, line, journal, day) for line in sent]
    balance = total(line["AmountFC"] + line["AmountVATFC"] for line in lines)
    if balance:
        raise BusinessError("unbalanced", f"EUR {balance}")
    return _store(context, values, journal, day, lines)


def remove(context: Context, row: Record, _values: dict[str, Any]) -> None:
    """DELETE generaljournalentry/GeneralJournalEntries(guid'...')."""
    for line in context.find("general_line", "EntryID", row["EntryID"]):
        context.delete("general_line", line["ID"])
    ledger.remove(context, row["EntryID"])
    context.delete("general_entry", row["EntryID"])


def _line(context: Context, sent: dict[str, Any], journal: Record, day: datetime) -> Record:
    check_mandatory(sent, ["GLAccount"], CAPTIONS)
    account = context.reference("gl_account", sent["GLAccount"], "gl_account")
    if account["IsBlocked"]:
        raise BusinessError("invalid", "gl_account")
    if sent.get("VATCode") and not journal["AllowVAT"]:
        raise BusinessError("not_allowed", "vat_code")
    if sent.get("VATCode") and context.by_code("vat_code", sent["VATCode"]) is None:
        raise BusinessError("reference", "vat_code")
    if sent.get("CostCenter") and context.by_code("cost_center", sent["CostCenter"]) is None:
        raise BusinessError("reference", "cost_center")
    if sent.get("Account"):
        context.reference("account", sent["Account"], "account")
    amount = cents(sent.get("AmountFC") or Decimal(0))
    return {
        **sent,
        "AmountFC": amount,
        "AmountDC": amount,
        "AmountVATFC": cents(sent.get("AmountVATFC") or Decimal(0)),
        "Date": midnight(sent.get("Date") or day),
        "GLAccountCode": account["Code"],
        "GLAccountDescription": account["Description"],
    }


def _store(
    context: Context, values: dict[str, Any], journal: Record, day: datetime, lines: list[Record]
) -> Record:
    period = periods.open_period(
        context, day, values.get("FinancialYear"), values.get("FinancialPeriod")
    )
    number = numbering.next_free(context, journal["Code"], period["FinYear"])
    entry = {
        "EntryID": context.sim.new_guid(),
        "Currency": "EUR",
        "Division": context.division,
        "EntryNumber": values.get("EntryNumber") or number,
        "ExchangeRate": Decimal(1),
        "FinancialPeriod": period["FinPeriod"],
        "FinancialYear": period["FinYear"],
        "JournalCode": journal["Code"],
        "JournalDescription": journal["Description"],
        "Reversal": bool(values.get("Reversal")),
        "Status": 20,
        "StatusDescription": "Open",
        "Type": GENERAL_JOURNAL,
        "TypeDescription": "Overig",
        **context.sim.audit(context.user),
    }
    context.put("general_entry", entry["EntryID"], entry)
    for place, line in enumerate(lines, start=1):
        _store_line(context, entry, line, place)
    return entry


def _store_line(context: Context, entry: Record, line: Record, place: int) -> None:
    record = {
        **line,
        "ID": context.sim.new_guid(),
        "Division": context.division,
        "EntryID": entry["EntryID"],
        "EntryNumber": entry["EntryNumber"],
        "LineNumber": place,
    }
    context.put("general_line", record["ID"], record)
    names = ("Account", "CostCenter", "CostUnit", "Date", "Description", "GLAccount", "VATCode")
    ledger.add(
        context,
        {
            **{name: line.get(name) for name in names},
            "AmountFC": line["AmountFC"],
            "EntryID": entry["EntryID"],
            "EntryNumber": entry["EntryNumber"],
            "FinancialPeriod": entry["FinancialPeriod"],
            "FinancialYear": entry["FinancialYear"],
            "JournalCode": entry["JournalCode"],
            "LineNumber": place,
            "Type": GENERAL_JOURNAL,
        },
    )
