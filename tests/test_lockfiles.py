"""The lock: every file hashed, no host named, in step with pyproject.toml."""

import re
import tomllib

import pytest

from scripts.lock import FILES, ROOT, STAMP, blocks, dependency_digest

LOCKED = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_no_locked_file_names_a_host_or_a_local_path(name: str) -> None:
    lines = [line for line in LOCKED[name].splitlines() if "://" in line or " /" in line]
    options = re.findall(r"^\s*--(?!hash=sha256:[0-9a-f]{64}\b).*$", LOCKED[name], re.MULTILINE)
    assert lines == []
    assert options == []


@pytest.mark.parametrize("name", FILES)
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    for pin, block in blocks(LOCKED[name]).items():
        assert re.match(r"[a-z0-9-]+==\S+", pin)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), pin


@pytest.mark.parametrize("name", FILES)
def test_the_lock_was_made_from_the_present_pyproject(name: str) -> None:
    assert LOCKED[name].startswith(f"{STAMP}{dependency_digest()}\n"), "run: make requirements"


def test_every_wanted_package_is_locked() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(document["project"]["dependencies"])
    wanted += [row for rows in document["dependency-groups"].values() for row in rows]
    names = {re.split(r"[\[<>=]", row)[0] for row in wanted}
    locked = {pin.split("==")[0] for text in LOCKED.values() for pin in blocks(text)}
    assert names <= locked


def test_no_other_lock_file_is_committed() -> None:
    assert [
        name for name in ("uv.lock", "poetry.lock", "package-lock.json") if (ROOT / name).exists()
    ] == []
