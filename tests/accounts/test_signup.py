"""Sign-up, login, password reset, language: through the pages themselves."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from accounts.models import Account, User
from invoicing.models import Company
from tests.accounts.builders import PASSWORD, make_account, owner_of

pytestmark = pytest.mark.django_db
FORM = {
    "company_name": "Bakkerij De Korst",
    "country": "NL",
    "email": "An@Korst.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_who_signs_up_owns_a_new_account(client: Client) -> None:
    response = client.post("/accounts/signup/", FORM, follow=True)
    account = Account.objects.get()
    assert (account.slug, account.country, account.plan) == ("bakkerij-de-korst", "NL", "basic")
    owner = owner_of(account)
    assert owner.email == "an@korst.example"
    assert Company.objects.get(account=account).name == "Bakkerij De Korst"
    assert response.redirect_chain[-1][0] == "/bakkerij-de-korst/"


def test_the_language_of_the_sign_up_page_stays_with_the_user(client: Client) -> None:
    client.post("/accounts/signup/", FORM, headers={"accept-language": "fr"})
    assert User.objects.get().language == "fr"


@pytest.mark.parametrize("field", ["company_name", "country", "email", "password1"])
def test_a_sign_up_that_lacks_something_makes_nothing(client: Client, field: str) -> None:
    response = client.post("/accounts/signup/", FORM | {field: ""})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Account.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["Oven\x07", "Oven\u202e", "Oven\ufffe", "Oven\n"])
def test_a_company_name_with_invisible_characters_is_refused(client: Client, name: str) -> None:
    response = client.post("/accounts/signup/", FORM | {"company_name": f"{name} BV"})
    assert "company_name" in response.context["form"].errors
    assert not Account.objects.exists()


def test_login_and_logout(client: Client) -> None:
    owner = owner_of(make_account())
    response = client.post(
        "/accounts/login/", {"login": owner.email.upper(), "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1][0] == "/oventechniek/"
    client.post("/accounts/logout/")
    assert client.get("/oventechniek/").status_code == 302


def test_a_forgotten_password_gets_a_mail_and_a_stranger_learns_nothing(client: Client) -> None:
    owner = owner_of(make_account())
    for email in (owner.email, "niemand@example.com"):
        response = client.post("/accounts/password/reset/", {"email": email})
        assert response.status_code == 302
    assert {message.to[0] for message in mail.outbox} == {owner.email, "niemand@example.com"}
    assert sum("/accounts/password/reset/key/" in message.body for message in mail.outbox) == 1


def test_pages_speak_the_users_own_language(client: Client) -> None:
    owner = owner_of(make_account())
    owner.language = "fr"
    owner.save()
    client.force_login(owner)
    response = client.get("/oventechniek/", headers={"accept-language": "nl"})
    assert 'lang="fr"' in response.content.decode()
    assert response["Content-Language"] == "fr"
    translation.activate("nl")
