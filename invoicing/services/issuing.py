"""Issuing: one transaction that checks, numbers and freezes a draft.

Lock order: the document, what it credits or deducts, its number series, the audit chain last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts import clock
from accounts.audit import event_record
from accounts.models import User
from invoicing import events
from invoicing.issue_content import IssueContent, content_read, frozen_columns
from invoicing.issue_rules import date_problems, issue_problems
from invoicing.models import Document, DocumentLine
from invoicing.models.document import DocumentState
from invoicing.problems import Problem, Refused
from invoicing.queries.remaining import linked_lines
from invoicing.services.drafts import DraftChanged
from invoicing.services.einvoice import EinvoiceCheck, einvoice_check, einvoice_problems
from invoicing.services.numbering import number_take, payment_reference_make, series_lock


class IssueRefused(Refused):
    """The draft cannot be issued as it is; it stays a draft and no number was taken."""


def document_issue(
    *,
    document: Document,
    actor: User | None,
    issue_date: date | None = None,
    expected_version: int | None = None,
) -> Document:
    """Issue a draft: check it, take its number, freeze it, announce it. Gives the issued document.

    `issue_date` is a calendar date (default: the draft's, or else today). A document that is issued
    already is given back as it is, so that pressing twice takes one number. With `expected_version`
    a draft that changed since it was looked at raises DraftChanged. Raises IssueRefused with every
    problem found, also those of the e-invoice, which is checked before anything is locked.
    """
    early = None if document.is_issued else _read(document, issue_date)
    check = _check_einvoice(early) if early else None
    return _issue(document, actor, issue_date, expected_version, early, check)


def _read(
    document: Document, issue_date: date | None, lines: Sequence[DocumentLine] | None = None
) -> IssueContent:
    day = issue_date or document.issue_date or clock.today()
    return content_read(document, day, lines)


def _check_einvoice(content: IssueContent) -> EinvoiceCheck | None:
    """Check the e-invoice of a draft that has no other problems; None for the rest."""
    if issue_problems(content, today=clock.today()):
        return None
    return einvoice_check(content)


@transaction.atomic
def _issue(
    document: Document,
    actor: User | None,
    issue_date: date | None,
    expected_version: int | None,
    early: IssueContent | None,
    check: EinvoiceCheck | None,
) -> Document:
    locked = _lock(document, expected_version)
    if locked.is_issued:
        return locked
    # Every change of a draft's lines is a new version.
    is_same = early is not None and early.document.version == locked.version
    lines = early.lines if early and is_same else linked_lines(locked)
    _lock_used(locked, lines)
    content = _read(locked, issue_date, lines)
    _refuse(issue_problems(content, today=clock.today()))
    _refuse(einvoice_problems(content, check))
    _number_and_freeze(content, actor)
    events.document_issued.announce(locked)
    _record(locked, actor)
    return locked


def _lock(document: Document, expected_version: int | None) -> Document:
    locked = (
        Document.objects.select_for_update(of=("self",))
        .select_related("account", "customer")
        .filter(pk=document.pk)
        .first()
    )
    if locked is None:
        raise DraftChanged(None)
    is_stale = expected_version is not None and locked.version != expected_version
    if is_stale and not locked.is_issued:
        raise DraftChanged(locked)
    return locked


def _lock_used(document: Document, lines: Sequence[DocumentLine]) -> None:
    """Lock what is credited or deducted, so that two cannot take the same rest; in one order."""
    wanted = (*(line.advance_id for line in lines), document.original_id)
    used = {pk for pk in wanted if pk is not None}
    if used:
        list(Document.objects.select_for_update().filter(pk__in=used).order_by("pk"))


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise IssueRefused(problems)


def _number_and_freeze(content: IssueContent, actor: User | None) -> None:
    document = content.document
    series = series_lock(account=document.account, kind=document.kind, year=content.issue_date.year)
    _refuse(date_problems(content.issue_date, series.last_issue_date))
    now = clock.now()
    columns = frozen_columns(content) | {
        "state": DocumentState.ISSUED,
        "version": document.version + 1,
        "number": number_take(series=series, issue_date=content.issue_date),
        "number_series": series,
        "series_number": series.last_number,
        "payment_reference": payment_reference_make(document=document, series=series),
        "updated_at": now,
        "issued_at": now,
        "issued_by": actor,
    }
    for name, value in columns.items():
        setattr(document, name, value)
    # The one UPDATE after which the triggers refuse every other.
    document.save(update_fields=list(columns))


def _record(document: Document, actor: User | None) -> None:
    event_record(
        account=document.account,
        actor=actor,
        action="document.issued",
        subject_type="document",
        subject_id=document.public_id,
        after={
            "number": document.number,
            "issue_date": document.issue_date,
            "customer": document.buyer["name"],
            "gross": document.gross,
        },
    )
