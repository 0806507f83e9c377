"""The door to test data that stands beside the project and is not part of it."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def shared_file(name: str) -> Path:
    """Return ../shared/data/<name>; without that folder: skip, and under CI=true fail."""
    path = SHARED / "data" / name
    return path if path.exists() else missing(path)


def reference_file(name: str) -> Path:
    """Return ../shared/reference/<name>, under the same rule."""
    path = SHARED / "reference" / name
    return path if path.exists() else missing(path)


def missing(path: Path) -> Path:
    reason = f"the shared test data is not here: {path.relative_to(SHARED.parent)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
