"""The pages of a person: login, the first account, the language."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.builders import PASSWORD, make_account, make_user

pytestmark = pytest.mark.django_db


def test_a_wrong_password_is_said_on_top_and_the_address_stays() -> None:
    user = make_user("an")
    answer = Client().post("/accounts/login/", {"login": user.email, "password": "anders"})
    page = answer.content.decode()
    assert "error-summary" in page
    assert 'value="an@example.com"' in page


def test_after_login_the_account_opens_that_was_open_last() -> None:
    user = make_user("an")
    make_account(user, name="Eerste")
    second = make_account(user, name="Tweede")
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.get(f"/{second.slug}/")
    assert client.get("/")["Location"] == f"/{second.slug}/"


def test_somebody_without_an_account_is_told_what_to_do() -> None:
    client = Client()
    client.force_login(make_user("an"))
    assert "nergens gebruiker" in client.get("/").content.decode()


def test_the_language_is_kept_with_the_user() -> None:
    user = make_user("an")
    client = Client()
    client.force_login(user)
    answer = client.post("/accounts/language/", {"language": "fr", "next": "/x/?q=1"})
    user.refresh_from_db()
    assert (user.language, answer["Location"]) == ("fr", "/x/?q=1")


def test_an_unknown_language_or_foreign_address_changes_nothing() -> None:
    user = make_user("an")
    client = Client()
    client.force_login(user)
    answer = client.post("/accounts/language/", {"language": "xx", "next": "https://evil.example"})
    user.refresh_from_db()
    assert (user.language, answer["Location"]) == ("nl", "/")


@pytest.mark.parametrize(
    "path",
    ["login", "signup", "password/reset", "password/reset/done", "confirm-email", "inactive"],
)
def test_every_page_before_login_is_ours(path: str) -> None:
    page = Client().get(f"/accounts/{path}/").content.decode()
    assert 'class="outside"' in page


def test_a_page_that_is_not_there_says_so_in_words() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user("an"))
    answer = client.get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze bladzijde is er niet" in answer.content.decode()


def test_any_page_of_an_account_is_remembered_and_at_first_it_is_the_oldest_membership() -> None:
    user = make_user()
    make_account(user, name="Zuid")
    make_account(user, name="Aan zee")
    client = Client()
    client.force_login(user)
    assert client.get("/")["Location"] == "/zuid/"
    client.get("/aan-zee/settings/plan/")
    assert client.get("/")["Location"] == "/aan-zee/"
