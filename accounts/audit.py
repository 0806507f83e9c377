"""The audit chain: one append-only, hash-chained row of events per account.

Each event's hash is SHA-256 over its content and the hash before it, so that changing, removing or
moving one event breaks every later hash. Lock order for callers: number series first, chain last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet

from accounts import clock
from accounts.models import Account, AuditEvent, AuditHead, User

SYSTEM_LABEL = "Boekbrug"
# What a command's label starts with; its name follows.
COMMAND_LABEL = "manage.py "
# Who acts when it is no person: Boekbrug itself, or what `acting_as` says.
_label: ContextVar[str] = ContextVar("audit_label", default=SYSTEM_LABEL)


class AuditOutsideTransaction(RuntimeError):
    """An event was to be recorded outside the transaction of what it tells about."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """One event to append; `before` and `after` hold what changed, never a secret."""

    action: str
    subject_type: str
    subject_id: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def acting_as(label: str) -> Iterator[None]:
    """Record what happens inside under this name where no person acts (a command, the helpdesk)."""
    token = _label.set(label)
    try:
        yield
    finally:
        _label.reset(token)


def event_record(
    *,
    account: Account,
    actor: User | None,
    action: str,
    subject_type: str,
    subject_id: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    label: str = "",
) -> AuditEvent:
    """Append one event to the account's chain, inside the caller's transaction.

    `action` is a dotted name (document.issued); `before` and `after` hold what changed, never a
    secret. `label` says who acted when it was no person (default: what `acting_as` says).
    Raises AuditOutsideTransaction without an open transaction.
    """
    event = NewEvent(
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        before=before or {},
        after=after or {},
    )
    return events_record(account=account, actor=actor, events=[event], label=label)[0]


def events_record(
    *, account: Account, actor: User | None, events: Sequence[NewEvent], label: str = ""
) -> list[AuditEvent]:
    """Append events to the account's chain in this order, as `event_record` does with one."""
    if not transaction.get_connection().in_atomic_block:
        raise AuditOutsideTransaction(events[0].action)
    head, _created = AuditHead.objects.select_for_update().get_or_create(account=account)
    now = clock.now()
    rows = []
    for event in events:
        row = AuditEvent(
            account=account,
            sequence=head.sequence + 1,
            at=now,
            actor=actor,
            actor_label=(label or (actor.email if actor else _label.get()))[:254],
            action=event.action,
            subject_type=event.subject_type,
            subject_id=str(event.subject_id),
            before=_plain(event.before),
            after=_plain(event.after),
            previous_hash=head.hash,
        )
        row.hash = event_hash(row)
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)
    AuditHead.objects.filter(pk=head.pk).update(sequence=head.sequence, hash=head.hash)
    return rows


def events_for(account: Account, subject_type: str, subject_id: str) -> QuerySet[AuditEvent]:
    """Give the events about one subject, oldest first."""
    return AuditEvent.objects.filter(
        account=account, subject_type=subject_type, subject_id=subject_id
    ).order_by("sequence")


def event_hash(event: AuditEvent) -> str:
    """Compute the SHA-256 (hex) that an event must have: of its content and the hash before."""
    content = {
        "account": event.account_id,
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "action": event.action,
        "subject": [event.subject_type, event.subject_id],
        "before": event.before,
        "after": event.after,
        "previous": event.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Checkpoint:
    """How far a chain was walked: the last event that was looked at, and its hash."""

    sequence: int = 0
    hash: str = ""


@dataclass(frozen=True)
class ChainCheck:
    """What a walk found: where it stopped, every break in words, and whether it reached the end."""

    reached: Checkpoint
    breaks: list[str]
    is_done: bool


def chain_check(
    account: Account, *, start: Checkpoint | None = None, limit: int | None = None
) -> ChainCheck:
    """Walk the account's chain from a checkpoint on, at most `limit` events.

    The end is looked at with the chain locked, so that what is appended meanwhile is no break.
    """
    reached, breaks, count = _walk(account, start or Checkpoint(), limit)
    if limit is not None and count >= limit:
        return ChainCheck(reached, breaks, is_done=False)
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().filter(account=account).first()
        reached, more, _count = _walk(account, reached, None)
        breaks += more
        if head is None:
            breaks.append("the chain has no end: its head was removed")
        elif Checkpoint(head.sequence, head.hash) != reached:
            breaks.append(
                f"the chain should end at event {head.sequence} and ends at {reached.sequence}"
            )
    return ChainCheck(reached, breaks, is_done=True)


def _walk(
    account: Account, start: Checkpoint, limit: int | None
) -> tuple[Checkpoint, list[str], int]:
    events = AuditEvent.objects.filter(account=account, sequence__gt=start.sequence)
    breaks: list[str] = []
    reached, count = start, 0
    for event in events.order_by("sequence")[:limit].iterator():
        breaks += _breaks(event, reached)
        reached, count = Checkpoint(event.sequence, event.hash), count + 1
    return reached, breaks, count


def _breaks(event: AuditEvent, previous: Checkpoint) -> Iterator[str]:
    if event.sequence != previous.sequence + 1:
        yield f"event {previous.sequence + 1} is missing"
    if event.previous_hash != previous.hash:
        yield f"event {event.sequence} does not follow the one before it"
    if event.hash != event_hash(event):
        yield f"event {event.sequence} was changed"


def chain_verify(account: Account) -> list[str]:
    """Walk the account's chain and name every break; an empty list means it is whole."""
    return chain_check(account).breaks


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    # As JSON will give it back: dates and decimals become text before they are hashed.
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain
