"""The last steps of issuing, for one document or many: number, freeze, announce, record.

One piece of code for both, so that a document issued with others is issued just like one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Field

from accounts import clock
from accounts.audit import NewEvent, events_record
from accounts.models import Account, User
from invoicing import events
from invoicing.issue_content import IssueContent
from invoicing.issue_rules import date_problems
from invoicing.models import Document
from invoicing.models.document import DocumentState
from invoicing.problems import Problem
from invoicing.services.extra_freezing import extra_freeze
from invoicing.services.numbering import LockedSeries, Taken, numbers_take, series_lock

Refusals = dict[int, Sequence[Problem]]


def contents_freeze(
    *, account: Account, actor: User | None, contents: Sequence[IssueContent]
) -> Refusals:
    """Number and freeze documents of one account, in the order of their dates and as given.

    In the caller's transaction, which holds their locks. Gives the problems, by primary key, of
    those that cannot be: their date comes before the last of their series.
    """
    refusals: Refusals = {}
    passed: list[Document] = []
    names: Sequence[str] = ()
    for (kind, year), group in sorted(_by_series(contents).items()):
        locked = series_lock(account=account, kind=kind, year=year)
        fitting, refused = _by_date(group, locked.series.last_issue_date)
        refusals |= refused
        if fitting:
            days = [content.issue_date for content in fitting]
            for content, taken in zip(fitting, numbers_take(locked=locked, days=days), strict=True):
                names = _freeze(content, actor, locked, taken)
                passed.append(content.document)
    if passed:
        _write(passed, names)
        events.documents_issued.announce(passed)
        events_record(account=account, actor=actor, events=[_event(each) for each in passed])
    return refusals


def _by_series(contents: Sequence[IssueContent]) -> dict[tuple[str, int], list[IssueContent]]:
    groups: dict[tuple[str, int], list[IssueContent]] = {}
    for content in sorted(contents, key=lambda content: content.issue_date):
        place = (content.document.kind, content.issue_date.year)
        groups.setdefault(place, []).append(content)
    return groups


def _by_date(
    contents: Sequence[IssueContent], last: date | None
) -> tuple[list[IssueContent], Refusals]:
    """Part those that may follow the last date of the series from those that come before it."""
    problems = {
        content.document.pk: date_problems(content.issue_date, last) for content in contents
    }
    fitting = [content for content in contents if not problems[content.document.pk]]
    refused: Refusals = {pk: found for pk, found in problems.items() if found}
    return fitting, refused


def _freeze(
    content: IssueContent, actor: User | None, locked: LockedSeries, taken: Taken
) -> tuple[str, ...]:
    """Put on the document what it is issued with; gives the names of those columns."""
    document = content.document
    now = clock.now()
    columns = content.frozen_columns | {
        **extra_freeze(content, taken.number),
        "state": DocumentState.ISSUED,
        "version": document.version + 1,
        "number": taken.number,
        "number_series": locked.series,
        "series_number": taken.series_number,
        "payment_reference": taken.payment_reference,
        "updated_at": now,
        "issued_at": now,
        "issued_by": actor,
    }
    for name, value in columns.items():
        setattr(document, name, value)
    return tuple(columns)


def _write(documents: Sequence[Document], names: Sequence[str]) -> None:
    """Store what was frozen: the one UPDATE of each document after which the triggers refuse
    every other. Sent as one batch: Django's own bulk_update is many times slower at this width.
    """
    meta, quote = Document._meta, connection.ops.quote_name
    fields = [field for field in meta.concrete_fields if field.name in names]
    pairs = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    rows = [[*_values(document, fields), document.pk] for document in documents]
    # Names of our own model only; every value is a parameter.
    update = f"UPDATE {quote(meta.db_table)} SET {pairs} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(update, rows)


def _values(document: Document, fields: Sequence[Field[Any, Any]]) -> Iterator[Any]:
    for field in fields:
        yield field.get_db_prep_save(getattr(document, field.attname), connection)


def _event(document: Document) -> NewEvent:
    return NewEvent(
        action="document.issued",
        subject_type="document",
        subject_id=document.public_id,
        after={
            "kind": document.kind,
            "number": document.number,
            "issue_date": document.issue_date,
            "customer": document.buyer["name"],
            "gross": document.gross,
        },
    )
