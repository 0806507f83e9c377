"""How reference data of a division is made."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.properties import padded
from connectors.exact.simulator.store import Record

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

FAMILY = uuid.UUID("6d1f7a64-3f0b-4c39-9f4e-2b5a0f3c7d10")
BALANCE_TYPES_BELOW = 90
GROUPS = {10: "Kas", 12: "Bank", 20: "Debiteuren", 22: "Crediteuren", 24: "Btw", 110: "Omzet"}
SINCE = midnight(2000, 1, 1)


def stable_guid(*parts: object) -> str:
    """The identifier of a demo record: the same in every simulator."""
    return str(uuid.uuid5(FAMILY, "/".join(str(part) for part in parts)))


class Maker:
    """Makes the reference data of one division; codes become identifiers by stable_guid."""

    def __init__(self, sim: "Simulator", division: int) -> None:
        self.sim = sim
        self.division = division

    def guid(self, kind: str, code: str) -> str:
        """The identifier of a record with a code."""
        return stable_guid(self.division, kind, code)

    def put(self, kind: str, code: str, fields: Record) -> Record:
        """Stores a record; ID, Division and audit fields are filled in."""
        made = self.sim.clock.now()
        key = self.guid(kind, code)
        audit = {"Created": made, "Modified": made, "Division": self.division}
        record = {"ID": key, **audit, **fields}
        self.sim.store.put(kind, self.division, key, record)
        return record

    def get(self, kind: str, code: str) -> Record:
        """A record made before."""
        return self.sim.store.get(kind, self.division, self.guid(kind, code)) or {}

    def describe(self, country: str, fields: Record) -> None:
        """The division itself; fields has at least Description."""
        record = {
            "Code": self.division,
            "Country": country,
            "Currency": "EUR",
            "Legislation": {"BE": "Belgium", "NL": "Netherlands"}[country],
            "Status": 1,
            "BlockingStatus": 0,
            "Hid": self.division - 3_100_000,
            "StartDate": SINCE,
            "IsMainDivision": self.division == 3_100_001,
            "IsDossierDivision": False,
            "IsPracticeDivision": False,
            "Current": self.division == 3_100_001,
            "_condition": "30",
            **fields,
        }
        self.sim.store.put("division", 0, str(self.division), record)

    def ledger(self, code: str, description: str, kind: int, **fields: Any) -> None:
        """A ledger account; UseCostcenter 0 optional, 1 mandatory, 2 not."""
        record = {
            "Code": code,
            "Description": description,
            "Type": kind,
            "TypeDescription": GROUPS.get(kind, "Overig"),
            "BalanceType": "B" if kind <= BALANCE_TYPES_BELOW else "W",
            "BalanceSide": "C" if kind in (22, 110) else "D",
            "IsBlocked": False,
            "UseCostcenter": 0,
            "UseCostunit": 0,
            "SearchCode": description.upper()[:9],
            "Matching": kind in (20, 22),
            **fields,
        }
        if record.get("VATCode"):
            record["VATCode"] = padded("financial/GLAccounts", "VATCode", record["VATCode"])
        self.put("gl_account", code, record)

    def journal(self, code: str, description: str, kind: int, ledger: str, **fields: Any) -> None:
        """A journal; ledger is its own account (receivables for a sales journal)."""
        account = self.get("gl_account", ledger)
        record = {
            "Code": code,
            "Description": description,
            "Type": kind,
            "Currency": "EUR",
            "CurrencyDescription": "Euro",
            "AllowVariableCurrency": False,
            "AllowVariableExchangeRate": False,
            "AllowVAT": False,
            "IsBlocked": False,
            "GLAccount": account.get("ID"),
            "GLAccountCode": account.get("Code"),
            "GLAccountDescription": account.get("Description"),
            "GLAccountType": account.get("Type"),
            **fields,
        }
        self.put("journal", code, record)

    def vat(self, code: str, description: str, percentage: str, to_pay: str, **fields: Any) -> None:
        """A VAT code with one percentage (per cent) from 2000, or until the date `ended`."""
        account = self.get("gl_account", to_pay)
        ended: datetime | None = fields.pop("ended", None)
        fraction = Decimal(percentage) / 100
        record = {
            "Code": padded("vat/VATCodes", "Code", code),
            "Description": description,
            "Type": "E",
            "Percentage": fraction,
            "VATTransactionType": "S",
            "EUSalesListing": "N",
            "IsBlocked": False,
            "Charged": False,
            "IntraStat": False,
            "CalculationBasis": 0,
            "TaxReturnType": 0,
            "GLToPay": account.get("ID"),
            "GLToPayCode": account.get("Code"),
            "GLToPayDescription": account.get("Description"),
            **fields,
        }
        made = self.put("vat_code", code, record)
        rate = {"VATCodeID": made["ID"], "Percentage": fraction, "LineNumber": 1, "Type": 0}
        self.put("percentage", code, {**rate, "StartDate": SINCE, "EndDate": ended})

    def account(self, code: str, name: str, status: str = "C", **fields: Any) -> None:
        """A relation; status C customer, P prospect, A none."""
        record = {
            "Code": code,
            "Name": name,
            "Status": status,
            "IsSales": status == "C",
            "IsSupplier": False,
            "Blocked": False,
            "Type": "A",
            "Country": "BE",
            "Language": "NL",
            "SalesCurrency": "EUR",
            "PurchaseCurrency": "EUR",
            **fields,
        }
        values = {key: padded("crm/Accounts", key, value) for key, value in record.items()}
        self.put("account", code, values)

    def bank_account(self, account: str, iban: str, name: str) -> None:
        """The bank account of a relation."""
        owner = self.get("account", account)
        fields = {
            "Account": owner["ID"],
            "AccountName": owner["Name"],
            "BankAccount": iban,
            "IBAN": iban,
            "BankAccountHolderName": name,
            "Main": True,
            "Type": "A",
        }
        self.put("bank_account", iban, fields)

    def simple(self, kind: str, rows: Iterable[tuple[str, str]], **fields: Any) -> None:
        """Records that have little more than a code and a description."""
        for code, description in rows:
            self.put(kind, code, {"Code": code, "Description": description, **fields})

    def conditions(self) -> None:
        """The payment conditions that both demo divisions share."""
        plain = {"PaymentMethod": "B", "PaymentDays": 30, "PaymentEndOfMonths": 0}
        rows: tuple[tuple[str, str, Record], ...] = (
            ("30", "30 dagen", {}),
            ("30E", "30 dagen einde maand", {"PaymentDays": 0, "PaymentEndOfMonths": 1}),
            (
                "2C8",
                "2 % korting binnen 8 dagen",
                {
                    "DiscountPaymentDays": 8,
                    "DiscountPercentage": Decimal("0.02"),
                    "PaymentDiscountType": "B",
                    "VATCalculation": "I",
                },
            ),
            ("IN", "Domiciliëring", {"PaymentMethod": "I", "PaymentDays": 14}),
        )
        for code, description, fields in rows:
            record = {"Code": code, "Description": description, "Percentage": 1, **plain, **fields}
            self.put("condition", code, record)

    def dimensions(self) -> None:
        """Cost centres 10 and 20, cost units 100 and 200, one tracking number."""
        self.simple("cost_center", (("10", "Winkel"), ("20", "Herstellingen")), Active=True)
        self.simple("cost_unit", (("100", "Project Noord"), ("200", "Project Zuid")))
        self.simple("tracking", (("T-1", "Zending 1"),))

    def period(
        self, year: int, number: int, start: datetime, end: datetime, closed: bool = False
    ) -> None:
        """A financial period, both days included."""
        fields = {
            "FinYear": year,
            "FinPeriod": number,
            "StartDate": start,
            "EndDate": end,
            "_closed": closed,
        }
        self.put("period", f"{year}-{number}", fields)
