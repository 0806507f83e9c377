"""Boekbrug and the simulator on one clock, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import connection
from pytest_django import Settings

from connectors.core.http import LoggedSession
from connectors.exact.simulator.testing import Running, running_simulator
from tests.connectors.exact.middleman import Middleman, middleman
from tests.connectors.exact.shop import Shop, open_shop

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


@pytest.fixture
def between(exact: Running, settings: Settings) -> Iterator[Middleman]:
    """A server between Boekbrug and the simulator that can change every answer."""
    with middleman(exact.base_url) as running:
        settings.EXACT_BASE_URL = running.base_url
        yield running


@pytest.fixture
def shop(exact: Running, db: None) -> Shop:
    """A linked Belgian business."""
    return open_shop(exact)


@pytest.fixture(autouse=True)
def no_transaction_across_calls(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every test here: no call outside is made while a transaction is open."""
    send = LoggedSession.send
    marker = request.node.get_closest_marker("django_db")
    # A test that is not `transaction=True` runs inside a transaction of its own.
    allowed = 0 if marker and marker.kwargs.get("transaction") else 1

    def checked(self: LoggedSession, *args: Any, **kwargs: Any) -> requests.Response:
        depth = int(connection.in_atomic_block) + len(connection.savepoint_ids)
        assert depth <= allowed, "a call outside while a transaction is open"
        return send(self, *args, **kwargs)

    monkeypatch.setattr(LoggedSession, "send", checked)
