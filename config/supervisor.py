"""Starts the processes of one Boekbrug, restarts the ones that die and stops them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Report = Callable[[str, str], None]

FIRST_PAUSE = 0.5  # seconds before a dead child is started again; doubles with each death
LONGEST_PAUSE = 15.0
STEADY_AFTER = 20.0  # seconds of life after which a child's earlier deaths are forgotten
STOP_SECONDS = 6.0  # what a child gets to finish before it is killed
TICK = 0.1

PR_SET_PDEATHSIG = 1  # prctl(2): the signal that the kernel sends a child whose parent is gone
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int) -> Callable[[], None]:
    """Return what a new child runs first, so that it never outlives the supervisor `parent`."""

    def tie() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went away before the line above took effect
            os._exit(1)

    return tie


@dataclass
class Child:
    """One process that is kept alive: its name in the log, its command, folder, environment."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    start_at: float = 0.0
    deaths: int = 0

    def start(self, report: Report) -> None:
        """Start the process in a session of its own, away from the terminal."""
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),
        )
        self.started = time.monotonic()
        report("serve", f"{self.name} runs as process {self.process.pid}")
        threading.Thread(target=self._relay, args=(self.process, report), daemon=True).start()

    def _relay(self, process: subprocess.Popen[str], report: Report) -> None:
        for line in process.stdout or ():
            report(self.name, line.rstrip())

    def is_alive(self) -> bool:
        """Tell whether the process runs at this moment."""
        return self.process is not None and self.process.poll() is None

    def tend(self, report: Report) -> None:
        """Start the process when it is due, and make it due again when it has died."""
        now = time.monotonic()
        if self.is_alive():
            return
        if self.process is not None:
            self.deaths = 0 if now - self.started > STEADY_AFTER else self.deaths
            pause = min(FIRST_PAUSE * 2**self.deaths, LONGEST_PAUSE)
            self.deaths += 1
            self.start_at = now + pause
            ending = f"stopped (exit code {self.process.returncode})"
            report("serve", f"{self.name} {ending}; starts again in {pause:g} s")
            self.process = None
        if now >= self.start_at:
            self.start(report)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, and a SIGKILL to all that it started as well."""
        if self.process is None or not self.is_alive():
            return
        if number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)


class Supervisor:
    """Keeps a set of children alive until it is told to stop."""

    def __init__(self, children: Sequence[Child], report: Report) -> None:
        """Take the children to keep alive and where to report each line of each of them."""
        self.children = children
        self.report = report
        self.asked_to_stop = 0

    def run(self) -> None:
        """Start all, restart the dead, and return when all are gone after a stop signal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        while not self.asked_to_stop:
            for child in self.children:
                child.tend(self.report)
            time.sleep(TICK)
        self._stop()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.asked_to_stop += 1

    def _stop(self) -> None:
        self.report("serve", "stopping")
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.signal(signal.SIGTERM)
        while any(child.is_alive() for child in self.children):
            if time.monotonic() > deadline or self.asked_to_stop > 1:
                for child in self.children:
                    child.signal(signal.SIGKILL)
            time.sleep(TICK)
        self.report("serve", "stopped")
