"""Real processes for tests: free ports, and a `manage.py serve` with a data folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
STARTED = re.compile(r"serve +\| (\w+) runs as process (\d+)")


def free_port() -> int:
    """Return a TCP port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(url: str) -> int:
    """Return the HTTP status of a page, or 0 when nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def is_alive(pid: int) -> bool:
    """Tell whether a process exists and is not a zombie."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a management command to its end and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )


class Serve:
    """One running `manage.py serve`: its addresses, its lines, the processes that it started."""

    def __init__(self, data_dir: Path, *arguments: str, **environment: str) -> None:
        self.port, self.simulator_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.simulator_url = f"http://127.0.0.1:{self.simulator_port}"
        self.lines: list[str] = []
        self.environment = self._environment(data_dir, environment)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _environment(self, data_dir: Path, extra: dict[str, str]) -> dict[str, str]:
        """Return this process's environment, without what the test run itself was set to."""
        own = {"DJANGO_SETTINGS_MODULE", "CELERY_BROKER_URL", "DATABASE_URL", "CLOCK_FILE"}
        kept = {name: value for name, value in os.environ.items() if name not in own}
        ports = {"PORT": str(self.port), "SIMULATOR_PORT": str(self.simulator_port)}
        return kept | {"DATA_DIR": str(data_dir), "DEBUG": "True"} | ports | extra

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())

    @property
    def pids(self) -> dict[str, int]:
        """The newest process id of each child, by name."""
        found = (STARTED.match(line) for line in list(self.lines))
        return {match[1]: int(match[2]) for match in found if match}

    def wait_for(self, text: str, seconds: float = 0) -> None:
        """Return once a line with this text was printed; `seconds` for what takes longer."""
        eventually(
            lambda: any(text in line for line in list(self.lines)),
            lambda: self.output,
            seconds or PATIENCE,
        )

    @property
    def output(self) -> str:
        """All that was printed so far."""
        return "\n".join(self.lines)

    def stop(self) -> int:
        """Stop as Ctrl-C does and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def eventually(
    look: Callable[[], object], explain: Callable[[], str] = str, seconds: float = PATIENCE
) -> None:
    """Return once `look` returns something true; fail with the explanation when it never does."""
    deadline = time.monotonic() + seconds
    while not look():
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {seconds:g} s: {explain()}")
        time.sleep(0.1)
