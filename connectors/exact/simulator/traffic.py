"""The request journal, without tokens, secrets or bodies; and the history checker."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from connectors.exact.simulator import faults
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Request, Response

COLUMNS = (
    "id",
    "time",
    "method",
    "path",
    "query",
    "status",
    "division",
    "endpoint",
    "app",
    "user",
    "digest",
    "note",
    "created",
)
MISUSE = ("too early", "old token", "unknown refresh token", "chain revoked", "expired")
UNSURE = {*faults.KINDS} - {"rate_limited", "empty_list", "slow"}
LIMIT_NOTES = ("limit", "blocked", "daily token calls")
Caller = tuple[int, str, str, str]  # division, endpoint, app, user


def record(sim: Simulator, request: Request, response: Response, caller: Caller) -> None:
    """Adds a line to the journal, inside the transaction of the request."""
    api = request.path.startswith("/api/v1/")
    digest = hashlib.sha256(request.body).hexdigest()[:16] if api and request.body else ""
    note = response.note
    created = note.partition("created ")[2].split(" ")[0]
    sim.store.execute(
        "INSERT INTO journal (time, method, path, query, status, division, endpoint, app, user,"
        " digest, note, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sim.clock.timestamp(),
            request.method,
            request.path,
            request.query if api else "",
            response.status,
            *caller,
            digest,
            note,
            created,
        ),
    )


def lines(sim: Simulator, after: int = 0, limit: int = 1000) -> list[Record]:
    """Lines of the journal after a line number, oldest first."""
    found = sim.store.execute(
        "SELECT * FROM journal WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def latest(sim: Simulator, limit: int) -> list[Record]:
    """The last lines of the journal, newest first."""
    found = sim.store.execute("SELECT * FROM journal ORDER BY id DESC LIMIT ?", (limit,))
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def check(sim: Simulator, believed: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the history shows, as JSON-ready values; believed is the app's own list of bookings.

    Each believed booking has `division` and `entry_id`, and optionally `amount` (EUR, as text).
    """
    journal = lines(sim, limit=10_000_000)
    notes = Counter(row["note"] for row in journal if row["path"].endswith("/oauth2/token"))
    return {
        "requests": len(journal),
        "calls_per_endpoint": dict(
            Counter(f"{row['method']} {row['endpoint']}" for row in journal if row["endpoint"])
        ),
        "statuses": {str(key): n for key, n in Counter(r["status"] for r in journal).items()},
        "duplicates": _duplicates(sim),
        "token_calls": sum(notes.values()),
        "token_misuse": {note: notes[note] for note in MISUSE if notes[note]},
        "limit_overruns": _overruns(journal),
        "blind_resends": _blind_resends(journal),
        "wrong_division": sum(1 for row in journal if row["status"] == 403 and row["division"]),
        **_compared(sim, list(believed)),
    }


def _duplicates(sim: Simulator) -> list[Record]:
    """Entries that are equal in journal, customer, amount and reference or description."""
    groups: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for division in sim.store.rows("division"):
        for row in sim.store.rows("entry", division["Code"]):
            same = (division["Code"], row["Journal"], row["Customer"], str(row["AmountFC"]))
            for name in ("YourRef", "Description"):
                if row[name]:
                    groups[(*same, name, row[name])].add(row["EntryID"])
    names = ("division", "journal", "customer", "amount", "field", "value")
    return [
        {**dict(zip(names, key, strict=True)), "entries": sorted(found)}
        for key, found in groups.items()
        if len(found) > 1
    ]


def _overruns(journal: list[Record]) -> dict[str, int]:
    """Answers that a limit or a block refused, by app and division; injected 429s left out."""
    refused = (r for r in journal if r["note"] in LIMIT_NOTES)
    return dict(Counter(f"{r['app']}:{r['division']}:{r['note']}" for r in refused))


def _blind_resends(journal: list[Record]) -> list[int]:
    """Journal lines where the same booking was sent again without looking for it in between.

    A first attempt that was surely not executed (429, 401, an envelope's refusal) does not count.
    """
    sent: dict[tuple[Any, ...], bool] = {}
    found = []
    for row in journal:
        if row["endpoint"] != "salesentry/SalesEntries":
            continue
        place = (row["app"], row["division"])
        if row["method"] == "GET":
            sent = {key: False for key in sent if key[:2] == place} | {
                key: open_ for key, open_ in sent.items() if key[:2] != place
            }
        elif row["method"] == "POST":
            key = (*place, row["digest"])
            if sent.get(key):
                found.append(int(row["id"]))
            sent[key] = _unsure(row)
    return found


def _unsure(row: Record) -> bool:
    """Whether a booking call was executed, or may have been as its sender sees it."""
    return bool(row["created"]) or row["note"].split(" ")[0] in UNSURE


def _compared(sim: Simulator, believed: list[dict[str, Any]]) -> dict[str, Any]:
    if not believed:
        return {}
    lost, differing = [], []
    for booking in believed:
        row = sim.store.get("entry", int(booking["division"]), str(booking["entry_id"]))
        if row is None:
            lost.append(booking)
        elif "amount" in booking and str(row["AmountFC"]) != str(booking["amount"]):
            differing.append(booking)
    return {"lost": lost, "differing": differing}


def dumps(value: Any) -> str:
    """JSON for people."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
