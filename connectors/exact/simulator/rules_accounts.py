"""crm/Accounts: customers, suppliers and other relations."""

import re
from typing import Any

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.properties import padded
from connectors.exact.simulator.store import Record

STATUSES = ("A", "S", "P", "C")
REFERENCES = (
    ("GLAR", "gl_account", "gl_account"),
    ("GLAP", "gl_account", "gl_account"),
    ("GLAccountSales", "gl_account", "gl_account"),
    ("GLAccountPurchase", "gl_account", "gl_account"),
)


def create(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST crm/Accounts; a missing code becomes the highest plus one (PIS docblocks)."""
    if not (values.get("Name") or "").strip():
        raise BusinessError("mandatory", "name")
    code = values.get("Code") or padded("crm/Accounts", "Code", _next_code(context))
    record = {
        **DEFAULTS,
        **values,
        "ID": context.sim.new_guid(),
        "Code": _checked_code(context, code, ""),
        "Division": context.division,
        "_version": context.sim.next_version(),
        **context.sim.audit(context.user),
    }
    return _store(context, record)


DEFAULTS: Record = {
    "Blocked": False,
    "ConsolidationScenario": 0,
    "InvoicingMethod": 1,
    "IsAccountant": 0,
    "IsAgency": 0,
    "IsMailing": 0,
    "IsReseller": False,
    "IsSupplier": False,
    "PurchaseCurrency": "EUR",
    "SalesCurrency": "EUR",
    "SecurityLevel": 10,
    "Status": "A",
    "Type": "A",
}


def change(context: Context, row: Record, values: dict[str, Any]) -> None:
    """PUT crm/Accounts(guid'...')."""
    if "Name" in values and not (values["Name"] or "").strip():
        raise BusinessError("mandatory", "name")
    if values.get("Code"):
        values["Code"] = _checked_code(context, values["Code"], row["ID"])
    audit = context.sim.audit(context.user, new=False)
    _store(context, {**row, **values, **audit, "_version": context.sim.next_version()})


def _store(context: Context, record: Record) -> Record:
    if record["Status"] not in STATUSES:
        raise BusinessError("invalid", "status")
    for name, kind, caption in REFERENCES:
        if record.get(name):
            context.reference(kind, record[name], caption)
    condition = record.get("PaymentConditionSales")
    if condition and context.by_code("condition", condition) is None:
        raise BusinessError("reference", "payment_condition")
    code = record.get("SalesVATCode")
    if code and context.by_code("vat_code", code) is None:
        raise BusinessError("reference", "vat_code")
    country = (record.get("Country") or "").strip()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise BusinessError("reference", "country")
    stored = {**record, "IsSales": record["Status"] == "C"}
    context.put("account", record["ID"], stored)
    return stored


def _checked_code(context: Context, code: str, own: str) -> str:
    """A code is a number of at most 18 digits; 1 and 0001 are two codes."""
    if not re.fullmatch(r"\d{1,18}", code.strip()):
        raise BusinessError("invalid", "code")
    if any(row["Code"] == code and row["ID"] != own for row in context.rows("account")):
        raise BusinessError("exists", "code")
    return code


def _next_code(context: Context) -> str:
    codes = [int(row["Code"]) for row in context.rows("account")]
    return str(max(codes, default=0) + 1)
