"""The simulator inside a test: over real HTTP, in a thread, with direct control."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.exact.simulator import control
from connectors.exact.simulator.server import Server, start
from connectors.exact.simulator.state import Simulator


@dataclass(frozen=True)
class Running:
    """A running simulator: where it is, and its state."""

    base_url: str
    state: Simulator
    server: Server

    def control(self, name: str, **body: Any) -> Any:
        """Does what POST /_control/{name} does; raises ValueError when it is refused."""
        handler = control.ACTS[name]
        with self.state.lock, self.state.store.transaction():
            return handler(self.state, body)

    def read(self, name: str, **parameters: Any) -> Any:
        """Reads what GET /_control/{name} reads."""
        with self.state.lock, self.state.store.transaction():
            return control.READS[name](self.state, parameters)

    def advance(self, seconds: float) -> None:
        """Moves the simulated clock."""
        with self.state.lock:
            self.state.clock.advance(seconds)


@contextmanager
def running_simulator(
    database: str | None = None,
    port: int = 0,
    clock: Path | None = None,
    options: Mapping[str, Any] | None = None,
    random_seed: int | None = 1,
) -> Iterator[Running]:
    """Runs a simulator until the block ends; database None is memory, port 0 is a free one."""
    state = Simulator(database, clock, options, random_seed)
    server = Server(state, port=port)
    thread = start(server)
    try:
        yield Running(server.base_url, state, server)
    finally:
        server.stop()
        thread.join(5)


__all__ = ["Running", "running_simulator"]
