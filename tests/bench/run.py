"""`make bench`: measure what docs/benchmarks.md promises; with --write, write it there."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, QUIET, log_in
from tests.processes import ROOT, Serve, eventually, free_port, status
from tests.shared_data import SHARED

REPORT = ROOT / "docs" / "benchmarks.md"
POSTGRES = os.environ.get(
    "TEST_DATABASE_URL", f"postgres://{getpass.getuser()}@127.0.0.1:5432/boekbrug"
)
REDIS = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/15")
PDF_RUNS = 30
UBL_RUNS = 200


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its promise."""

    what: str
    measured: float
    promised: float
    unit: str
    # A rate must be reached, a time or size not exceeded.
    is_rate: bool = False

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        if self.is_rate:
            return self.measured >= self.promised
        return self.measured <= self.promised

    def row(self) -> str:
        """Return the figure as a row of a Markdown table."""
        verdict = "yes" if self.kept else "**no**"
        promised = f"{self.promised:g} {self.unit}{' or more' if self.is_rate else ''}"
        cells = (self.what, f"{self.measured:.1f} {self.unit}", promised)
        return f"| {' | '.join(cells)} | {verdict} |"


@contextmanager
def clean_clone() -> Iterator[Path]:
    """Clone what is committed into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="boekbrug-bench-") as folder:
        clone = Path(folder) / "boekbrug"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        yield clone


@contextmanager
def running(clone: Path, uv: str | None) -> Iterator[tuple[str, float]]:
    """Run `make run` in a clone; yields its address and the seconds until the page answered."""
    port = free_port()
    own = {"PORT": str(port), "SIMULATOR_PORT": str(free_port()), "UV": uv or ""}
    kept = {name: value for name, value in os.environ.items() if name != "DATA_DIR"}
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"], cwd=clone, env=kept | own, stdout=subprocess.DEVNULL, process_group=0
    )
    try:
        url = f"http://127.0.0.1:{port}/"
        eventually(lambda: status(url) == 200, seconds=300)
        yield url, time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def starts() -> Iterator[Figure]:
    """Measure the first start of a clean clone with a warm package cache, and the second."""
    tools = [("pip", None)] + ([("uv", found)] if (found := shutil.which("uv")) else [])
    for name, uv in tools:
        with clean_clone() as clone:
            setup = ["make", "setup"]
            subprocess.run(setup, cwd=clone, check=True, env=os.environ | {"UV": uv or ""})
            shutil.rmtree(clone / ".venv")
            with running(clone, uv) as (_, seconds):
                yield Figure(f"`make run` on a clean clone, {name}", seconds, 45, "s")
            with running(clone, uv) as (_, seconds):
                yield Figure(f"second `make run`, {name}", seconds, 6, "s")


def loads() -> Iterator[Figure]:
    """Measure the bytes on the wire of a page and all that it loads, with an empty cache."""
    sizes: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        serve = Serve(Path(folder), "--demo")
        serve.wait_for("Boekbrug is ready")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(base_url=serve.url)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", lambda got: sizes.append(got["encodedDataLength"]))
        page.goto("/", wait_until="networkidle")
        yield Figure("first page load (login), all in", sum(sizes) / 1024, 100, "KB")
        log_in(page)
        sizes.clear()
        page.reload(wait_until="networkidle")
        yield Figure("overview, nothing cached, all in", sum(sizes) / 1024, 100, "KB")
        browser.close()
        serve.stop()


def pdf() -> Iterator[Figure]:
    """Measure the PDF of invoices of ten lines, each of them another, once typst is warm."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from invoicing.pdf.render import render_pdf
    from tests.invoicing.issued_documents import given_line, issued

    times: list[float] = []
    for run in range(PDF_RUNS + 3):
        lines = [given_line(f"Onderhoud {run}-{row}", price=f"{run + row}") for row in range(10)]
        document = issued(*lines, number=f"2026-{run:04}")
        started = time.perf_counter()
        render_pdf(document)
        times.append((time.perf_counter() - started) * 1000)
    yield Figure("PDF of 10 lines, warm, median of 30", statistics.median(times[3:]), 25, "ms")


def ubl() -> Iterator[Figure]:
    """Measure the validation of e-invoices of three lines, each another, once it is warm."""
    from invoicing.ubl.validation.client import Validator
    from invoicing.ubl.validation.findings import RuleSet
    from invoicing.ubl.writer import write_ubl
    from tests.invoicing.issued_documents import given_line, issued

    folder = SHARED / "data" / "einvoice"
    rules = [RuleSet.EN16931] + ([RuleSet.PEPPOL] if folder.is_dir() else [])
    validator = Validator(folder if folder.is_dir() else None)
    validator.warm(rules)
    times: list[float] = []
    for run in range(UBL_RUNS + 20):
        lines = [given_line(f"Onderhoud {run}-{row}", price=f"{run + row}") for row in range(3)]
        content = write_ubl(issued(*lines, number=f"2026-{run:04}"))
        started = time.perf_counter()
        broken = validator.validate(content, rules)
        times.append((time.perf_counter() - started) * 1000)
        if broken:
            raise RuntimeError(f"the rules refuse what was to be measured: {broken}")
    validator.close()
    names = "schema, EN 16931" + (", Peppol" if folder.is_dir() else "")
    median = statistics.median(times[20:])
    yield Figure(
        f"UBL validation of 3 lines ({names}), warm, median of {UBL_RUNS}", median, 10, "ms"
    )


def issuing() -> Iterator[Figure]:
    """Measure issuing on PostgreSQL, in a process that is told which database to use."""
    subprocess.run([sys.executable, "scripts/services.py", POSTGRES, REDIS], cwd=ROOT, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.issuing"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": POSTGRES},
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    busy = f"load {found['load']:.1f}"
    best = f"best round {found['single_best']:.0f}/s"
    yield Figure(
        "issuing an invoice of 3 lines on PostgreSQL, one process, median of 10 rounds "
        f"({found['single_cpu_ms']:.1f} ms CPU each, {best}, {busy})",
        found["single"],
        60,
        "/s",
        is_rate=True,
    )
    yield Figure(
        f"issuing 1,000 drafts at once ({found['bulk_cpu_ms']:.1f} ms CPU each, {busy})",
        found["bulk"],
        300,
        "/s",
        is_rate=True,
    )


def machine() -> str:
    """Say what was measured on, so that figures of two days can be compared."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    today = datetime.now(tz=UTC).date().isoformat()
    return (
        f"Measured on {today}, commit {commit}, CPython {platform.python_version()}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}. "
        "Simulated clock: speed 1, Exact's limits on."
    )


def main() -> int:
    """Run as a program; returns 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    found = [figure for measure in (starts, loads, pdf, ubl, issuing) for figure in measure()]
    table = ["| what | measured | promised | kept |", "|---|---|---|---|"]
    table += [figure.row() for figure in found]
    text = "\n".join(["# Benchmarks", "", f"{machine()} Made by `make bench WRITE=1`.", "", *table])
    sys.stdout.write(f"{text}\n")
    if options.write:
        REPORT.write_text(f"{text}\n", encoding="utf-8")
    return 0 if all(figure.kept for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
