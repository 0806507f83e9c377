"""All state: records in memory, written through to SQLite before an answer leaves."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

Record = dict[str, Any]
Place = tuple[str, int, str]  # kind, division (0 = of no division), key

INDEXES = {
    "entry": ("_number", "EntryNumber", "YourRef", "Customer"),
    "line": ("EntryID",),
    "term": ("TransactionEntryID",),
    "transaction": ("EntryID",),
    "general_line": ("EntryID",),
    "attachment": ("Document",),
    "bank_account": ("Account",),
    "percentage": ("VATCodeID",),
}
SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (kind TEXT, division INTEGER, key TEXT, body TEXT,
    PRIMARY KEY (kind, division, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, data BLOB);
CREATE TABLE IF NOT EXISTS journal (id INTEGER PRIMARY KEY, time REAL, method TEXT, path TEXT,
    query TEXT, status INTEGER, division INTEGER, endpoint TEXT, app TEXT, user TEXT,
    digest TEXT, note TEXT, created TEXT);
"""


class Store:
    """Records by kind, division and key; a record is replaced as a whole, never changed."""

    def __init__(self, database: str | None = None) -> None:
        self._sql = sqlite3.connect(database or ":memory:", check_same_thread=False)
        self._sql.execute("PRAGMA journal_mode=WAL")
        # A commit outlives the death of the process, which is what the tests inflict.
        self._sql.execute("PRAGMA synchronous=NORMAL")
        self._sql.executescript(SCHEMA)
        self._tables: dict[tuple[str, int], dict[str, Record]] = {}
        self._index: dict[tuple[str, int, str, Any], dict[str, None]] = {}
        self._changed: dict[Place, None] = {}
        self._undo: list[tuple[Place, Record | None]] = []
        self._load()

    def _load(self) -> None:
        for kind, division, key, body in self._sql.execute("SELECT * FROM objects"):
            record = json.loads(body, object_hook=_decode)
            self._tables.setdefault((kind, division), {})[key] = record
            self._add_to_index(kind, division, key, record)

    def get(self, kind: str, division: int, key: str) -> Record | None:
        """The record, or None."""
        return self._tables.get((kind, division), {}).get(key)

    def rows(self, kind: str, division: int = 0) -> list[Record]:
        """All records of a kind, in order of making."""
        return list(self._tables.get((kind, division), {}).values())

    def items(self, kind: str, division: int = 0) -> list[tuple[str, Record]]:
        """All records of a kind with their keys."""
        return list(self._tables.get((kind, division), {}).items())

    def find(self, kind: str, division: int, name: str, value: Any) -> list[Record]:
        """Records whose indexed field has this value."""
        table = self._tables.get((kind, division), {})
        return [table[key] for key in self._index.get((kind, division, name, value), ())]

    def put(self, kind: str, division: int, key: str, record: Record) -> None:
        """Adds a record or replaces it."""
        self._remember(kind, division, key)
        self._place(kind, division, key, record)

    def delete(self, kind: str, division: int, key: str) -> None:
        """Removes a record if it is there."""
        self._remember(kind, division, key)
        self._place(kind, division, key, None)

    def _remember(self, kind: str, division: int, key: str) -> None:
        place = (kind, division, key)
        self._undo.append((place, self.get(kind, division, key)))
        self._changed[place] = None

    def _place(self, kind: str, division: int, key: str, record: Record | None) -> None:
        table = self._tables.setdefault((kind, division), {})
        old = table.get(key)
        if old is not None:
            self._drop_from_index(kind, division, key, old)
        if record is None:
            table.pop(key, None)
        else:
            table[key] = record
            self._add_to_index(kind, division, key, record)

    def _add_to_index(self, kind: str, division: int, key: str, record: Record) -> None:
        for name in INDEXES.get(kind, ()):
            self._index.setdefault((kind, division, name, record.get(name)), {})[key] = None

    def _drop_from_index(self, kind: str, division: int, key: str, record: Record) -> None:
        for name in INDEXES.get(kind, ()):
            self._index.get((kind, division, name, record.get(name)), {}).pop(key, None)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Takes back what was done inside when it ends in an exception."""
        mark = len(self._undo)
        try:
            yield
        except BaseException:
            self._rewind(mark)
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Writes to disk at the end; an exception takes everything back."""
        try:
            with self.savepoint():
                yield
                self._write()
        except BaseException:
            self._sql.rollback()
            raise
        self._undo.clear()

    def _rewind(self, mark: int) -> None:
        while len(self._undo) > mark:
            (kind, division, key), record = self._undo.pop()
            self._place(kind, division, key, record)

    def _write(self) -> None:
        puts, drops = [], []
        for kind, division, key in self._changed:
            record = self.get(kind, division, key)
            if record is None:
                drops.append((kind, division, key))
            else:
                body = json.dumps(record, default=_encode)
                puts.append((kind, division, key, body))
        self._sql.executemany("REPLACE INTO objects VALUES (?, ?, ?, ?)", puts)
        self._sql.executemany(
            "DELETE FROM objects WHERE kind = ? AND division = ? AND key = ?", drops
        )
        self._sql.commit()
        self._changed.clear()

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Runs a statement on the tables that are not kept in memory; committed with the rest."""
        return self._sql.execute(sql, values).fetchall()

    def clear(self) -> None:
        """Empties everything, journal and files too."""
        self._sql.executescript("DELETE FROM objects; DELETE FROM files; DELETE FROM journal;")
        self._tables.clear()
        self._index.clear()
        self._changed.clear()
        self._undo.clear()

    def close(self) -> None:
        """Lets go of the database."""
        self._sql.close()


def _encode(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, datetime):
        return {"$moment": value.timestamp()}
    raise TypeError(f"cannot store {type(value)}")


def _decode(value: dict[str, Any]) -> Any:
    if "$decimal" in value:
        return Decimal(value["$decimal"])
    if "$moment" in value:
        return datetime.fromtimestamp(value["$moment"], UTC)
    return value
