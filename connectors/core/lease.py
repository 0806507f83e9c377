"""The lease that a running job holds on itself and on its connection's lane, renewed before every
call outside."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from connectors.core import clock
from connectors.core.models import Connection, Job, JobState

# Longer than the timeouts of one call together (5 + 90 s), as it is renewed before each.
LEASE = timedelta(seconds=150)


@dataclass(frozen=True)
class Lease:
    """Proof of holding job and lane; every write of the runner is conditional on it."""

    job_id: int
    connection_id: int
    token: str


class LeaseLost(Exception):
    """Another worker took over: this one must stop without writing anything more."""


_current: ContextVar[Lease | None] = ContextVar("current_lease", default=None)


def take(job_id: int, connection_id: int) -> Lease | None:
    """Take the lane and then the job by two conditional UPDATEs; None when either is held or not
    due."""
    now = clock.now()
    lease = Lease(job_id, connection_id, secrets.token_hex(16))
    lane_is_free = Q(lane_until__isnull=True) | Q(lane_until__lt=now)
    got_lane = Connection.objects.filter(lane_is_free, pk=connection_id).update(
        lane_token=lease.token, lane_until=now + LEASE
    )
    if not got_lane:
        return None
    is_due = Q(state__in=[JobState.READY, JobState.WAITING], not_before__lte=now) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    got_job = Job.objects.filter(is_due, pk=job_id).update(
        state=JobState.RUNNING, lease_token=lease.token, lease_until=now + LEASE
    )
    if not got_job:
        release(lease)
        return None
    _current.set(lease)
    return lease


def renew() -> None:
    """Extend the current lease; raises LeaseLost when another worker has taken over. Without a
    lease: nothing."""
    lease = _current.get()
    if lease is None:
        return
    until = clock.now() + LEASE
    held = Job.objects.filter(
        pk=lease.job_id, state=JobState.RUNNING, lease_token=lease.token
    ).update(lease_until=until)
    if not held:
        raise LeaseLost(f"job {lease.job_id} was taken over")
    Connection.objects.filter(pk=lease.connection_id, lane_token=lease.token).update(
        lane_until=until
    )


def release(lease: Lease) -> None:
    """Give the lane back."""
    _current.set(None)
    Connection.objects.filter(pk=lease.connection_id, lane_token=lease.token).update(
        lane_token="", lane_until=None
    )
