"""The shared limiter: a call is reserved in the division's row before it is sent, and corrected
by the answer.

Windows are fixed: the whole minute, and the day from midnight UTC (reference rest.md 2.1);
`*-Reset` is in epoch
milliseconds. After a 429 only one family of headers comes, or none (2.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import IntEnum
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Limited, Problem, Who
from connectors.exact.models import Quota

BREAKER_ERRORS = 5
BREAKER_WINDOW = timedelta(hours=1)
COUNTED_STATUSES = frozenset({400, 401, 403, 404})
# Two answers about one window differ by the rounding of the Date header and by their travel.
SAME_WINDOW = timedelta(seconds=10)


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


@dataclass(frozen=True)
class Reserved:
    """The windows in which a call was reserved, by their ends."""

    minute: datetime
    day: datetime


def reserve(quota: Quota, urgency: Urgency) -> Reserved:
    """Take one call from the minute and the day; raises Limited(until) when the class has none
    left."""
    while True:
        quota.refresh_from_db()
        minute, day = _roll(quota)
        keep_minute, keep_day = KEEP_FREE[urgency]
        if quota.day_left <= _scaled(keep_day, quota.day_limit, 5000):
            raise Limited(day, problem=BUSY)
        if quota.minute_left <= _scaled(keep_minute, quota.minute_limit, 60):
            raise Limited(minute, problem=BUSY)
        quota.minute_left -= 1
        quota.day_left -= 1
        if _store(quota):
            return Reserved(minute, day)


def _scaled(keep: int, limit: int, usual: int) -> int:
    """What a class leaves free shrinks with the limit, so that a small quota still serves
    everyone."""
    return keep * min(limit, usual) // usual


def _roll(quota: Quota) -> tuple[datetime, datetime]:
    """Begin new windows where the old ones ended; returns when minute and day end."""
    now = clock.now()
    whole_minute = now.replace(second=0, microsecond=0)
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    minute = _end(quota.minute_resets_at or whole_minute, timedelta(minutes=1), now)
    day = _end(quota.day_resets_at or midnight, timedelta(days=1), now)
    if minute != quota.minute_resets_at:
        quota.minute_left, quota.minute_resets_at = quota.minute_limit, minute
    if day != quota.day_resets_at:
        quota.day_left, quota.day_resets_at = quota.day_limit, day
    return minute, day


def _end(known: datetime, length: timedelta, now: datetime) -> datetime:
    """The end of the window that runs now, in step with Exact's windows as last heard."""
    return known if now < known else known + ((now - known) // length + 1) * length


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


def learn(quota: Quota, headers: Mapping[str, str], reserved: Reserved) -> None:
    """Correct the row by an answer's headers: another server of the same app may use the quota
    too."""
    minute, day = _minute(headers), _day(headers)
    if minute is None and day is None:
        return
    while True:
        quota.refresh_from_db()
        _roll(quota)
        if minute is not None and _is_running(quota.minute_resets_at, reserved.minute):
            quota.minute_limit, quota.minute_resets_at = minute.limit, minute.resets_at
            quota.minute_left = min(quota.minute_left, minute.left)
        if day is not None and _is_running(quota.day_resets_at, reserved.day):
            quota.day_limit, quota.day_resets_at = day.limit, day.resets_at
            quota.day_left = min(quota.day_left, day.left)
        if _store(quota):
            return


@dataclass(frozen=True)
class Window:
    """What one family of headers says; `resets_at` by our clock."""

    limit: int
    left: int
    resets_at: datetime


def _minute(headers: Mapping[str, str]) -> Window | None:
    return _family(headers, "X-RateLimit-Minutely-", timedelta(minutes=1))


def _day(headers: Mapping[str, str]) -> Window | None:
    return _family(headers, "X-RateLimit-", timedelta(days=1))


def _is_running(ends: datetime | None, reserved: datetime) -> bool:
    """Whether the window of the call still runs: what an answer says of one that ended while it
    was under way would give the next window a second allowance."""
    return ends is None or ends <= reserved + SAME_WINDOW


def _family(headers: Mapping[str, str], prefix: str, longest: timedelta) -> Window | None:
    """One family of headers; None when absent, no number, or a reset that is past or too far away
    (another unit than milliseconds): never sleep for years on a header."""
    try:
        limit = int(headers[f"{prefix}Limit"])
        left = int(headers[f"{prefix}Remaining"])
        reset = datetime.fromtimestamp(int(headers[f"{prefix}Reset"]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    # Exact's own clock, as ours may run minutes apart (rest.md 1.7); it tells whole seconds, so
    # the reset is taken at most a second too late.
    wait = reset - _their_now(headers)
    if limit < 0 or not timedelta(0) < wait <= longest + SAME_WINDOW:
        return None
    return Window(limit, max(left, 0), clock.now() + wait)


def _their_now(headers: Mapping[str, str]) -> datetime:
    try:
        return parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError, TypeError):
        return clock.now()


def exhausted(quota: Quota, headers: Mapping[str, str]) -> Limited:
    """A 429 came: note what it says and return the error to raise; without headers wait for the
    next minute."""
    minute, day = _minute(headers), _day(headers)
    until = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    values: dict[str, Any] = {"minute_resets_at": until, "minute_left": 0}
    if minute is not None:
        until = minute.resets_at
        values = {"minute_resets_at": until, "minute_left": 0, "minute_limit": minute.limit}
    elif day is not None:
        until = day.resets_at
        values = {"day_resets_at": until, "day_left": 0, "day_limit": day.limit}
    Quota.objects.filter(pk=quota.pk).update(version=F("version") + 1, **values)
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
