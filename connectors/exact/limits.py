"""The shared limiter: a call is reserved in the division's row before it is sent, and corrected
by the answer.

Windows are fixed: the whole minute, and the day from midnight UTC (reference rest.md 2.1);
`*-Reset` is in epoch
milliseconds. After a 429 only one family of headers comes, or none (2.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Limited, Problem, Who
from connectors.exact.models import Quota

BREAKER_ERRORS = 5
BREAKER_WINDOW = timedelta(hours=1)
COUNTED_STATUSES = frozenset({400, 401, 403, 404})
LONGEST_DAY_WAIT = timedelta(hours=24)


class Urgency(IntEnum):
    """Classes of calls; each leaves something for those before it: (per minute, per day)."""

    PERSON = 0
    BOOKING = 1
    PULL = 2
    REFERENCE = 3


KEEP_FREE = {
    Urgency.PERSON: (0, 0),
    Urgency.BOOKING: (3, 100),
    Urgency.PULL: (8, 250),
    Urgency.REFERENCE: (10, 400),
}
BUSY = Problem(
    code="limited",
    message=_("Exact laat even geen nieuwe aanvragen toe."),
    cure=_("Je hoeft niets te doen: het gaat vanzelf verder."),
    who=Who.NOBODY,
)


def reserve(quota: Quota, urgency: Urgency) -> None:
    """Take one call from the minute and the day; raises Limited(until) when the class has none
    left."""
    while True:
        quota.refresh_from_db()
        _roll(quota)
        keep_minute, keep_day = KEEP_FREE[urgency]
        _refuse_when(
            quota.day_left <= _scaled(keep_day, quota.day_limit, 5000), quota.day_resets_at
        )
        _refuse_when(
            quota.minute_left <= _scaled(keep_minute, quota.minute_limit, 60),
            quota.minute_resets_at,
        )
        quota.minute_left -= 1
        quota.day_left -= 1
        if _store(quota):
            return


def _scaled(keep: int, limit: int, usual: int) -> int:
    """What a class leaves free shrinks with the limit, so that a small quota still serves
    everyone."""
    return keep * min(limit, usual) // usual


def _refuse_when(exhausted: bool, until: datetime | None) -> None:
    if exhausted and until is not None:
        raise Limited(until, problem=BUSY)


def _roll(quota: Quota) -> None:
    now = clock.now()
    if quota.minute_resets_at is None or now >= quota.minute_resets_at:
        quota.minute_left = quota.minute_limit
        quota.minute_resets_at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    if quota.day_resets_at is None or now >= quota.day_resets_at:
        quota.day_left = quota.day_limit
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        quota.day_resets_at = midnight + timedelta(days=1)


def _store(quota: Quota) -> bool:
    seen = quota.version
    values = {
        name: getattr(quota, name)
        for name in (
            "minute_resets_at",
            "minute_limit",
            "minute_left",
            "day_resets_at",
            "day_limit",
            "day_left",
        )
    }
    return bool(Quota.objects.filter(pk=quota.pk, version=seen).update(version=seen + 1, **values))


def learn(quota: Quota, headers: Mapping[str, str]) -> None:
    """Correct the row by an answer's headers: another server of the same app may use the quota
    too."""
    minute = _family(headers, "X-RateLimit-Minutely-", timedelta(minutes=2))
    day = _family(headers, "X-RateLimit-", LONGEST_DAY_WAIT)
    if minute is None and day is None:
        return
    while True:
        quota.refresh_from_db()
        if minute is not None:
            quota.minute_limit, left, quota.minute_resets_at = minute
            quota.minute_left = min(quota.minute_left, left)
        if day is not None:
            quota.day_limit, left, quota.day_resets_at = day
            quota.day_left = min(quota.day_left, left)
        _roll(quota)
        if _store(quota):
            return


def _family(
    headers: Mapping[str, str], prefix: str, longest: timedelta
) -> tuple[int, int, datetime] | None:
    """Limit, remaining and reset of one family; None when absent or no sane number."""
    try:
        limit = int(headers[f"{prefix}Limit"])
        left = int(headers[f"{prefix}Remaining"])
        reset = datetime.fromtimestamp(int(headers[f"{prefix}Reset"]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    now = clock.now()
    # A reset in the past or far away comes from clock skew or other units: bound it, never sleep
    # for years.
    return limit, left, min(max(reset, now + timedelta(seconds=1)), now + longest)


def exhausted(quota: Quota, headers: Mapping[str, str]) -> Limited:
    """A 429 came: note what it says and return the error to raise; without headers wait for the
    next minute."""
    learn(quota, headers)
    quota.refresh_from_db()
    if "X-RateLimit-Minutely-Remaining" not in headers and "X-RateLimit-Remaining" in headers:
        return Limited(quota.day_resets_at or clock.now(), problem=BUSY)
    until = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    Quota.objects.filter(pk=quota.pk).update(minute_left=0, minute_resets_at=until)
    return Limited(until, problem=BUSY)


def breaker_check(quota: Quota, endpoint: str) -> None:
    """Raise Limited when this endpoint had so many errors this hour that Exact would soon block
    the key.

    More than 10 errors (400, 401, 403, 404) an hour per key, user, company and endpoint block it
    (rest.md 2.3).
    """
    recent = _recent(quota, endpoint)
    if len(recent) >= BREAKER_ERRORS:
        raise Limited(recent[0] + BREAKER_WINDOW, problem=BUSY)


def breaker_count(quota: Quota, endpoint: str, status: int) -> None:
    """Count an answer that Exact counts as an error."""
    if status not in COUNTED_STATUSES:
        return
    while True:
        quota.refresh_from_db()
        times = [*_recent(quota, endpoint), clock.now()][-BREAKER_ERRORS:]
        errors = {**quota.errors, endpoint: [moment.isoformat() for moment in times]}
        if Quota.objects.filter(pk=quota.pk, version=quota.version).update(
            errors=errors, version=quota.version + 1
        ):
            return


def _recent(quota: Quota, endpoint: str) -> list[datetime]:
    times = [datetime.fromisoformat(text) for text in quota.errors.get(endpoint, [])]
    return [moment for moment in times if moment > clock.now() - BREAKER_WINDOW]
