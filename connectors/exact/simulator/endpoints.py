"""The endpoints: where their rows come from and which rules their lists have."""

from collections.abc import Callable
from dataclasses import dataclass, field

from connectors.exact.simulator import views
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.properties import SHAPES, Shape
from connectors.exact.simulator.store import Record

Rows = Callable[[Context, list[Record]], list[Record]]
# Recorded answer of crm/Accounts (picqer issue 591).
ACCOUNT_FILTERS = (
    "Accountant,AccountManager,AddressLine1,AddressLine2,AddressLine3,Blocked,BRIN,BSN,"
    "ChamberOfCommerce,City,Classification1,Classification2,Classification3,Classification4,"
    "Classification5,Classification6,Classification7,Classification8,Classification,Code,"
    "CodeAtSupplier,Country,Created,Email,EndDate,Fax,ID,InvoiceAccount,IsAccountant,IsReseller,"
    "IsSales,IsSupplier,MainContact,Modified,Name,Parent,Phone,Postcode,PriceList,Reseller,RSIN,"
    "SearchCode,StartDate,Status,Type,VATNumber"
)


@dataclass(frozen=True)
class Endpoint:
    """One endpoint; kind names the stored records, rows computes others from them."""

    name: str
    model: str
    kind: str
    rows: Rows | None = None
    page: int = 60
    select_required: bool = False
    mandatory_filter: str = ""
    children: dict[str, tuple[str, str]] = field(default_factory=dict)  # collection: endpoint, key

    @property
    def shape(self) -> Shape:
        """Its properties."""
        return SHAPES[self.name]

    @property
    def sync(self) -> bool:
        """Whether only `Timestamp gt` may be filtered on."""
        return self.name.startswith("sync/")

    def computed(self, context: Context, records: list[Record]) -> list[Record]:
        """The rows that stored records become."""
        return records if self.rows is None else self.rows(context, records)

    def all_rows(self, context: Context) -> list[Record]:
        """All rows."""
        return self.computed(context, context.rows(self.kind))


ENDPOINTS = {
    endpoint.name: endpoint
    for endpoint in (
        Endpoint("current/Me", "System.Me", "user", views.me),
        Endpoint("system/Divisions", "System.Division", "division", views.divisions),
        Endpoint("hrm/Divisions", "HRM.Division", "division", views.all_divisions),
        Endpoint(
            "crm/Accounts",
            "Account",
            "account",
            mandatory_filter=ACCOUNT_FILTERS,
            children={"BankAccounts": ("crm/BankAccounts", "Account")},
        ),
        Endpoint("crm/BankAccounts", "BankAccount", "bank_account"),
        Endpoint("financial/GLAccounts", "GLAccount", "gl_account"),
        Endpoint("financial/Journals", "Journal", "journal"),
        Endpoint("financial/FinancialPeriods", "Financial.FinancialPeriod", "period"),
        Endpoint(
            "vat/VATCodes",
            "VATCode",
            "vat_code",
            children={"VATPercentages": ("vat/VatPercentages", "VATCodeID")},
        ),
        Endpoint("vat/VatPercentages", "VatPercentage", "percentage"),
        Endpoint("cashflow/PaymentConditions", "Cashflow.PaymentCondition", "condition"),
        Endpoint("hrm/Costcenters", "Costcenter", "cost_center"),
        Endpoint("hrm/Costunits", "Costunit", "cost_unit"),
        Endpoint(
            "salesentry/SalesEntries",
            "SalesEntry",
            "entry",
            views.visible_entries,
            select_required=True,
            children={"SalesEntryLines": ("salesentry/SalesEntryLines", "EntryID")},
        ),
        Endpoint("salesentry/SalesEntryLines", "SalesEntryLine", "line", select_required=True),
        Endpoint("documents/Documents", "Document", "document", select_required=True),
        Endpoint("documents/DocumentAttachments", "DocumentAttachment", "attachment"),
        Endpoint(
            "generaljournalentry/GeneralJournalEntries",
            "GeneralJournalEntry",
            "general_entry",
            select_required=True,
            children={
                "GeneralJournalEntryLines": (
                    "generaljournalentry/GeneralJournalEntryLines",
                    "EntryID",
                )
            },
        ),
        Endpoint(
            "generaljournalentry/GeneralJournalEntryLines",
            "GeneralJournalEntryLine",
            "general_line",
            select_required=True,
        ),
        Endpoint(
            "cashflow/Receivables",
            "Cashflow.Receivable",
            "term",
            views.receivables,
            select_required=True,
        ),
        Endpoint(
            "bulk/Cashflow/Receivables",
            "Bulk.Cashflow.Receivable",
            "term",
            views.receivables,
            page=1000,
            select_required=True,
        ),
        Endpoint(
            "read/financial/ReceivablesList",
            "Read.Financial.ReceivablesList",
            "term",
            views.open_receivables,
        ),
        Endpoint(
            "sync/Cashflow/PaymentTerms",
            "Sync.Cashflow.PaymentTerm",
            "term",
            page=1000,
            select_required=True,
            mandatory_filter="Timestamp",
        ),
        Endpoint(
            "sync/Deleted",
            "Sync.Deleted",
            "deleted",
            views.recently_deleted,
            page=1000,
            mandatory_filter="Timestamp",
        ),
        Endpoint(
            "financialtransaction/TransactionLines",
            "FinancialTransaction.TransactionLine",
            "transaction",
            select_required=True,
        ),
        Endpoint(
            "bulk/Financial/TransactionLines",
            "Bulk.Financial.TransactionLine",
            "transaction",
            page=1000,
            select_required=True,
        ),
        Endpoint(
            "sync/Financial/TransactionLines",
            "Sync.Financial.TransactionLine",
            "transaction",
            page=1000,
            select_required=True,
            mandatory_filter="Timestamp",
        ),
    )
}
