"""Boekbrug and the simulator on one clock, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from connectors.exact.simulator.testing import Running, running_simulator

NOON = 1_795_176_000  # 20 November 2026, 12:00 UTC


@pytest.fixture
def exact(settings: Settings, tmp_path: Path) -> Iterator[Running]:
    """A simulator at noon of 20 November 2026, and Boekbrug set to it; time stands still unless
    advanced."""
    clock_file = tmp_path / "clock.json"
    with running_simulator(clock=clock_file) as running:
        running.advance(NOON - running.state.clock.timestamp())
        running.state.clock.set_speed(0)
        settings.CLOCK_FILE = str(clock_file)
        settings.EXACT_BASE_URL = running.base_url
        settings.EXACT_REDIRECT_URL = "http://127.0.0.1:8000/connect/exact/callback/"
        settings.EXACT_IS_LOOPBACK = True
        settings.EXACT_READ_TIMEOUT = 5.0
        yield running
