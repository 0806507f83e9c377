"""What is wrong with what somebody typed, said per field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One plain sentence about one field.

    `field` is a field's name, with a dotted path inside lists: `lines.0.description` (counted from
    0), `extra.bestelnummer`, `lines.2.extra.contract-vanaf`; `seller` is the account's own company.
    """

    field: str
    message: str


class Refused(Exception):
    """Something was not done, for the reasons given; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; at least one."""
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)
