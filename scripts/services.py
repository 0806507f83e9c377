"""See to it that PostgreSQL and Redis answer, starting Debian's own when this machine has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

START_REDIS = ["redis-server", "--daemonize", "yes", "--bind", "127.0.0.1", "--port", "6379"]


def postgres_answers(url: str) -> bool:
    """Tell whether the server of this database URL lets us in (the database need not exist)."""
    try:
        psycopg.connect(
            urlsplit(url)._replace(path="/postgres").geturl(), connect_timeout=3
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers(url: str) -> bool:
    """Tell whether the Redis of this URL answers."""
    try:
        return bool(redis.Redis.from_url(url, socket_timeout=3).ping())
    except redis.ConnectionError:
        return False


def start_postgres() -> None:
    """Start each of Debian's clusters, as root on a machine without systemd."""
    for folder in Path("/etc/postgresql").glob("*/main"):
        version = folder.parent.name
        subprocess.run(
            ["pg_ctlcluster", "--skip-systemctl-redirect", version, "main", "start"], check=False
        )


def start_redis() -> None:
    """Start a Redis that keeps nothing on disk."""
    subprocess.run([*START_REDIS, "--save", "", "--appendonly", "no"], check=False)


def need(name: str, answers: Callable[[], bool], program: str, start: Callable[[], None]) -> bool:
    """Return whether a service answers, after an attempt to start it where that is ours to do."""
    if not answers() and shutil.which(program) and os.geteuid() == 0:
        start()
        deadline = time.monotonic() + 15
        while not answers() and time.monotonic() < deadline:
            time.sleep(0.2)
    if answers():
        return True
    sys.stderr.write(f"{name} does not answer; start it, or name another one (see CONTRIBUTING)\n")
    return False


def main(database_url: str, broker_url: str) -> int:
    """Return 0 when both services answer."""
    postgres = need(
        f"PostgreSQL at {urlsplit(database_url).hostname}",
        lambda: postgres_answers(database_url),
        "pg_ctlcluster",
        start_postgres,
    )
    broker = need(
        f"Redis at {urlsplit(broker_url).hostname}",
        lambda: redis_answers(broker_url),
        "redis-server",
        start_redis,
    )
    return 0 if postgres and broker else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
