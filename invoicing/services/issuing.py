"""Issuing: one transaction that checks, numbers and freezes drafts.

Lock order: the documents, what they credit or deduct, their number series, the audit chain last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts import clock
from accounts.models import User
from accounts.prepared import Prepared
from invoicing.issue_content import AccountFacts, IssueContent, content_read, facts_read
from invoicing.issue_rules import date_problems, issue_problems
from invoicing.models import Customer, Document, DocumentLine
from invoicing.problems import Problem, Refused
from invoicing.queries.number_formats import series_of
from invoicing.queries.remaining import linked_lines
from invoicing.services.drafts import DraftChanged
from invoicing.services.einvoice import EinvoiceCheck, einvoice_check, einvoice_problems
from invoicing.services.freezing import Refusals, contents_freeze


class IssueRefused(Refused):
    """The draft cannot be issued as it is; it stays a draft and no number was taken."""


ONE_CUSTOMER = Prepared(lambda pk: Customer.objects.filter(pk=pk))
ONE_LOCKED = Prepared(lambda pk: Document.objects.select_for_update().filter(pk=pk))


@dataclass(frozen=True)
class Looked:
    """A draft as it was looked at before anything was locked, and what its e-invoice gave."""

    content: IssueContent
    check: EinvoiceCheck | None


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
    looked = drafts_look([document], issue_date)
    with transaction.atomic():
        locked = _locked_version(document, expected_version)
        if not locked.is_issued:
            refusals = drafts_freeze([locked], actor, looked, issue_date)
            if refusals:
                raise IssueRefused(refusals[locked.pk])
    return locked


def drafts_look(drafts: Sequence[Document], issue_date: date | None = None) -> dict[int, Looked]:
    """Look at drafts of one account as they were read, and check their e-invoices, before anything
    is locked. Those that are issued are left out; what is stale is found out under the lock.
    """
    contents = _contents(drafts, issue_date)
    return {content.document.pk: Looked(content, _check_einvoice(content)) for content in contents}


def drafts_problems(
    drafts: Sequence[Document], *, with_einvoice: bool
) -> dict[int, Sequence[Problem]]:
    """Name what issuing these drafts of one account would find now, by primary key."""
    found: dict[int, Sequence[Problem]] = {}
    last_dates: dict[tuple[str, int], date | None] = {}
    for content in _contents(drafts, None):
        document, day = content.document, content.issue_date
        place = (document.kind, day.year)
        if place not in last_dates:
            series = series_of(account=document.account, kind=document.kind, year=day.year)
            last_dates[place] = series.last_issue_date if series else None
        problems = issue_problems(content, today=clock.today())
        problems += date_problems(day, last_dates[place])
        if with_einvoice and not problems:
            problems = list(einvoice_check(content).problems)
        found[document.pk] = problems
    return found


def _contents(drafts: Sequence[Document], issue_date: date | None) -> list[IssueContent]:
    # Copies: what is read with them is not the caller's.
    fresh = [_without_rows(draft) for draft in drafts if not draft.is_issued]
    if not fresh:
        return []
    prefetch_related_objects(fresh, "customer", "lines", "vat_totals")
    facts = facts_read(fresh[0].account_id)
    return [_content(draft, issue_date, linked_lines(draft), facts) for draft in fresh]


def _without_rows(document: Document) -> Document:
    taken = copy(document)
    taken._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    return taken


def drafts_lock(pks: Sequence[int]) -> list[Document]:
    """Give documents of one account with their customers, locked until the transaction ends."""
    if len(pks) == 1:
        found = ONE_LOCKED.rows(*pks)
        for document in found:
            document.customer = next(iter(ONE_CUSTOMER.rows(document.customer_id or 0)), None)
        return found
    rows = Document.objects.select_for_update().filter(pk__in=pks)
    return list(rows.order_by("pk").prefetch_related("customer"))


def drafts_freeze(
    drafts: Sequence[Document],
    actor: User | None,
    looked: Mapping[int, Looked],
    issue_date: date | None = None,
) -> Refusals:
    """Issue locked drafts of one account, of which none credits or deducts another.

    Gives the problems, by primary key, of those that cannot be issued.
    """
    lines = {draft.pk: _lines(draft, looked.get(draft.pk)) for draft in drafts}
    _lock_used(drafts, lines.values())
    before = next((seen.content.facts for seen in looked.values()), None)
    facts = facts_read(drafts[0].account_id, before)
    contents = [_content(draft, issue_date, lines[draft.pk], facts) for draft in drafts]
    found = {each.document.pk: _problems(each, looked.get(each.document.pk)) for each in contents}
    right = [content for content in contents if not found[content.document.pk]]
    refusals = {pk: problems for pk, problems in found.items() if problems}
    return refusals | contents_freeze(account=facts.account, actor=actor, contents=right)


def _content(
    document: Document,
    issue_date: date | None,
    lines: Sequence[DocumentLine],
    facts: AccountFacts,
) -> IssueContent:
    document.account = facts.account
    return content_read(document, issue_date or document.issue_date or clock.today(), lines, facts)


def _check_einvoice(content: IssueContent) -> EinvoiceCheck | None:
    """Check the e-invoice of a draft that has no other problems; None for the rest."""
    if issue_problems(content, today=clock.today()):
        return None
    return einvoice_check(content)


def _locked_version(document: Document, expected_version: int | None) -> Document:
    locked = next(iter(drafts_lock([document.pk])), None)
    if locked is None:
        raise DraftChanged(None)
    is_stale = expected_version is not None and locked.version != expected_version
    if is_stale and not locked.is_issued:
        raise DraftChanged(locked)
    return locked


def _lines(draft: Document, looked: Looked | None) -> Sequence[DocumentLine]:
    """Every change of a draft's lines is a new version; of the same version they are known."""
    if looked and looked.content.document.version == draft.version:
        return looked.content.lines
    return linked_lines(draft)


def _lock_used(drafts: Sequence[Document], lines: Iterable[Sequence[DocumentLine]]) -> None:
    """Lock what is credited or deducted, so that two cannot take the same rest; in one order."""
    linked = [line.advance_id for some in lines for line in some]
    linked += [draft.original_id for draft in drafts]
    used = {pk for pk in linked if pk is not None}
    if used:
        list(Document.objects.select_for_update().filter(pk__in=used).order_by("pk"))


def _problems(content: IssueContent, looked: Looked | None) -> Sequence[Problem]:
    problems = issue_problems(content, today=clock.today())
    return problems or einvoice_problems(content, looked.check if looked else None)
