import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).parents[4]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def command(folder: Path, port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "CLOCK_FILE": str(folder / "clock.json"), "DATA_DIR": str(folder)}
    program = [sys.executable, "manage.py", "exact_simulator", "--port", str(port), *arguments]
    with subprocess.Popen(
        program,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_command_serves_logs_and_stops_cleanly(tmp_path: Path) -> None:
    port, database = free_port(), str(tmp_path / "deep" / "sim.sqlite3")
    with command(tmp_path, port, "--database", database, "--verbosity", "2") as process:
        assert process.stdout is not None
        assert f"127.0.0.1:{port}" in process.stdout.readline()
        requests.get(f"http://127.0.0.1:{port}/_control/health", timeout=9)
        assert process.stdout.readline().strip() == "GET /_control/health 200"
        process.terminate()
        assert "gestopt" in process.stdout.read()
        assert process.wait(10) == 0


def test_taken_port_gives_a_plain_message(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with command(tmp_path, port) as process:
            _out, problem = process.communicate(timeout=30)
    assert f"Poort {port} is al in gebruik" in problem
    assert "Traceback" not in problem
    assert process.returncode == 1
