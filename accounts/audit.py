"""The audit chain: one append-only, hash-chained row of events per account.

Each event's hash is SHA-256 over its content and the hash before it, so that changing, removing or
moving one event breaks every later hash. Lock order for callers: number series first, chain last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet

from accounts import clock
from accounts.models import Account, AuditEvent, AuditHead, User

SYSTEM_LABEL = "Boekbrug"


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
    secret. `label` says who acted when it was no person (default: Boekbrug itself).
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
            actor_label=(label or (actor.email if actor else SYSTEM_LABEL))[:254],
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


def chain_verify(account: Account) -> list[str]:
    """Walk the account's chain and name every break; an empty list means it is whole."""
    return list(_breaks(account))


def _breaks(account: Account) -> Iterator[str]:
    sequence, previous = 0, ""
    for event in AuditEvent.objects.filter(account=account).order_by("sequence").iterator():
        sequence += 1
        if event.sequence != sequence:
            yield f"event {sequence} is missing"
            sequence = event.sequence
        if event.previous_hash != previous:
            yield f"event {event.sequence} does not follow the one before it"
        if event.hash != event_hash(event):
            yield f"event {event.sequence} was changed"
        previous = event.hash
    head = AuditHead.objects.filter(account=account).first()
    expected = (head.sequence, head.hash) if head else (0, "")
    if expected != (sequence, previous):
        yield f"the chain should end at event {expected[0]} and ends at {sequence}"


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    # As JSON will give it back: dates and decimals become text before they are hashed.
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain
