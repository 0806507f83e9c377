"""What is typed is never lost: an ended session, a lost answer, two presses at once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Account
from invoicing.models import Document
from tests.accounts.builders import PASSWORD, owner_of
from tests.invoicing.builders import make_draft, make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def offered_id(client: Client, account: Account) -> str:
    page = text(client.get(url(account, "invoice_new")))
    found = re.search(r'name="form_key" value="(\w{16})"', page)
    assert found
    return found[1]


def test_htmx_without_login_is_told_so_instead_of_sent_away(account: Account) -> None:
    answer = Client().post(url(account, "invoice_new"), draft_post(), headers=HTMX)
    assert answer.status_code == 401


def test_what_was_posted_after_the_session_ended_is_there_after_login(account: Account) -> None:
    client = Client()
    away = client.post(url(account, "invoice_new"), draft_post(save="1", note="Nog te vertellen"))
    assert away.status_code == 302
    assert not Document.objects.exists()
    form = {"login": owner_of(account).email, "password": PASSWORD}
    page = text(client.post(away["Location"], form, follow=True))
    assert "Nog te vertellen" in page
    assert "Onderhoud oven" in page
    assert "Wat je typte staat hieronder" in page
    assert "Nog te vertellen" not in text(client.get(url(account, "invoice_new")))


def test_what_was_posted_by_one_is_not_shown_to_a_stranger(account: Account) -> None:
    client = Client()
    client.post(url(account, "invoice_new"), draft_post(save="1", note="Geheim"))
    other = make_seller(name="Ander bedrijf")
    client.force_login(owner_of(other))
    assert "Geheim" not in text(client.get(url(other, "invoice_new")))
    assert client.get(url(account, "invoice_new")).status_code == 404


def test_only_a_reasonable_amount_is_kept_for_somebody_unknown(account: Account) -> None:
    client = Client()
    client.post(url(account, "invoice_new"), draft_post(save="1", note="x" * 300_000))
    client.force_login(owner_of(account))
    assert "xxxxx" not in text(client.get(url(account, "invoice_new")))


def test_saving_a_new_invoice_twice_makes_one_draft(client: Client, account: Account) -> None:
    data = draft_post(save="1", form_key=offered_id(client, account))
    places = {client.post(url(account, "invoice_new"), data)["Location"] for _ in range(2)}
    draft = Document.objects.get()
    assert draft.public_id == data["form_key"]
    assert places == {url(account, "invoice_edit", draft.public_id)}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_make_one_draft(account: Account) -> None:
    data = draft_post(save="1", form_key=offered_id(logged_in(account), account))

    def press(client: Client) -> int:
        try:
            return client.post(url(account, "invoice_new"), data).status_code
        finally:
            connection.close()

    clients = [logged_in(account) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, clients))
    assert Document.objects.count() == 1
    assert 302 in answers
    assert set(answers) <= {302, 409}


def test_an_offered_id_of_another_account_is_not_taken_over(
    client: Client, account: Account
) -> None:
    theirs = make_draft(make_seller(name="Ander bedrijf"), note="Van hen")
    client.post(url(account, "invoice_new"), draft_post(save="1", form_key=theirs.public_id))
    theirs.refresh_from_db()
    assert theirs.note == "Van hen"
    assert Document.objects.get(account=account).public_id != theirs.public_id


def test_a_save_whose_answer_got_lost_is_no_conflict_with_oneself(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    path = url(account, "invoice_edit", draft.public_id)
    page = text(client.get(path))
    key = re.search(r'name="form_key" value="(\w{16})"', page)
    assert key
    typed = draft_post(draft=draft.public_id, version=draft.version, form_key=key[1])
    client.post(path, typed | {"note": "een"}, headers=HTMX)
    client.post(path, typed | {"note": "een twee"}, headers=HTMX)
    draft.refresh_from_db()
    assert draft.note == "een twee"


def test_another_tab_of_the_same_person_is_a_conflict(client: Client, account: Account) -> None:
    draft = make_draft(account)
    path = url(account, "invoice_edit", draft.public_id)
    typed = draft_post(draft=draft.public_id, version=draft.version)
    client.post(path, typed | {"note": "een", "form_key": "a" * 16}, headers=HTMX)
    page = text(client.post(path, typed | {"note": "twee", "form_key": "b" * 16}, headers=HTMX))
    assert "Iemand anders heeft deze factuur intussen gewijzigd" in page
    draft.refresh_from_db()
    assert draft.note == "een"


def test_a_stale_tab_does_not_throw_newer_work_away(client: Client, account: Account) -> None:
    draft = make_draft(account)
    seen = draft.version
    path = url(account, "invoice_edit", draft.public_id)
    client.post(path, draft_post(draft=draft.public_id, version=seen, note="nieuwer", save="1"))
    answer = client.post(
        url(account, "invoice_delete", draft.public_id), {"version": seen}, follow=True
    )
    assert Document.objects.get().note == "nieuwer"
    assert "Er is niets weggegooid" in text(answer)


def test_the_button_that_throws_away_follows_the_saves(client: Client, account: Account) -> None:
    page = text(client.post(url(account, "invoice_new"), draft_post(), headers=HTMX))
    draft = Document.objects.get()
    assert url(account, "invoice_delete", draft.public_id) in page
    assert f'name="version" value="{draft.version}"' in page


@pytest.mark.parametrize("odd", ["a b", "\x00", "a/b", "é", "bestaat-niet"])
def test_a_new_customer_for_a_draft_that_is_none_is_just_a_new_customer(
    client: Client, account: Account, odd: str
) -> None:
    answer = client.get(url(account, "customer_new"), {"draft": odd})
    assert answer.status_code == 200
    assert "Terug naar de factuur" not in text(answer)


def test_an_invoice_of_300_lines_is_saved(client: Client, account: Account) -> None:
    one = {name: value for name, value in draft_post().items() if name.startswith("lines-0-")}
    lines = {
        name.replace("-0-", f"-{number}-"): value
        for number in range(300)
        for name, value in one.items()
    }
    answer = client.post(url(account, "invoice_new"), draft_post(save="1", **lines))
    assert answer.status_code == 302
    draft = Document.objects.get()
    assert draft.lines.count() == 300
    live = lines | {"draft": draft.public_id, "version": str(draft.version)}
    path = url(account, "invoice_edit", draft.public_id)
    assert "Bewaard om" in text(client.post(path, draft_post(**live), headers=HTMX))


def test_more_lines_than_fit_are_refused_with_the_number(client: Client, account: Account) -> None:
    lines = {f"lines-{number}-description": "x" for number in range(501)}
    answer = client.post(url(account, "invoice_new"), draft_post(save="1", **lines))
    assert answer.status_code == 422
    assert "hoogstens 500 lijnen" in text(answer)


def test_a_note_of_three_million_characters_is_refused_beside_the_field(
    client: Client, account: Account
) -> None:
    answer = client.post(url(account, "invoice_new"), draft_post(save="1", note="x" * 3_000_000))
    assert answer.status_code == 422
    assert 'href="#id_note"' in text(answer)


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    "data", [{"note": "x" * 11_000_000}, {f"f{n}": "" for n in range(20_001)}], ids=["size", "many"]
)
def test_what_is_beyond_every_limit_gets_our_own_page(
    client: Client, account: Account, settings: object, debug: bool, data: dict[str, str]
) -> None:
    settings.DEBUG = debug
    answer = client.post(url(account, "invoice_new"), draft_post(**data))
    assert answer.status_code == 413
    assert "te groot" in text(answer)
    assert "Boekbrug" in text(answer)
    assert "Traceback" not in text(answer)


def test_a_version_that_cannot_be_is_an_older_one(client: Client, account: Account) -> None:
    draft = make_draft(account)
    path = url(account, "invoice_edit", draft.public_id)
    answer = client.post(path, draft_post(draft=draft.public_id, version="-1"))
    assert answer.status_code == 409
    assert "data-error-summary" not in text(answer)
