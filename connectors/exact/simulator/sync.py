"""Row versions, deletions and the start point of a synchronisation (reference 4.2 and 4.3)."""

from typing import Any

from connectors.exact.simulator import filters
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import ApiError
from connectors.exact.simulator.properties import SHAPES

TRANSACTION_LINES, ACCOUNTS, ATTACHMENTS, DOCUMENTS, PAYMENT_TERMS = 1, 2, 4, 6, 10
VERSIONED = ("term", "transaction", "deleted")


def mark_deleted(context: Context, entity_type: int, key: str) -> None:
    """Leaves a row in sync/Deleted."""
    row_id = context.sim.new_guid()
    user = context.sim.store.get("user", 0, context.user) or {}
    record = {
        "ID": row_id,
        "Timestamp": context.sim.next_version(),
        "DeletedBy": user.get("UserID"),
        "DeletedDate": context.sim.clock.now(),
        "Division": context.division,
        "EntityKey": key,
        "EntityType": entity_type,
    }
    context.put("deleted", row_id, record)


def start_point(context: Context, parameters: dict[str, str]) -> dict[str, Any]:
    """read/sync/Sync/SyncTimestamp: the row version to start from for a moment.

    The exact values of endPoint are not recorded, so any non-empty one in quotes is taken.
    """
    modified = parameters.get("modified", "")
    end_point = parameters.get("endPoint", "")
    moment = filters.parse_literal(modified, SHAPES["sync/Deleted"])
    if not modified.startswith("datetime'") or len(end_point) < 3 or end_point[0] != "'":
        raise ApiError(400, "Bad Request - Error in query syntax: modified and endPoint.")
    kind = "term" if "paymentterms" in end_point.lower() else "transaction"
    versions = [r["Timestamp"] for r in context.rows(kind) if r["Modified"] < moment]
    row = {
        "EndPoint": end_point.strip("'"),
        "Modified": modified,
        "TimeStampAsBigInt": str(max(versions, default=1)),
    }
    return {"d": {"results": [row]}}


def move_division(context: Context) -> None:
    """Exact moves the division to another database: row versions start again (reference 4.3)."""
    context.sim.restart_versions()
    for kind in VERSIONED:
        rows = sorted(context.rows(kind), key=lambda row: int(row["Timestamp"]))
        for row in rows:
            moved = {**row, "Timestamp": context.sim.next_version()}
            context.put(kind, row["ID"], moved)
    division = context.sim.division(context.division) or {}
    moved = {**division, "DivisionMoveDate": context.sim.clock.now()}
    context.sim.store.put("division", 0, str(context.division), moved)
