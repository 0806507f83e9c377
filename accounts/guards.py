"""What the database itself refuses for this package: changing or deleting what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.triggers import Guard, no_truncate


def append_only(table: str, *, name: str, unique: Sequence[str], what: str) -> list[Guard]:
    """Give the guards that make a table append-only.

    `unique` are SQL comparisons of the row that is there (`t`) with NEW, one per unique constraint:
    on SQLite an INSERT OR REPLACE deletes the row it collides with without a DELETE trigger firing
    (https://www.sqlite.org/lang_conflict.html), so it is stopped before it starts.
    """
    collides = " OR ".join(unique)
    return [
        *(
            Guard(
                name=f"{name}_no_{event.lower()}",
                table=table,
                event=event,
                condition="TRUE",
                message=f"{what} is never changed or deleted",
            )
            for event in ("UPDATE", "DELETE")
        ),
        Guard(
            name=f"{name}_no_replace",
            table=table,
            event="INSERT",
            condition=f"EXISTS (SELECT 1 FROM {table} t WHERE {collides})",
            message=f"{what} is never replaced",
            vendor="sqlite",
        ),
        no_truncate(table, name=name, what=what),
    ]


GUARDS = append_only(
    "accounts_auditevent",
    name="audit_event",
    unique=["t.id = NEW.id", "(t.account_id = NEW.account_id AND t.sequence = NEW.sequence)"],
    what="an audit event",
)
