"""documents/Documents and DocumentAttachments: a PDF along with a booking (KB-attach)."""

import base64
from typing import Any

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.rules_salesentry import check_mandatory
from connectors.exact.simulator.store import Record

TYPES = {10: "Verkoopfactuur", 20: "Inkoopfactuur", 55: "Diversen"}
CAPTIONS = {
    "Subject": "subject",
    "Type": "type",
    "Document": "document",
    "FileName": "file_name",
    "Attachment": "file_name",
}


def create(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST documents/Documents."""
    check_mandatory(values, ["Subject", "Type"], CAPTIONS)
    if values["Type"] <= 0:
        raise BusinessError("reference", "type")
    account = _optional(context, "account", values.get("Account"), "account")
    entry = _optional(context, "entry", values.get("FinancialTransactionEntryID"), "entry")
    record = {
        **values,
        "ID": context.sim.new_guid(),
        "HID": context.sim.next_version() % 100_000_000,
        "Division": context.division,
        "TypeDescription": TYPES.get(values["Type"]),
        "AccountCode": account.get("Code"),
        "AccountName": account.get("Name"),
        "DocumentDate": values.get("DocumentDate") or context.sim.clock.today(),
        "HasEmptyBody": not values.get("Body"),
        **context.sim.audit(context.user),
    }
    context.put("document", record["ID"], record)
    if entry:
        _link(context, entry, record)
    return record


def _optional(context: Context, kind: str, key: str | None, caption: str) -> Record:
    return context.reference(kind, key, caption) if key else {}


def _link(context: Context, entry: Record, document: Record) -> None:
    linked = {
        "Document": document["ID"],
        "DocumentNumber": document["HID"],
        "DocumentSubject": document["Subject"],
    }
    sent = {**entry["_sent"], "Document": document["ID"]}
    context.put("entry", entry["EntryID"], {**entry, **linked, "_sent": sent})


def attach(context: Context, _row: Record, values: dict[str, Any]) -> Record:
    """POST documents/DocumentAttachments; the bytes do not stay in memory."""
    check_mandatory(values, ["Document", "FileName", "Attachment"], CAPTIONS)
    document = context.reference("document", values["Document"], "document")
    key = context.sim.new_guid()
    data = base64.b64decode(values["Attachment"])
    context.sim.store.execute("INSERT INTO files VALUES (?, ?)", (key, data))
    record = {
        "ID": key,
        "Document": document["ID"],
        "FileName": values["FileName"],
        "FileSize": len(data),
        "Url": f"{context.base_url}/docs/SysAttachment.aspx?ID={key}",
    }
    context.put("attachment", key, record)
    return record


def content(context: Context, key: str) -> bytes | None:
    """The bytes of an attachment."""
    found = context.sim.store.execute("SELECT data FROM files WHERE id = ?", (key,))
    return bytes(found[0][0]) if found else None
