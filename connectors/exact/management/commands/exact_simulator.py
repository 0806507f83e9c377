"""manage.py exact_simulator: runs the Exact Online simulator until it is told to stop."""

import errno
import os
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connectors.exact.simulator.server import Server, start
from connectors.exact.simulator.state import Simulator


class Command(BaseCommand):
    """Serves the simulator; SIGTERM and Ctrl-C end it cleanly."""

    help = "Start de Exact Online-simulator"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = int(os.environ.get("SIMULATOR_PORT") or 8001)
        parser.add_argument("--port", type=int, default=port)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--database", default=None, help="SQLite-bestand; zonder: geheugen")
        parser.add_argument("--reset", action="store_true", help="begin met een lege oefenomgeving")
        parser.add_argument("--seed", type=int, default=None, help="vaste identificaties")

    def handle(self, *args: Any, **options: Any) -> None:
        database: str | None = options["database"]
        if database is not None:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
            if options["reset"]:
                _remove(Path(database))
        state = Simulator(database, _clock_file(), random_seed=options["seed"])
        log = self.stdout.write if options["verbosity"] >= 2 else None
        try:
            server = Server(state, options["host"], options["port"], log)
        except OSError as error:
            raise CommandError(_reason(error, options["port"])) from None
        self.stdout.write(f"Exact-simulator: {server.base_url}")
        self.stdout.flush()
        _serve(server)
        self.stdout.write("Exact-simulator gestopt.")


def _serve(server: Server) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop.set())
    start(server)
    stop.wait()
    server.stop()


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _clock_file() -> Path:
    folder = Path(os.environ.get("DATA_DIR") or "data")
    return Path(os.environ.get("CLOCK_FILE") or folder / "clock.json")


def _reason(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Poort {port} is al in gebruik. Stop het andere programma, of kies een andere poort "
            "met --port of SIMULATOR_PORT."
        )
    return f"De simulator kan niet luisteren op poort {port}: {error.strerror}."
