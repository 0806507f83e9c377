"""`manage.py serve` with real processes: everything runs, comes back, and stops together."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Serve, eventually, is_alive, manage, status

CHILDREN = {"web", "worker", "beat", "simulator"}


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    running = Serve(tmp_path_factory.mktemp("serve"), "--demo", LOG_LEVEL="DEBUG")
    try:
        running.wait_for("Boekbrug is ready")
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_everything_starts_and_the_address_and_login_are_printed(serve: Serve) -> None:
    serve.wait_for("Ctrl-C stops everything")
    eventually(lambda: set(serve.pids) == CHILDREN)
    assert f"Boekbrug is ready: {serve.url}/" in serve.output
    assert "Log in as demo@boekbrug.example with password boekbrug-demo" in serve.output
    assert status(f"{serve.url}/healthz") == 200
    eventually(lambda: status(f"{serve.simulator_url}/") == 200)


def test_a_second_instance_is_refused_with_a_plain_message(serve: Serve) -> None:
    done = manage("serve", environment=serve.environment)
    assert done.returncode == 1
    assert "Boekbrug already runs with the data in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_a_killed_child_comes_back(serve: Serve, name: str) -> None:
    before = serve.pids[name]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: serve.pids[name] != before and is_alive(serve.pids[name]))
    if name == "web":
        eventually(lambda: status(f"{serve.url}/healthz") == 200)


def test_a_nudge_reaches_the_worker_and_beat_ticks(serve: Serve) -> None:
    eventually(lambda: "connectors.core.tasks.sweep" in serve.output)


def test_stop_leaves_no_process_behind(serve: Serve) -> None:
    pids = list(serve.pids.values())
    assert serve.stop() == 0
    assert [pid for pid in pids if is_alive(pid)] == []
    eventually(lambda: status(f"{serve.url}/healthz") == 0, seconds=5)


@pytest.mark.parametrize("variable", ["PORT", "SIMULATOR_PORT"])
def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path, variable: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        serve = Serve(tmp_path, **{variable: port})
        assert serve.process.wait(30) == 1
        eventually(lambda: f"Port {port} is in use" in serve.output)
    assert f"{variable}=" in serve.output
    assert "Traceback" not in serve.output
    assert serve.pids == {}
