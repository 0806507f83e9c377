"""Rules of the house that no tool checks: pure modules, sizes, the example environment."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT

PACKAGES = ("accounts", "config", "connectors", "invoicing")
OURS = {*PACKAGES, "tests", "scripts"}
NOT_PURE = ("django.db", "django.conf", "django.http", "requests", "requests_oauthlib", "celery")
PURE = ("invoicing/money.py", "invoicing/vat.py", "invoicing/documents.py", "invoicing/totals.py")
PURE_TREES = ("invoicing/ubl", "connectors/exact/mapping", "connectors/exact/xml")
SIMULATOR = ROOT / "connectors/exact/simulator"
LONGEST_FILE = 350
LONGEST_FUNCTION = 50


def source_files() -> list[Path]:
    found = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def pure_files() -> list[Path]:
    named = [ROOT / name for name in (*PURE, *(f"{tree}.py" for tree in PURE_TREES))]
    inside = [path for tree in PURE_TREES for path in (ROOT / tree).rglob("*.py")]
    return [path for path in (*named, *inside) if path.exists()]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pure_module_knows_no_database_no_http_and_no_settings(path: Path) -> None:
    assert [name for name in imports_of(path) if name.startswith(NOT_PURE)] == []


def test_the_simulator_imports_nothing_else_of_the_project() -> None:
    files = list(SIMULATOR.rglob("*.py"))
    assert files
    strangers = [
        f"{path.name}: {name}"
        for path in files
        for name in imports_of(path)
        if name.split(".")[0] in OURS and not name.startswith("connectors.exact.simulator")
    ]
    assert strangers == []


def test_no_source_file_is_too_long() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in source_files()
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert found == []


def test_every_setting_of_the_environment_is_in_the_example() -> None:
    settings = (ROOT / "config/settings.py").read_text(encoding="utf-8")
    wanted = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    given = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert wanted - given == set()
    assert given - wanted == {"POSTGRES_PASSWORD"}


def test_nothing_in_the_templates_is_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
