"""Numbers stay gapless while eight processes issue at once, and some roll back or are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from datetime import date
from multiprocessing.synchronize import Barrier

import pytest
from django.db import connections, transaction

from accounts import clock
from accounts.audit import chain_verify
from accounts.models import Account
from invoicing.issue_content import IssueContent
from invoicing.models import Document
from invoicing.queries.number_report import number_report
from invoicing.services import issuing
from invoicing.services.bulk_issuing import documents_issue
from invoicing.services.einvoice import EinvoiceCheck
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.services.number_formats import NumberLook, NumbersRefused, number_format_change
from tests.invoicing.builders import line, make_draft, make_issued, make_seller

PROCESSES = 8
EACH = 3
FORK = multiprocessing.get_context("fork")
KILLED = -signal.SIGKILL


class Rollback(Exception):
    """The transaction around the issuing failed."""


@pytest.fixture(autouse=True)
def _no_rules_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight processes would start eight engines of 200 MB; what they check has no number yet."""

    def nothing_found(content: IssueContent) -> EinvoiceCheck:
        columns = content.frozen_columns
        return EinvoiceCheck(version=content.document.version, columns=columns, problems=[])

    monkeypatch.setattr(issuing, "einvoice_check", nothing_found)


def draft_of(pk: int) -> Document:
    return Document.objects.get(pk=pk)


def issue_some(pks: list[int], gate: Barrier, killed_at: int | None = None) -> None:
    """What one process does: each draft is rolled back once before it is issued."""
    gate.wait()
    for pk in pks:
        with suppress(Rollback, IssueRefused), transaction.atomic():
            document_issue(document=draft_of(pk), actor=None)
            raise Rollback
        with suppress(IssueRefused):
            document_issue(document=draft_of(pk), actor=None)
    if killed_at:
        with transaction.atomic():
            document_issue(document=draft_of(killed_at), actor=None)
            os.kill(os.getpid(), signal.SIGKILL)
    connections.close_all()


def issue_together(pks: list[int], gate: Barrier) -> None:
    gate.wait()
    drafts = [draft_of(pk) for pk in pks]
    documents_issue(account=drafts[0].account, actor=None, drafts=drafts)
    connections.close_all()


def change_look(pk: int, gate: Barrier) -> None:
    gate.wait()
    for turn in range(6):
        look = NumberLook(prefix="F" * (turn % 2))
        for guess in range(1, PROCESSES * EACH + 2):
            with suppress(NumbersRefused):
                account = Account.objects.get(pk=pk)
                number_format_change(
                    account=account, actor=None, kind="invoice", look=look, next_number=guess
                )
                break
    connections.close_all()


def at_once(works: list[tuple[object, ...]]) -> list[int | None]:
    """Run works, each in a process of its own, from one moment on; gives how they ended."""
    gate = FORK.Barrier(len(works))
    # A connection must not be shared with a child.
    connections.close_all()
    processes = [
        FORK.Process(target=work, args=(given, gate, *rest)) for work, given, *rest in works
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def numbers(account: Account, kind: str = "invoice") -> list[int]:
    """The last digits of all numbers, sorted."""
    found = Document.objects.filter(account=account, state="issued", kind=kind)
    return sorted(int(number.split("-")[1]) for number in found.values_list("number", flat=True))


def assert_in_order(account: Account) -> None:
    assert all(report.is_in_order for report in number_report(account=account))
    assert chain_verify(account) == []


@pytest.mark.django_db(transaction=True)
def test_numbers_are_gapless_with_rollbacks_refusals_and_killed_processes_among_them() -> None:
    account = make_seller()
    groups = [[make_draft(account).pk for _turn in range(EACH)] for _process in range(PROCESSES)]
    groups[0].insert(0, make_draft(account, line(description="")).pk)
    unlucky = [make_draft(account).pk for _process in range(2)] + [None] * (PROCESSES - 2)
    ended = at_once([(issue_some, group, at) for group, at in zip(groups, unlucky, strict=True)])
    assert ended == [KILLED] * 2 + [0] * (PROCESSES - 2)
    assert numbers(account) == list(range(1, PROCESSES * EACH + 1))
    for pk in unlucky[:2]:
        document_issue(document=Document.objects.get(pk=pk), actor=None)
    assert numbers(account) == list(range(1, PROCESSES * EACH + 3))
    assert_in_order(account)


@pytest.mark.django_db(transaction=True)
def test_one_draft_issued_by_all_at_once_takes_one_number() -> None:
    account = make_seller()
    draft = make_draft(account)
    at_once([(issue_some, [draft.pk])] * PROCESSES)
    assert numbers(account) == [1]
    assert_in_order(account)


@pytest.mark.django_db(transaction=True)
def test_two_kinds_and_two_years_at_once_do_not_wait_in_a_circle() -> None:
    account = make_seller()
    last_year = date(clock.today().year - 1, 12, 31)
    originals = [make_issued(account) for _turn in range(8)]
    works = []
    for process in range(PROCESSES):
        mixed = [
            make_draft(account),
            make_draft(account, issue_date=last_year),
            make_draft(
                account, kind="credit_note", original=originals[process], issue_date=clock.today()
            ),
        ]
        order = mixed if process % 2 else mixed[::-1]
        work = issue_together if process % 4 < 2 else issue_some
        works.append((work, [draft.pk for draft in order]))
    assert at_once(works) == [0] * PROCESSES
    assert numbers(account) == sorted([*range(1, 17), *range(1, 9)])
    assert numbers(account, "credit_note") == list(range(1, 9))
    assert_in_order(account)


@pytest.mark.django_db(transaction=True)
def test_a_look_that_changes_meanwhile_makes_no_gap_and_no_double() -> None:
    account = make_seller()
    groups = [[make_draft(account).pk for _turn in range(EACH)] for _process in range(4)]
    works = [(issue_some, group) for group in groups] + [(change_look, account.pk)]
    assert at_once(works) == [0] * 5
    assert numbers(account) == list(range(1, 4 * EACH + 1))
    assert_in_order(account)
