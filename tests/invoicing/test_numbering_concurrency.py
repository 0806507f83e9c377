"""Numbers stay gapless while several processes issue at once, and some of them roll back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from accounts.audit import chain_verify
from accounts.models import Account
from invoicing.models import Document
from invoicing.services.issuing import IssueRefused, document_issue
from tests.invoicing.builders import line, make_draft, make_seller

THREADS = 8
EACH = 3


class Rollback(Exception):
    """The transaction around the issuing failed."""


def issue_some(ids: list[int], gate: threading.Barrier) -> None:
    gate.wait()
    for turn, pk in enumerate(ids):
        if turn == 1:
            fail_after_issuing(pk)
        with suppress(IssueRefused):
            document_issue(document=Document.objects.get(pk=pk), actor=None)
    connection.close()


def fail_after_issuing(pk: int) -> None:
    with suppress(Rollback), transaction.atomic():
        document_issue(document=Document.objects.get(pk=pk), actor=None)
        raise Rollback


def issue_at_once(groups: list[list[int]]) -> None:
    gate = threading.Barrier(len(groups))
    with ThreadPoolExecutor(len(groups)) as pool:
        for done in [pool.submit(issue_some, group, gate) for group in groups]:
            done.result()


def numbers(account: Account) -> list[int]:
    found = Document.objects.filter(account=account, state="issued").values_list("number")
    return sorted(int(number.split("-")[1]) for (number,) in found)


@pytest.mark.django_db(transaction=True)
def test_numbers_are_gapless_with_rollbacks_and_refusals_among_them() -> None:
    account = make_seller()
    groups = [[make_draft(account).pk for _turn in range(EACH)] for _thread in range(THREADS)]
    groups[0].insert(0, make_draft(account, line(description="")).pk)
    issue_at_once(groups)
    assert numbers(account) == list(range(1, THREADS * EACH + 1))
    assert chain_verify(account) == []


@pytest.mark.django_db(transaction=True)
def test_one_draft_issued_by_all_at_once_takes_one_number() -> None:
    account = make_seller()
    draft = make_draft(account)
    issue_at_once([[draft.pk]] * THREADS)
    assert numbers(account) == [1]
