"""The supervisor alone, with children that do nothing: restart, back-off, stop, no orphans."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config import supervisor
from config.supervisor import Child
from tests.processes import ROOT, eventually, is_alive

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("on", flush=True)
time.sleep(600)
"""


def silent(_name: str, _line: str) -> None:
    pass


def test_a_dead_child_is_started_again_after_a_pause_that_grows(tmp_path: Path) -> None:
    reports: list[str] = []
    child = Child("brief", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    for _ in range(2):
        child.start_at = 0
        child.tend(silent)
        assert child.process is not None
        child.process.wait()
        child.tend(lambda _name, line: reports.append(line))
    assert reports == [
        "brief stopped (exit code 3); starts again in 0.5 s",
        "brief stopped (exit code 3); starts again in 1 s",
    ]
    assert child.process is None
    assert child.start_at > time.monotonic()


def test_deaths_are_forgotten_after_a_steady_life(tmp_path: Path) -> None:
    child = Child("brief", [sys.executable, "-c", ""], tmp_path, deaths=5)
    child.tend(silent)
    assert child.process is not None
    child.process.wait()
    child.started -= supervisor.STEADY_AFTER + 1
    child.tend(silent)
    assert child.deaths == 1


def test_what_a_child_prints_is_reported_under_its_name(tmp_path: Path) -> None:
    lines: list[tuple[str, str]] = []
    child = Child("talker", [sys.executable, "-c", "print('goed'); print(b'\\xff')"], tmp_path)
    child.start(lambda name, line: lines.append((name, line)))
    eventually(lambda: ("talker", "goed") in lines)


def run_supervisor(program: str) -> subprocess.Popen[str]:
    code = (
        "from pathlib import Path; import sys\n"
        "from config.supervisor import Child, Supervisor\n"
        f"child = Child('child', [sys.executable, '-c', {program!r}], Path('.'))\n"
        "Supervisor([child], lambda name, line: print(name, line, flush=True)).run()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def child_pid(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline().split()[-1])


def test_a_child_dies_with_a_supervisor_that_is_killed() -> None:
    process = run_supervisor("import time; time.sleep(600)")
    pid = child_pid(process)
    assert is_alive(pid)
    process.kill()
    process.wait()
    eventually(lambda: not is_alive(pid), seconds=5)


def test_a_child_that_ignores_the_stop_is_killed_at_the_second_ctrl_c() -> None:
    process = run_supervisor(STUBBORN)
    pid = child_pid(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "child on\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "serve stopping\n"
    assert is_alive(pid)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(10) == 0
    assert not is_alive(pid)
