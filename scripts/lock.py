"""Write the hashed requirements files from pyproject.toml; needs uv (make requirements)."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = "# pyproject dependencies sha256: "

# file -> (uv's arguments that choose what goes in, the file that it builds on)
FILES: dict[str, tuple[list[str], str | None]] = {
    "requirements.txt": ([], None),
    "requirements-production.txt": (["--extra", "production"], "requirements.txt"),
    "requirements-test.txt": (["--group", "test"], "requirements.txt"),
    "requirements-e2e.txt": (["--group", "test", "--group", "e2e"], "requirements-test.txt"),
    "requirements-dev.txt": (["--group", "test", "--group", "dev"], "requirements-test.txt"),
}


def dependency_digest(pyproject: Path = ROOT / "pyproject.toml") -> str:
    """Return the sha256 of the parts of pyproject.toml that say what is installed."""
    document = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    project = document["project"]
    wanted = [
        project["requires-python"],
        sorted(project["dependencies"]),
        sorted((name, sorted(rows)) for name, rows in project["optional-dependencies"].items()),
        sorted((name, sorted(rows)) for name, rows in document["dependency-groups"].items()),
    ]
    return hashlib.sha256(repr(wanted).encode()).hexdigest()


def blocks(text: str) -> dict[str, str]:
    """Split a hashed requirements text into {'name==version; marker': the whole block}."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        if "==" in block:
            found[block.split("\\")[0].strip()] = block.strip()
    return found


def resolve(uv: str, choice: list[str], constraints: Path | None) -> str:
    """Return uv's universal, hashed resolution for one choice of extras and groups."""
    command = [uv, "pip", "compile", "pyproject.toml", *choice, "--universal", "--no-config"]
    command += ["--python-version", "3.11", "--generate-hashes", "--quiet"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    if constraints:
        command += ["--constraint", str(constraints)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def write(name: str, text: str, base: str | None, known: dict[str, str]) -> None:
    """Write one file: its stamp, the file it builds on, and only what that file lacks."""
    rows = [block for pin, block in blocks(text).items() if pin not in known]
    head = [f"{STAMP}{dependency_digest()}"] + ([f"-r {base}"] if base else [])
    (ROOT / name).write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def lock(uv: str, upgrade: bool) -> None:
    """Resolve everything at once, then write each file out of that one resolution."""
    everything = ["--all-extras", *(f"--group={name}" for name in ("test", "e2e", "dev"))]
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        kept = "" if upgrade else "\n".join(pin for name in FILES for pin in blocks_of(name))
        pins.write_text(kept, encoding="utf-8")
        pins.write_text("\n".join(blocks(resolve(uv, everything, pins))), encoding="utf-8")
        for name, (choice, base) in FILES.items():
            write(name, resolve(uv, choice, pins), base, closure(base))


def blocks_of(name: str) -> dict[str, str]:
    """Return the blocks of a file on disk, or nothing where it is not there yet."""
    path = ROOT / name
    return blocks(path.read_text(encoding="utf-8")) if path.exists() else {}


def closure(name: str | None) -> dict[str, str]:
    """Return the blocks of a file and of every file that it builds on."""
    return {} if name is None else blocks_of(name) | closure(FILES[name][1])


def main() -> int:
    """Run as a program; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="newest versions that fit")
    options = parser.parse_args()
    uv = shutil.which("uv")
    if uv is None:
        sys.stderr.write("uv is needed to lock: pip install uv (in a venv of its own)\n")
        return 1
    lock(uv, options.upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
