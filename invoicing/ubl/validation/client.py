"""Asking the validation process, which is started, watched, and replaced when it is worn or dead.

One process per process that asks, whatever its threads: they take turns (10 ms each). A process
that was forked from one that asked (Celery prefork) starts its own.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from invoicing.ubl.validation import wire
from invoicing.ubl.validation.findings import Finding, RuleSet, ValidationUnavailable

ROOT = Path(__file__).resolve().parents[3]
WORKER = "invoicing.ubl.validation.worker"
# Saxon's memory grows by some 60 KB a document: a worn process is replaced by a fresh one.
DOCUMENTS_PER_PROCESS = 2000
IDLE_SECONDS = 600.0
# A first document waits for start and compilation as well: 1.5 s on a quiet machine.
TIMEOUT_SECONDS = 20.0


class Validator:
    """The way to one validation process; threads may share it.

    `rules_folder` holds the Peppol and NLCIUS rules, None for none. `command` is for tests.
    """

    def __init__(
        self,
        rules_folder: Path | None = None,
        *,
        timeout: float = TIMEOUT_SECONDS,
        documents_per_process: int = DOCUMENTS_PER_PROCESS,
        idle_seconds: float = IDLE_SECONDS,
        command: Sequence[str] = (sys.executable, "-m", WORKER),
    ) -> None:
        """Start nothing yet."""
        self._arguments = [*command, str(rules_folder or ""), str(idle_seconds)]
        self._timeout = timeout
        self._documents_per_process = documents_per_process
        self._forget()
        atexit.register(self.close)
        # A child may not talk on its parent's line, nor wait for a lock of a thread that it lacks.
        os.register_at_fork(after_in_child=self._forget)

    def validate(self, document: bytes, rules: Sequence[RuleSet]) -> list[Finding]:
        """Give the rules that the document breaks: of the UBL schema, or else of these rule sets.

        A process that died is replaced once, and asked again. Raises ValidationUnavailable.
        """
        return [Finding(**row) for row in self._ask({"rules": list(rules)}, document)]

    def warm(self, rules: Sequence[RuleSet]) -> None:
        """Start and compile, so that the first document does not wait; raises as validate."""
        self._ask({"rules": list(rules), "warm": True}, b"")

    def warm_soon(self, rules: Sequence[RuleSet]) -> threading.Thread | None:
        """Warm in the background, unless the process runs; the next document takes its turn.

        None when there was nothing to do. What goes wrong is told when a document is checked.
        """
        if self.is_running or self._lock.locked():
            return None
        thread = threading.Thread(target=self._warm_quietly, args=(rules,), daemon=True)
        thread.start()
        return thread

    @property
    def is_running(self) -> bool:
        """Whether the process is there; one that went home for want of work is not."""
        process = self._process
        return process is not None and process.poll() is None

    def _warm_quietly(self, rules: Sequence[RuleSet]) -> None:
        with suppress(ValidationUnavailable):
            self.warm(rules)

    def close(self) -> None:
        """End the process, if it runs; a later question starts another."""
        with self._lock:
            self._stop()

    @property
    def process_id(self) -> int | None:
        """The id of the running process, None when there is none."""
        return self._process.pid if self._process else None

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._asked = 0

    def _ask(self, head: dict[str, Any], document: bytes) -> list[dict[str, Any]]:
        deadline = time.monotonic() + self._timeout
        if not self._lock.acquire(timeout=self._timeout):
            raise ValidationUnavailable("the validation process is busy")
        try:
            reply = self._reply(head, document, deadline)
        finally:
            self._lock.release()
        if "missing" in reply:
            raise ValidationUnavailable(reply["missing"])
        findings: list[dict[str, Any]] = reply["findings"]
        return findings

    def _reply(self, head: dict[str, Any], document: bytes, deadline: float) -> dict[str, Any]:
        try:
            return self._exchange(head, document, deadline)
        except TimeoutError:
            self._stop()
            raise ValidationUnavailable("the validation took too long") from None
        except OSError:
            # It died, or had gone home for want of work: a fresh one gets the same question.
            self._stop()
        try:
            return self._exchange(head, document, deadline)
        except OSError as error:
            self._stop()
            raise ValidationUnavailable(f"the validation process died: {error}") from None

    def _exchange(self, head: dict[str, Any], document: bytes, deadline: float) -> dict[str, Any]:
        if self._asked >= self._documents_per_process:
            self._stop()
        link = self._link or self._start()
        self._asked += 1
        wire.send(link, head, document, deadline)
        return wire.receive(link, deadline)[0]

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(self._arguments, stdin=theirs.fileno(), cwd=ROOT)
        self._link, self._asked = ours, 0
        return ours

    def _stop(self) -> None:
        if self._link:
            self._link.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process, self._link, self._asked = None, None, 0
