"""`manage.py serve`: the whole of Boekbrug in one terminal, without Docker, Redis or PostgreSQL."""

from __future__ import annotations

import fcntl
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from config.supervisor import Child, Supervisor

HOST = "127.0.0.1"
LATER = 1.5  # seconds


class Command(BaseCommand):
    """Starts web, worker, beat and (in the demo) the Exact simulator, and keeps them alive."""

    help = "Start web, worker, beat and, in the demo, the Exact simulator; Ctrl-C stops all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --demo."""
        parser.add_argument(
            "--demo", action="store_true", help="first bring the database and demo data up to date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a second instance and taken ports, then serve until a stop signal."""
        with only_instance(settings.DATA_DIR):
            refuse_taken_ports()
            if options["demo"]:
                call_command("migrate", verbosity=0, interactive=False)
                call_command("demo", verbosity=0, stdout=self.stdout)
            threading.Thread(target=self.announce, args=(options["demo"],), daemon=True).start()
            Supervisor(children(), self.report).run()

    def report(self, name: str, line: str) -> None:
        """Print one line under the name of the process that wrote it."""
        self.stdout.write(f"{name:<9} | {line}")
        self.stdout.flush()

    def announce(self, demo: bool) -> None:
        """Say where to go, as soon as that page answers."""
        address = f"http://{HOST}:{settings.PORT}/"
        while not answers(address):
            time.sleep(0.1)
        self.report("serve", f"Boekbrug is ready: {address}")
        if demo:
            email, password = settings.DEMO_LOGIN
            self.report("serve", f"Log in as {email} with password {password}")
        if settings.EXACT_SIMULATOR:
            self.report("serve", f"Exact simulator: {settings.SIMULATOR_URL}/")
        self.report("serve", "Ctrl-C stops everything")


@contextmanager
def only_instance(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for as long as the block runs; CommandError when another holds it."""
    with (data_dir / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"Boekbrug already runs with the data in {data_dir}. Stop it, or set DATA_DIR."
            ) from error
        yield


def refuse_taken_ports() -> None:
    """Raise a CommandError that names the port and its variable when one is in use."""
    wanted = {"PORT": settings.PORT}
    if settings.EXACT_SIMULATOR:
        wanted["SIMULATOR_PORT"] = settings.SIMULATOR_PORT
        if settings.SIMULATOR_PORT == settings.PORT:
            raise CommandError("PORT and SIMULATOR_PORT are the same. Give them different numbers.")
    for variable, port in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is in use by another program."
                    f" Choose another one: {variable}={port + 10}"
                ) from error


def answers(address: str) -> bool:
    """Tell whether a page at this address answers, with whatever status."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def children() -> list[Child]:
    """Return what has to run: web, worker, beat, and the simulator where the demo needs one.

    Worker and beat start a moment later, so that the page answers sooner on a small machine.
    """
    soon, later = time.monotonic(), time.monotonic() + LATER
    wanted = [("web", web(), soon), ("worker", worker(), later), ("beat", beat(), later)]
    if settings.EXACT_SIMULATOR:
        wanted.insert(1, ("simulator", simulator(), soon))
    environment = {
        "DATA_DIR": str(settings.DATA_DIR),  # absolute: the children may start in another folder
        "PYTHONWARNINGS": "ignore:You're running the worker",  # as root, in a container or CI
    }
    return [
        Child(name, command, settings.BASE_DIR, environment, start_at=start_at)
        for name, command, start_at in wanted
    ]


def web() -> list[str]:
    """Return the command of the web server: one process, so that all caches are one."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--bind", f"{HOST}:{settings.PORT}", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "8"]
    return [*command, "--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning"]


def worker() -> list[str]:
    """Return the command of the worker: threads, since the filesystem queue cannot lose a fork."""
    command = [*celery("worker"), "--pool", "threads", "--concurrency", "4"]
    return [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def beat() -> list[str]:
    """Return the command of beat; its schedule is in memory, so a kill leaves nothing."""
    return [*celery("beat"), "--scheduler", "celery.beat.Scheduler", "--pidfile="]


def celery(part: str) -> list[str]:
    """Return the start of a Celery command."""
    return [sys.executable, "-m", "celery", "--quiet", "--app", "config", part]


def simulator() -> list[str]:
    """Return the command of the Exact simulator."""
    database = str(settings.DATA_DIR / "simulator.sqlite3")
    command = [
        sys.executable,
        "manage.py",
        "exact_simulator",
        "--port",
        str(settings.SIMULATOR_PORT),
    ]
    return [*command, "--database", database]
