"""Issuing many drafts at once: the same outcome as one by one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.audit import chain_verify, events_for
from accounts.models import Account
from invoicing import events
from invoicing.models import Customer, Document
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.number_report import number_report
from invoicing.services.bulk_issuing import documents_issue
from invoicing.services.crediting import credit_draft_create
from invoicing.services.issuing import document_issue
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def seller() -> Account:
    return make_seller()


def issue(account: Account, *drafts: Document):
    return documents_issue(account=account, actor=owner_of(account), drafts=drafts)


def numbers(*documents: Document) -> list[str]:
    return [Document.objects.get(pk=document.pk).number for document in documents]


def test_numbers_follow_the_dates_and_then_the_order_given(seller: Account) -> None:
    later, undated = make_draft(seller, issue_date=TODAY), make_draft(seller)
    first = make_draft(seller, issue_date=TODAY - timedelta(days=3))
    outcome = issue(seller, undated, later, first)
    assert set(outcome.issued) == {undated.pk, later.pk, first.pk}
    year = TODAY.year
    assert numbers(first, undated, later) == [f"{year}-0001", f"{year}-0002", f"{year}-0003"]
    assert chain_verify(seller) == []


def test_a_document_issued_with_others_is_as_one_issued_alone(seller: Account) -> None:
    lines = (line("10.02"), line("10.02", discount_percent=Decimal(5)), line("99"))
    alone = document_issue(document=make_draft(seller, *lines), actor=owner_of(seller))
    draft = make_draft(seller, *lines)
    issue(seller, make_draft(seller), draft)
    together = Document.objects.get(pk=draft.pk)
    left_out = {"id", "public_id", "number", "series_number", "payment_reference"}
    left_out |= {"created_at", "updated_at", "issued_at"}
    values = [
        {name: value for name, value in row.items() if name not in left_out}
        for row in Document.objects.filter(pk__in=[alone.pk, draft.pk]).values()
    ]
    assert values[0] == values[1]
    assert issued_document(together).lines == issued_document(alone).lines
    told = [event.action for event in events_for(seller, "document", draft.public_id)]
    assert told == ["document.created", "document.issued"]


def test_a_draft_with_problems_stops_no_other_and_takes_no_number(seller: Account) -> None:
    right, wrong, also = (
        make_draft(seller),
        make_draft(seller, line(description="")),
        make_draft(seller),
    )
    outcome = issue(seller, right, wrong, also)
    assert outcome.issued == [right.pk, also.pk]
    assert [problem.field for problem in outcome.refused[wrong.pk]] == ["lines.0.description"]
    assert numbers(right, wrong, also) == [f"{TODAY.year}-0001", "", f"{TODAY.year}-0002"]
    assert all(report.is_in_order for report in number_report(account=seller))


def test_a_date_before_the_last_of_its_series_is_refused(seller: Account) -> None:
    make_issued(seller, day=TODAY)
    old, new = make_draft(seller, issue_date=TODAY - timedelta(days=1)), make_draft(seller)
    outcome = issue(seller, old, new)
    assert [problem.field for problem in outcome.refused[old.pk]] == ["issue_date"]
    assert outcome.issued == [new.pk]


def test_pressing_twice_is_pressing_once(seller: Account) -> None:
    drafts = [make_draft(seller) for _turn in range(3)]
    issue(seller, *drafts)
    again = issue(seller, *drafts)
    assert (set(again.issued), again.refused) == ({draft.pk for draft in drafts}, {})
    assert Document.objects.filter(state="issued").count() == 3


def test_a_draft_that_changed_since_it_was_looked_at_stays_a_draft(seller: Account) -> None:
    draft = make_draft(seller)
    Document.objects.filter(pk=draft.pk).update(version=draft.version + 1)
    gone = make_draft(seller)
    Document.objects.get(pk=gone.pk).delete()
    outcome = issue(seller, draft, gone)
    assert set(outcome.refused) == {draft.pk, gone.pk}
    assert numbers(draft) == [""]


def test_what_rests_on_each_other_is_checked_in_turn(seller: Account) -> None:
    invoice = make_issued(seller)
    notes = [credit_draft_create(original=invoice, actor=None) for _turn in range(2)]
    outcome = issue(seller, *notes)
    assert outcome.issued == [notes[0].pk]
    assert set(outcome.refused) == {notes[1].pk}


def test_drafts_of_another_account_are_not_touched(seller: Account) -> None:
    theirs = make_draft(make_seller(name="Ander bedrijf"))
    with pytest.raises(LookupError):
        issue(seller, make_draft(seller), theirs)
    assert not Document.objects.filter(state="issued").exists()


def test_many_cost_hardly_more_questions_than_few(seller: Account) -> None:
    def asked(count: int) -> int:
        drafts = [make_draft(seller) for _turn in range(count)]
        with CaptureQueriesContext(connection) as queries:
            issue(seller, *drafts)
        return len(queries)

    few, many = asked(2), asked(12)
    assert many <= few + 1
    assert Customer.objects.filter(account=seller).count() == 1


def test_listeners_hear_of_all_of_a_chunk_at_once(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr(
        events.documents_issued, "_listeners", [lambda told: heard.append([d.number for d in told])]
    )
    issue(seller, make_draft(seller), make_draft(seller))
    assert heard == [[f"{TODAY.year}-0001", f"{TODAY.year}-0002"]]


def test_a_chunk_that_fails_takes_its_numbers_back(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(documents: list[Document]) -> None:
        raise ZeroDivisionError

    drafts = [make_draft(seller), make_draft(seller)]
    monkeypatch.setattr(events.documents_issued, "_listeners", [fail])
    with pytest.raises(ZeroDivisionError):
        issue(seller, *drafts)
    monkeypatch.undo()
    issue(seller, *drafts)
    assert numbers(*drafts) == [f"{TODAY.year}-0001", f"{TODAY.year}-0002"]
