"""The whole state of the simulator in one class behind one lock."""

import hashlib
import secrets
import threading
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.exact.simulator import demo
from connectors.exact.simulator.clock import Clock
from connectors.exact.simulator.options import Options
from connectors.exact.simulator.store import Record, Store

# Real row versions are far beyond 32 bits and say nothing about time.
FIRST_VERSION = 8_589_934_592


class Simulator:
    """The ledger, the users, the tokens, the limits, the clock and the switches."""

    def __init__(
        self,
        database: str | None = None,
        clock_file: Path | None = None,
        options: Mapping[str, Any] | None = None,
        random_seed: int | None = None,
    ) -> None:
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.clock = Clock(clock_file)
        self.store = Store(database)
        self.options = Options()
        with self.store.transaction():
            self._start(random_seed)
        saved = self.store.get("setting", 0, "options") or {}
        self.options = Options({**saved, **(options or {})})

    def _start(self, random_seed: int | None) -> None:
        counter = self.store.get("setting", 0, "counter")
        if counter is None:
            salt = secrets.token_hex(8) if random_seed is None else str(random_seed)
            self._counter: Record = {"version": FIRST_VERSION, "salt": salt}
            demo.fill(self)
        else:
            self._counter = dict(counter)

    def reset(self) -> None:
        """Empties everything and makes the demo divisions again."""
        with self.lock:
            self.store.clear()
            self.options = Options()
            with self.store.transaction():
                self._start(None)

    def next_version(self) -> int:
        """A new row version: unique and rising."""
        self._counter = {**self._counter, "version": self._counter["version"] + 1}
        self.store.put("setting", 0, "counter", self._counter)
        return int(self._counter["version"])

    def restart_versions(self) -> None:
        """Lets row versions start again from low, as when Exact moves a division."""
        self._counter = {**self._counter, "version": self._counter["version"] // 1000}

    def new_guid(self) -> str:
        """A new identifier, the same again for the same seed and history."""
        number = f"{self._counter['salt']}:{self.next_version()}"
        digest = hashlib.sha256(number.encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def server_now(self) -> datetime:
        """The server's local time, as written in Created and Modified."""
        return self.clock.now() + timedelta(seconds=self.options.number("server_utc_offset"))

    def audit(self, user: str, new: bool = True) -> Record:
        """The fields that say who made or changed a record, and when."""
        name = (self.store.get("user", 0, user) or {}).get("FullName")
        user_id = (self.store.get("user", 0, user) or {}).get("UserID")
        now = self.server_now()
        changed = {"Modified": now, "Modifier": user_id, "ModifierFullName": name}
        made = {"Created": now, "Creator": user_id, "CreatorFullName": name} if new else {}
        return {**made, **changed}

    def set_option(self, name: str, value: Any) -> None:
        """Changes a switch for good; raises ValueError when it does not exist or fit."""
        self.options.set(name, value)
        self.store.put("setting", 0, "options", self.options.as_dict())

    def division(self, code: int) -> Record | None:
        """The division, or None."""
        return self.store.get("division", 0, str(code))
