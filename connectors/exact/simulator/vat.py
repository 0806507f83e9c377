"""VAT of one line, rounded per line as Exact does."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.money import ZERO, cents
from connectors.exact.simulator.store import Record


@dataclass(frozen=True)
class LineVat:
    """What VAT makes of a line, in EUR; percentage is a fraction (0.21)."""

    code: Record | None
    percentage: Decimal
    base: Decimal
    amount: Decimal
    gross: Decimal


def percentage_on(context: Context, code: Record, day: datetime) -> Decimal | None:
    """The percentage of a code that is valid on a day, as a fraction."""
    for row in context.find("percentage", "VATCodeID", code["ID"]):
        ends = row["EndDate"]
        if row["StartDate"] <= day and (ends is None or day <= ends):
            return Decimal(row["Percentage"])
    return None


def _code_for(
    context: Context, sent: dict[str, Any], ledger: Record, day: datetime
) -> Record | None:
    if sent.get("VATCode"):
        code = context.by_code("vat_code", sent["VATCode"])
        if code is None:
            raise BusinessError("reference", "vat_code")
        return code
    # A percentage only works when it is above zero (ossobv, elements/invoice.py).
    wanted = sent.get("VATPercentage")
    if wanted:
        for row in context.rows("vat_code"):
            usable = row["Type"] == "E" and not row["IsBlocked"]
            if usable and percentage_on(context, row, day) == wanted:
                return row
        raise BusinessError("invalid", f"vat_percentage|{wanted.normalize():f}")
    return context.by_code("vat_code", ledger["VATCode"]) if ledger.get("VATCode") else None


def line_vat(context: Context, sent: dict[str, Any], ledger: Record, day: datetime) -> LineVat:
    """The VAT of a line; raises BusinessError for a code that cannot be used on that day."""
    amount = cents(sent["AmountFC"])
    code = _code_for(context, sent, ledger, day)
    if code is None:
        return LineVat(None, Decimal(0), amount, ZERO, amount)
    if code["IsBlocked"] or code["VATTransactionType"] == "P":
        raise BusinessError("invalid", "vat_code")
    rate = percentage_on(context, code, day)
    if rate is None:
        raise BusinessError("invalid", "vat_percentage|")
    return _computed(code, rate, amount, sent.get("VATAmountFC"))


def _computed(code: Record, rate: Decimal, amount: Decimal, sent: Decimal | None) -> LineVat:
    if code["Type"] in ("B", "N") or rate == 0:
        if sent:
            raise BusinessError("invalid", "vat_amount")
        return LineVat(code, rate, amount, ZERO, amount)
    if code["Type"] == "I":
        inside = cents(sent) if sent is not None else amount - cents(amount / (1 + rate))
        return LineVat(code, rate, amount - inside, inside, amount)
    added = cents(sent) if sent is not None else cents(amount * rate)
    return LineVat(code, rate, amount, added, amount + added)
