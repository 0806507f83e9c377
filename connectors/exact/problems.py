"""From an error of the closed set to the problem that a person reads."""

from __future__ import annotations

from connectors.core.errors import (
    ConnectorError,
    Disconnected,
    Limited,
    OutcomeUnknown,
    Problem,
    Refused,
    SetupNeeded,
    Temporary,
)
from connectors.exact.client import UNREACHABLE


def problem_of(error: ConnectorError) -> Problem:
    """The problem to show for any of the closed set."""
    match error:
        case Limited() | Temporary() | Refused() | SetupNeeded() | Disconnected():
            return error.problem
        case OutcomeUnknown():
            return UNREACHABLE
    raise AssertionError(f"the closed set of errors has a stranger: {error!r}")
