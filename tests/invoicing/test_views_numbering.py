"""The screens of numbers: how they look, the gap report, and issuing many drafts."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Account, Role
from invoicing.models import Document, NumberFormat
from invoicing.views import bulk_issuing
from tests.accounts.builders import add_member
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller
from tests.invoicing.screens import HTMX, logged_in, text, url

pytestmark = pytest.mark.django_db
YEAR = clock.today().year
FORM = {
    "prefix": "F",
    "year_place": "full_before",
    "separator": "/",
    "width": "5",
    "restarts_yearly": "on",
    "next_number": "421",
}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def test_the_page_shows_the_next_numbers_and_what_is_there(
    client: Client, account: Account
) -> None:
    assert "nog niets verstuurd" in text(client.get(url(account, "settings_numbering")))
    make_issued(account)
    page = text(client.get(url(account, "settings_numbering")))
    assert f"<b>{YEAR}-0002</b>" in page
    assert f"<b>C{YEAR}-0001</b>" in page
    assert "Alles is in orde" in page


def test_a_new_look_and_start_hold_from_the_next_number(client: Client, account: Account) -> None:
    answer = client.post(url(account, "settings_number_format", "invoice"), FORM, follow=True)
    assert f"De volgende factuur krijgt nummer F{YEAR}/00421." in text(answer)
    assert make_issued(account).number == f"F{YEAR}/00421"


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, account: Account
) -> None:
    make_issued(account)
    page = client.post(url(account, "settings_number_format", "invoice"), FORM)
    assert page.status_code == 422
    assert "Dan ontbreken er nummers: na 1 komt 2, niet 421." in text(page)
    assert 'value="421"' in text(page)
    assert not NumberFormat.objects.filter(prefix="F").exists()
    for wrong in ({"next_number": "x"}, {"width": "12"}, {"prefix": "ééé"}, {"year_place": "none"}):
        page = client.post(url(account, "settings_number_format", "invoice"), FORM | wrong)
        assert page.status_code == 422


def test_the_example_follows_the_form(client: Client, account: Account) -> None:
    example = text(client.get(url(account, "number_example", "invoice"), FORM, headers=HTMX))
    assert f"F{YEAR}/00421" in example
    assert f"F{YEAR + 1}/00001" in example
    broken = client.get(url(account, "number_example", "invoice"), FORM | {"next_number": "-"})
    assert "Kijk eerst na" in text(broken)


def test_a_kind_that_is_none_is_not_found(client: Client, account: Account) -> None:
    for name in ("settings_number_format", "number_example"):
        assert client.get(url(account, name, "quote")).status_code == 404


def test_a_viewer_neither_changes_numbers_nor_issues(account: Account) -> None:
    client = Client()
    client.force_login(add_member(account, role=Role.VIEWER))
    draft = make_draft(account)
    assert client.get(url(account, "settings_numbering")).status_code == 403
    answer = client.post(
        url(account, "invoices_issue"), {"draft": f"{draft.public_id}:{draft.version}"}
    )
    assert answer.status_code == 403
    assert "Aangevinkte concepten" not in text(client.get(url(account, "invoice_list")))


def chosen(*drafts: Document) -> list[str]:
    return [f"{draft.public_id}:{draft.version}" for draft in drafts]


def test_ticked_drafts_are_shown_with_what_stands_in_the_way(
    client: Client, account: Account
) -> None:
    right = make_draft(account)
    wrong = make_draft(
        account, line(description=""), customer=make_customer(account, name="Van Hee")
    )
    page = text(
        client.get(url(account, "invoices_issue"), {"draft": [right.public_id, wrong.public_id]})
    )
    assert "Dit concept gaat nog niet mee" in page
    assert "Schrijf wat je levert." in page
    assert f'name="draft" value="{right.public_id}:1"' in page
    assert wrong.public_id + ":" not in page
    assert "1 document versturen" in page
    assert not Document.objects.filter(state="issued").exists()


def test_all_drafts_are_asked_for_by_one_word(client: Client, account: Account) -> None:
    for _turn in range(3):
        make_draft(account)
    assert "3 documenten versturen" in text(client.get(url(account, "invoices_issue") + "?all=1"))


def test_nothing_ticked_leads_back_to_the_list(client: Client, account: Account) -> None:
    theirs = make_draft(make_seller(name="Ander bedrijf"))
    for query in ({}, {"draft": "abc"}, {"draft": theirs.public_id}):
        answer = client.get(url(account, "invoices_issue"), query)
        assert answer["Location"] == url(account, "invoice_list")


def test_many_are_issued_some_at_a_time_without_any_script(
    client: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_issuing, "AT_ONCE", 2)
    drafts = [make_draft(account) for _turn in range(4)]
    wrong = make_draft(account, line(description=""))
    posted = chosen(drafts[0], wrong, *drafts[1:])
    address = url(account, "invoices_issue")
    page = client.post(address, {"draft": posted})
    assert "1 van 5 verstuurd" in text(page)
    page = client.post(address, {"draft": posted[2:], "done": "1", "refused": [wrong.public_id]})
    assert "3 van 5 verstuurd" in text(page)
    page = client.post(address, {"draft": posted[4:], "done": "3", "refused": [wrong.public_id]})
    assert "4 documenten zijn verstuurd." in text(page)
    assert "Dit concept is niet verstuurd" in text(page)
    assert "Schrijf wat je levert." in text(page)
    numbers = [Document.objects.get(pk=draft.pk).number for draft in drafts]
    assert numbers == [f"{YEAR}-000{n}" for n in (1, 2, 3, 4)]


def test_posting_twice_or_nonsense_issues_nothing_twice(client: Client, account: Account) -> None:
    draft = make_draft(account)
    theirs = make_draft(make_seller(name="Ander bedrijf"))
    address = url(account, "invoices_issue")
    for _turn in range(2):
        page = client.post(address, {"draft": [*chosen(draft, theirs), "", "x:y", ":::"]})
        assert "1 document is verstuurd." in text(page)
    assert Document.objects.filter(state="issued").count() == 1


def test_a_draft_that_changed_since_the_page_was_shown_stays_a_draft(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    page = client.post(url(account, "invoices_issue"), {"draft": [f"{draft.public_id}:9"]})
    assert "Dit concept is intussen gewijzigd en daarom niet verstuurd." in text(page)
    assert not Document.objects.filter(state="issued").exists()
