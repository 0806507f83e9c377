"""The last look, and issuing on one deliberate button."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account, Role
from invoicing.models import Company, Document
from tests.accounts.builders import add_member
from tests.invoicing.builders import line, make_customer, make_draft, make_seller
from tests.invoicing.screens import draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def test_reviewing_saves_and_shows_what_cannot_be_undone(client: Client, account: Account) -> None:
    make_customer(account)
    answer = client.post(
        url(account, "invoice_new"), draft_post(customer="korst", review="1"), follow=True
    )
    assert answer.redirect_chain[-1][0].endswith("/issue/")
    assert "Dat kun je niet ongedaan maken" in text(answer)
    assert Document.objects.get().number == ""


def test_the_button_issues_and_pressing_twice_takes_one_number(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    path = url(account, "invoice_issue", draft.public_id)
    for _press in range(2):
        client.post(path, {"version": draft.version})
    assert [one.number.endswith("-0001") for one in Document.objects.all()] == [True]


def test_what_is_missing_is_listed_with_the_place_to_cure_it(
    client: Client, account: Account
) -> None:
    Company.objects.filter(account=account).update(iban="")
    draft = make_draft(account, line(description=""), customer=None)
    page = text(client.get(url(account, "invoice_issue", draft.public_id)))
    assert url(account, "settings_company") in page
    assert f"{url(account, 'invoice_edit', draft.public_id)}?check=1#id_customer" in page
    assert "#id_lines-0-description" in page
    assert "Factuur versturen" not in page


def test_a_draft_changed_after_the_last_look_is_not_issued(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    answer = client.post(
        url(account, "invoice_issue", draft.public_id),
        {"version": draft.version - 1},
        follow=True,
    )
    assert "intussen gewijzigd en daarom niet verstuurd" in text(answer)
    assert Document.objects.get().number == ""


def test_a_viewer_is_told_who_may_issue(account: Account) -> None:
    draft = make_draft(account)
    viewer = Client()
    viewer.force_login(add_member(account, Role.VIEWER))
    answer = viewer.get(url(account, "invoice_issue", draft.public_id))
    assert answer.status_code == 403
    assert "Vraag een eigenaar" in text(answer)


def test_a_viewer_may_look_at_a_draft(account: Account) -> None:
    draft = make_draft(account)
    viewer = Client()
    viewer.force_login(add_member(account, Role.VIEWER))
    assert viewer.get(url(account, "invoice_detail", draft.public_id)).status_code == 200


def test_characters_that_the_pdf_cannot_show_are_named_before_issuing(
    client: Client, account: Account
) -> None:
    draft = make_draft(account, line(description="Taart 🎂 voor 👩‍🍳 en Łukasz"))
    page = text(client.get(url(account, "invoice_issue", draft.public_id)))
    assert "Deze tekens komen niet op de pdf: 🍳🎂👩" in page
    plain = make_draft(account, line(description="Taart voor Łukasz – € 5"))
    assert "komen niet op de pdf" not in text(
        client.get(url(account, "invoice_issue", plain.public_id))
    )
