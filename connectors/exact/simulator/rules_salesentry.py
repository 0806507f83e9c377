"""What Exact checks and fills in on a sales entry (reference 3.1). Raises BusinessError."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.exact.simulator import conditions, periods, properties, vat
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import ApiError, BusinessError
from connectors.exact.simulator.money import ZERO, total
from connectors.exact.simulator.properties import SHAPES
from connectors.exact.simulator.store import Record

ENTRY = SHAPES["salesentry/SalesEntries"]
LINE = SHAPES["salesentry/SalesEntryLines"]
SALES_JOURNAL, CUSTOMER = 20, "C"
RECEIVABLE_TYPE, VAT_TYPE = 20, 24
CAPTIONS = {
    "Customer": "customer",
    "Journal": "journal",
    "SalesEntryLines": "lines",
    "AmountFC": "amount",
    "GLAccount": "gl_account",
    "EntryID": "entry",
}


def midnight(moment: datetime) -> datetime:
    """The date of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def check_mandatory(values: dict[str, Any], names: list[str], captions: dict[str, str]) -> None:
    """Refuses a missing or empty mandatory value with 'Verplicht: ...'."""
    for name in names:
        if values.get(name) in (None, "", []):
            raise BusinessError("mandatory", captions.get(name, name))


def check_lengths(context: Context, values: dict[str, Any]) -> None:
    """Refuses long texts when the switch says so; real lengths are not published."""
    name = properties.too_long(values)
    if name and context.sim.options.text("field_lengths") == "on":
        raise BusinessError("too_long", name)


def nested_lines(context: Context, body: Any) -> list[dict[str, Any]]:
    """The checked values of the lines inside a POST of an entry."""
    if not isinstance(body, list):
        raise ApiError(
            400, "Error processing request stream. An array was expected for 'SalesEntryLines'."
        )
    return [properties.check_body(LINE, line, "P", context.sim.options) for line in body]


def journal(context: Context, code: str) -> Record:
    """The sales journal with a code; a GUID is not a code (picqer issue 31)."""
    found = context.by_code("journal", code)
    if found is None:
        raise BusinessError("reference", "journals")
    if found["Type"] != SALES_JOURNAL or found["IsBlocked"]:
        raise BusinessError("invalid", "journal")
    return found


def customer(context: Context, key: str, sales_journal: Record) -> Record:
    """The account to invoice: a customer, whose receivables account is that of the journal."""
    account = context.reference("account", key, "customer")
    if account["Status"] != CUSTOMER:
        raise BusinessError("invalid", "customer_type")
    if account.get("Blocked") and context.sim.options.text("blocked_accounts") == "refuse":
        raise BusinessError("invalid", "customer_blocked")
    if account.get("GLAR") not in (None, sales_journal["GLAccount"]):
        raise BusinessError("other_receivable")
    return account


def header(context: Context, sent: dict[str, Any]) -> Record:
    """The fields of the entry that do not depend on its lines or number."""
    check_mandatory(sent, ["Journal", "Customer"], CAPTIONS)
    check_lengths(context, sent)
    book = journal(context, sent["Journal"])
    account = customer(context, sent["Customer"], book)
    if (sent.get("Currency") or "EUR") != "EUR":
        raise BusinessError("reference", "currency")
    day = midnight(sent.get("EntryDate") or context.sim.clock.today())
    period = periods.open_period(
        context, day, sent.get("ReportingYear"), sent.get("ReportingPeriod")
    )
    condition = _condition(context, sent, account)
    return {
        **_plain(sent),
        **_document(context, sent),
        "Journal": book["Code"],
        "JournalDescription": book["Description"],
        "Customer": account["ID"],
        "CustomerName": account["Name"],
        "Currency": "EUR",
        "EntryDate": day,
        "DueDate": _due(context, sent, condition, day),
        "PaymentCondition": condition["Code"] if condition else None,
        "PaymentConditionDescription": condition["Description"] if condition else None,
        "PaymentConditionPaymentMethod": condition["PaymentMethod"] if condition else None,
        "ReportingYear": period["FinYear"],
        "ReportingPeriod": period["FinPeriod"],
        "_account_code": account["Code"].strip(),
    }


def _plain(sent: dict[str, Any]) -> Record:
    names = (
        "BatchNumber",
        "Description",
        "ExternalLinkDescription",
        "ExternalLinkReference",
        "GAccountAmountFC",
        "IsExtraDuty",
        "OrderNumber",
        "ProcessNumber",
        "YourRef",
    )
    return {name: sent.get(name) for name in names}


def _document(context: Context, sent: dict[str, Any]) -> Record:
    if not sent.get("Document"):
        return {"Document": None, "DocumentNumber": None, "DocumentSubject": None}
    found = context.reference("document", sent["Document"], "document")
    return {
        "Document": found["ID"],
        "DocumentNumber": found["HID"],
        "DocumentSubject": found["Subject"],
    }


def _condition(context: Context, sent: dict[str, Any], account: Record) -> Record | None:
    code = sent.get("PaymentCondition") or account.get("PaymentConditionSales")
    if not code:
        division = context.sim.division(context.division) or {}
        code = division.get("_condition")
    found = context.by_code("condition", code) if code else None
    if code and found is None:
        raise BusinessError("reference", "payment_condition")
    return found


def _due(
    context: Context, sent: dict[str, Any], condition: Record | None, day: datetime
) -> datetime:
    both = sent.get("DueDate") and sent.get("PaymentCondition")
    by_condition = context.sim.options.text("due_date_from") == "condition"
    if sent.get("DueDate") and not (both and by_condition):
        return midnight(sent["DueDate"])
    return conditions.due_date(condition, day)


def line(context: Context, sent: dict[str, Any], day: datetime) -> Record:
    """The fields of a line, VAT included, without its identifiers."""
    check_mandatory(sent, ["GLAccount", "AmountFC"], CAPTIONS)
    check_lengths(context, sent)
    ledger = _ledger_account(context, sent["GLAccount"])
    tax = vat.line_vat(context, sent, ledger, day)
    return {
        **{name: value for name, value in sent.items() if name not in ("EntryID", "VATCode")},
        **_dimension(context, sent, ledger, "CostCenter", "cost_center", "UseCostcenter"),
        **_dimension(context, sent, ledger, "CostUnit", "cost_unit", "UseCostunit"),
        **_dates(sent),
        **_tracking(context, sent),
        **_vat_fields(tax),
        "AmountFC": tax.base if tax.code is None or tax.code["Type"] != "I" else tax.gross,
        "AmountDC": tax.base if tax.code is None or tax.code["Type"] != "I" else tax.gross,
        "GLAccountCode": ledger["Code"],
        "GLAccountDescription": ledger["Description"],
        "_gross": tax.gross,
    }


def _vat_fields(tax: vat.LineVat) -> Record:
    return {
        "VATAmountDC": tax.amount,
        "VATAmountFC": tax.amount,
        "VATBaseAmountDC": tax.base,
        "VATBaseAmountFC": tax.base,
        "VATCode": tax.code["Code"] if tax.code else None,
        "VATCodeDescription": tax.code["Description"] if tax.code else None,
        "VATPercentage": tax.percentage if tax.code else None,
    }


def _ledger_account(context: Context, key: str) -> Record:
    ledger = context.reference("gl_account", key, "gl_account")
    if ledger["Type"] in (RECEIVABLE_TYPE, VAT_TYPE):
        raise BusinessError("invalid", "gl_type")
    if ledger["IsBlocked"]:
        raise BusinessError("invalid", "gl_account")
    return ledger


def _dimension(
    context: Context, sent: dict[str, Any], ledger: Record, name: str, kind: str, use: str
) -> Record:
    """A cost centre or cost unit: 0 optional, 1 mandatory, 2 not used on the ledger account."""
    code = sent.get(name) or ledger.get("Costcenter" if name == "CostCenter" else "Costunit")
    if not code:
        if ledger[use] == 1:
            raise BusinessError("mandatory", kind)
        return {name: None, f"{name}Description": None}
    found = context.by_code(kind, code)
    if found is None:
        raise BusinessError("reference", kind)
    if ledger[use] == 2:
        raise BusinessError("not_allowed", kind)
    return {name: found["Code"], f"{name}Description": found["Description"]}


def _dates(sent: dict[str, Any]) -> Record:
    start, end = sent.get("From"), sent.get("To")
    if start is None and end is None:
        return {}
    if start is None or end is None or end < start:
        raise BusinessError("invalid", "to_date")
    return {"From": midnight(start), "To": midnight(end)}


def _tracking(context: Context, sent: dict[str, Any]) -> Record:
    if not sent.get("TrackingNumber"):
        return {}
    found = context.reference("tracking", sent["TrackingNumber"], "tracking_number")
    return {"TrackingNumberDescription": found["Description"]}


def totals(context: Context, sent: dict[str, Any], lines: list[Record]) -> Record:
    """The header's amounts: the sum of the lines, VAT included; and the type that follows."""
    gross = total(row["_gross"] for row in lines)
    tax = total(row["VATAmountFC"] for row in lines)
    credit = gross < ZERO and context.sim.options.text("credit_note_type") == "21"
    return {
        "AmountDC": gross,
        "AmountFC": gross,
        "VATAmountDC": tax,
        "VATAmountFC": tax,
        "Type": 21 if credit else 20,
        "TypeDescription": "Creditnota" if credit else "Verkoopboeking",
        "Reversal": bool(sent.get("Reversal")),
        "Rate": Decimal(1),
        "Status": 20,
        "StatusDescription": "Open",
    }


def spread_header_vat(sent: dict[str, Any], lines: list[Record], inputs: list[Record]) -> None:
    """A VAT amount on the header goes to the last line with VAT, unless lines carry their own."""
    wanted = sent.get("VATAmountFC")
    if wanted is None or any(given.get("VATAmountFC") is not None for given in inputs):
        return
    difference = wanted - total(row["VATAmountFC"] for row in lines)
    bearing = [row for row in lines if row["VATPercentage"]]
    if difference and not bearing:
        raise BusinessError("invalid", "vat_amount")
    if difference:
        last = bearing[-1]
        for name in ("VATAmountFC", "VATAmountDC", "_gross"):
            last[name] += difference
