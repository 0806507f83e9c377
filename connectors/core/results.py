"""What working on a job came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.core.errors import Problem
from connectors.core.models import JobState


@dataclass(frozen=True, kw_only=True)
class JobResult:
    """The job's next state, when it is due again, and what a person should know."""

    state: JobState
    not_before: datetime | None = None
    problem: Problem | None = None
    summary: dict[str, Any] = field(default_factory=dict)
    is_held_up: bool = False

    @classmethod
    def done(cls, **summary: Any) -> JobResult:
        """Nothing is left to do."""
        return cls(state=JobState.DONE, summary=summary)

    @classmethod
    def later(cls, when: datetime, problem: Problem | None) -> JobResult:
        """Due again at `when` (aware UTC), by itself."""
        return cls(state=JobState.WAITING, not_before=when, problem=problem)

    @classmethod
    def held_up(cls, when: datetime, problem: Problem | None) -> JobResult:
        """Due again at `when`; the other system or the link is why, so other jobs would wait."""
        return cls(state=JobState.WAITING, not_before=when, problem=problem, is_held_up=True)

    @classmethod
    def attention(cls, problem: Problem) -> JobResult:
        """A person must act first."""
        return cls(state=JobState.NEEDS_ATTENTION, problem=problem)
