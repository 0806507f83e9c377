"""The closed set of connector errors: each says who must act, and whether trying again can help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext


class Who(StrEnum):
    """Who must act."""

    NOBODY = "nobody"
    OWNER = "owner"
    BOOKKEEPER = "bookkeeper"
    HELPDESK = "helpdesk"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a person reads: `message` = what happened and what it means, `cure` = what to do and
    by whom.

    Both are message ids with %(name)s places for `params`, so that every reader gets their own
    language.
    `code` names the cause (for grouping and for the link to the place), `original` is the other
    system's text.
    """

    code: str
    message: str
    cure: str
    who: Who
    original: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The problem as stored on a job, a booking or a connection."""
        return {**asdict(self), "who": self.who.value, "params": dict(self.params)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Problem | None:
        """Read a stored problem back; None where none is stored."""
        if not stored.get("message"):
            return None
        return cls(**{**stored, "who": Who(stored["who"])})

    @property
    def message_text(self) -> str:
        """The message in the active language."""
        return gettext(self.message) % self.params

    @property
    def cure_text(self) -> str:
        """The cure in the active language."""
        return gettext(self.cure) % self.params


class ConnectorError(Exception):
    """Base of the closed set; never raised itself."""


class Temporary(ConnectorError):
    """Nothing was done; trying again later helps by itself (connection refused, name not found,
    401)."""

    def __init__(self, problem: Problem, *, retry_after: int = 30) -> None:
        """`retry_after` in seconds."""
        super().__init__(problem.message)
        self.problem = problem
        self.retry_after = retry_after


class Limited(ConnectorError):
    """Nothing was done: the other system's quota is used up until `until` (aware UTC)."""

    def __init__(self, until: datetime, *, problem: Problem) -> None:
        """The moment from which calls are allowed again."""
        super().__init__(f"limited until {until:%H:%M:%S}")
        self.until = until
        self.problem = problem


class Refused(ConnectorError):
    """The other system said no, for a reason that it gave; somebody must change something first."""

    def __init__(self, problem: Problem, *, fields: tuple[str, ...] = ()) -> None:
        """`fields` are the fields that the refusal names."""
        super().__init__(problem.message)
        self.problem = problem
        self.fields = fields


class SetupNeeded(ConnectorError):
    """The settings of the connection do not say how to do this yet; the bookkeeper must complete
    them."""

    def __init__(self, problem: Problem) -> None:
        """What is missing."""
        super().__init__(problem.message)
        self.problem = problem


class Disconnected(ConnectorError):
    """The link is gone, or the other system stopped it for everything; the queue is kept."""

    def __init__(self, problem: Problem, *, keeps_link: bool = False) -> None:
        """Why; `keeps_link` = it works again once the cause is cured there, without a new link."""
        super().__init__(problem.message)
        self.problem = problem
        self.keeps_link = keeps_link


class OutcomeUnknown(ConnectorError):
    """Something was sent and nobody knows whether it was done: look, never send again blindly."""

    def __init__(self, detail: str, *, status: int | None = None, text: str = "") -> None:
        """`text` is a refusal's text that we do not know (HTTP 500), empty when there was none."""
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.text = text
