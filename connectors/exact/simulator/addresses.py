"""Paths under /api/v1/."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

ADDRESS = re.compile(r"/api/v1/(?:(\d{1,9})/)?([A-Za-z/]+)(?:\(([^()]*)\))?(?:/([A-Za-z$]+))?")


@dataclass(frozen=True)
class Target:
    """What a path points at."""

    division: int
    endpoint: str
    key: str | None = None
    part: str = ""  # a collection of the entity, or $count


def target(path: str) -> Target | None:
    """The meaning of a path, or None when it has none."""
    path = unquote(path)
    count = path.endswith("/$count")
    match = ADDRESS.fullmatch(path.removesuffix("/$count") if count else path)
    if match is None:
        return None
    division, name, key, part = match.groups()
    return Target(int(division or 0), name, key, "$count" if count else part or "")
