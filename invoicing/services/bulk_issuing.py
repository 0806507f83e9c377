"""Issuing many drafts: the same steps as for one, a chunk of them in each transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Account, User
from invoicing.models import Document
from invoicing.problems import Problem
from invoicing.services.changes import only_own
from invoicing.services.freezing import Refusals
from invoicing.services.issuing import (
    Looked,
    drafts_freeze,
    drafts_lock,
    drafts_look,
    drafts_problems,
)

# Small enough that nobody who issues one invoice waits long for the series.
CHUNK = 50


@dataclass
class BulkOutcome:
    """What became of many drafts: primary keys of those that are issued now (also where somebody
    else was first), and the problems of those that are not.
    """

    issued: list[int] = field(default_factory=list)
    refused: Refusals = field(default_factory=dict)

    def add(self, other: BulkOutcome) -> None:
        """Take in what became of other drafts."""
        self.issued += other.issued
        self.refused |= other.refused


def documents_issue(
    *, account: Account, actor: User | None, drafts: Sequence[Document]
) -> BulkOutcome:
    """Issue drafts in the order of their dates, and as given within a date.

    A draft with problems is not issued, takes no number and stops none of the others; nor is one
    that is another version by now than the one given. What is issued already stays as it is, so
    that pressing twice is pressing once. Each chunk is a transaction of its own: whoever stops
    halfway goes on by asking again.
    """
    only_own(account, *drafts)
    today = clock.today()
    ordered = sorted(drafts, key=lambda draft: draft.issue_date or today)
    outcome = BulkOutcome()
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        looked = drafts_look(chunk)
        for group in _apart(chunk, looked):
            outcome.add(_issue(group, actor, looked))
    return outcome


def _apart(chunk: Sequence[Document], looked: Mapping[int, Looked]) -> Iterator[Sequence[Document]]:
    """Give groups to issue together: what credits or deducts another document goes alone, since
    what is left of that one depends on those before it.
    """
    group: list[Document] = []
    for draft in chunk:
        if _is_linked(draft, looked.get(draft.pk)):
            yield from ([group] if group else [])
            yield [draft]
            group = []
        else:
            group.append(draft)
    yield from ([group] if group else [])


def _is_linked(draft: Document, looked: Looked | None) -> bool:
    lines = looked.content.lines if looked else ()
    return draft.original_id is not None or any(line.advance_id for line in lines)


@transaction.atomic
def _issue(
    group: Sequence[Document], actor: User | None, looked: Mapping[int, Looked]
) -> BulkOutcome:
    locked = {document.pk: document for document in drafts_lock([draft.pk for draft in group])}
    outcome = BulkOutcome()
    todo = []
    for draft in group:
        found = locked.get(draft.pk)
        if found is not None and found.is_issued:
            outcome.issued.append(draft.pk)
        elif found is None or found.version != draft.version:
            outcome.refused[draft.pk] = [Problem("version", changed_since())]
        else:
            todo.append(found)
    if todo:
        outcome.refused |= drafts_freeze(todo, actor, looked)
    outcome.issued += [draft.pk for draft in todo if draft.pk not in outcome.refused]
    return outcome


def changed_since() -> str:
    """Say that the draft is not the one that was looked at."""
    return _("Dit concept is intussen gewijzigd en daarom niet verstuurd. Kijk het nog eens na.")


def drafts_check(
    *, account: Account, drafts: Sequence[Document], with_einvoice: bool
) -> dict[int, Sequence[Problem]]:
    """Name the problems that issuing each draft would find now, by primary key; the e-invoices of
    many are checked only while they are issued, since that takes its time.
    """
    only_own(account, *drafts)
    return drafts_problems(drafts, with_einvoice=with_einvoice)
