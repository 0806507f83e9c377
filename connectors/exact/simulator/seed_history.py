"""What stood in a division before Boekbrug came: entries booked by hand, and a purchase."""

from decimal import Decimal
from typing import TYPE_CHECKING

from connectors.exact.simulator import entries, payments
from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.seed import stable_guid

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

DAY = midnight(2026, 10, 5)
SUPPLIER = "31"


def book_by_hand(
    sim: "Simulator", division: int, journal: str, ledger: str, vat: str, *customers: str
) -> None:
    """One entry per customer in a journal that Boekbrug does not use; the first one is paid."""
    context = Context(sim, "kantoor", "", "", division, "")
    for place, customer in enumerate(customers):
        line = {
            "GLAccount": stable_guid(division, "gl_account", ledger),
            "AmountFC": "250.00",
            "VATCode": vat,
        }
        values = {
            "Journal": journal,
            "Customer": stable_guid(division, "account", customer),
            "EntryDate": DAY,
            "Description": f"Handmatig {place + 1}",
            "YourRef": f"H{place + 1}",
            "SalesEntryLines": [line],
        }
        entry = entries.create(context, {}, values)
        if place == 0:
            payments.settle(context, entry)
    supplier = context.get("account", stable_guid(division, "account", SUPPLIER)) or {}
    payments.purchase(context, supplier, Decimal("60.50"), "INK-1")
