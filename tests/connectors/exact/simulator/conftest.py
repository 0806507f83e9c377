from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.exact.simulator.testing import Running, running_simulator
from tests.connectors.exact.simulator.outsider import Outsider, connected


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Running]:
    """A simulator in memory whose clock stands at noon (UTC) of 20 November 2026."""
    with running_simulator(clock=tmp_path / "clock.json") as running:
        now = running.state.clock.timestamp()
        running.advance(1_795_176_000 - now)
        running.state.clock.set_speed(0)
        yield running


@pytest.fixture
def exact(sim: Running) -> Outsider:
    """A client that was given access to all divisions by kantoor."""
    return connected(sim)
