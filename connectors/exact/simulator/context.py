"""Who calls, for which division, in which language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.exact.simulator.errors import BusinessError
from connectors.exact.simulator.store import Record

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator


@dataclass(frozen=True)
class Context:
    """The circumstances of one API call; division is 0 for calls without one."""

    sim: "Simulator"
    user: str
    app: str
    chain: str
    division: int
    base_url: str
    representation: bool = False  # Prefer: return=representation

    @property
    def language(self) -> str:
        """nl, fr or en."""
        return str((self.sim.store.get("user", 0, self.user) or {}).get("_language", "nl"))

    def get(self, kind: str, key: str | None) -> Record | None:
        """A record of the division."""
        return self.sim.store.get(kind, self.division, key) if key else None

    def rows(self, kind: str) -> list[Record]:
        """All records of a kind in the division."""
        return self.sim.store.rows(kind, self.division)

    def find(self, kind: str, name: str, value: Any) -> list[Record]:
        """Records of the division by an indexed field."""
        return self.sim.store.find(kind, self.division, name, value)

    def put(self, kind: str, key: str, record: Record) -> None:
        """Stores a record of the division."""
        self.sim.store.put(kind, self.division, key, record)

    def delete(self, kind: str, key: str) -> None:
        """Removes a record of the division."""
        self.sim.store.delete(kind, self.division, key)

    def by_code(self, kind: str, code: str | None, name: str = "Code") -> Record | None:
        """A record by its code; spaces around a code do not count when it is sent."""
        wanted = (code or "").strip()
        return next((row for row in self.rows(kind) if str(row[name]).strip() == wanted), None)

    def reference(self, kind: str, key: str | None, caption: str) -> Record:
        """A record that must exist; raises BusinessError 'Ongeldige referentie' otherwise."""
        record = self.get(kind, key)
        if record is None:
            raise BusinessError("reference", caption)
        return record
