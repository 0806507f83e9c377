"""Which function does a POST, PUT or DELETE; what is not here answers 501."""

from collections.abc import Callable
from typing import Any

from connectors.exact.simulator import (
    entries,
    rules_accounts,
    rules_documents,
    rules_general,
)
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.store import Record

Writer = Callable[[Context, Record, dict[str, Any]], Record | None]

WRITERS: dict[tuple[str, str], Writer] = {
    ("salesentry/SalesEntries", "POST"): entries.create,
    ("salesentry/SalesEntries", "PUT"): entries.change,
    ("salesentry/SalesEntries", "DELETE"): entries.remove,
    ("salesentry/SalesEntryLines", "POST"): entries.add_line,
    ("salesentry/SalesEntryLines", "PUT"): entries.change_line,
    ("salesentry/SalesEntryLines", "DELETE"): entries.remove_line,
    ("crm/Accounts", "POST"): rules_accounts.create,
    ("crm/Accounts", "PUT"): rules_accounts.change,
    ("documents/Documents", "POST"): rules_documents.create,
    ("documents/DocumentAttachments", "POST"): rules_documents.attach,
    ("generaljournalentry/GeneralJournalEntries", "POST"): rules_general.create,
    ("generaljournalentry/GeneralJournalEntries", "DELETE"): rules_general.remove,
}
