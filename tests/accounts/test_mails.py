"""The mails and pages about a person's login: in our words, by our name, in their language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts.models import User
from tests.accounts.builders import PASSWORD, make_account, owner_of
from tests.accounts.test_signup import FORM

pytestmark = pytest.mark.django_db
SUBJECTS = {
    "nl": "Boekbrug: kies een nieuw wachtwoord",
    "fr": "Boekbrug : choisissez un nouveau mot de passe",
    "en": "Boekbrug: choose a new password",
}


@pytest.fixture(autouse=True)
def _dutch_again() -> Iterator[None]:
    yield
    translation.activate("nl")


def ours(message: mail.EmailMessage) -> None:
    """Fail when a mail says what only a library would say."""
    said = re.sub(r"http://\S+", "", f"{message.subject}\n{message.body}")
    for word in ("127.0.0.1", "testserver", "localhost", "Hello", "Thank you", "example.com"):
        assert word not in said
    assert not re.search(r"\b[Uu]w?\b", said)
    assert "Boekbrug" in message.subject
    assert "Boekbrug" in str(message.body)


@pytest.mark.parametrize("language", SUBJECTS)
def test_the_mail_for_a_new_password_speaks_the_language_of_the_page(
    client: Client, language: str
) -> None:
    owner = owner_of(make_account())
    client.post(
        "/accounts/password/reset/", {"email": owner.email}, headers={"accept-language": language}
    )
    # French has a hard space before its colon.
    assert mail.outbox[0].subject.replace("\xa0", " ") == SUBJECTS[language]
    assert "/accounts/password/reset/key/" in str(mail.outbox[0].body)
    assert "127.0.0.1" not in str(mail.outbox[0].body)


def test_every_mail_is_ours(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    owner = owner_of(make_account())
    for address in (owner.email, "niemand@ergens.example"):
        client.post("/accounts/password/reset/", {"email": address})
    client.post("/accounts/signup/", FORM | {"email": owner.email})
    client.post("/accounts/signup/", FORM)
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "Boekbrug: kies een nieuw wachtwoord",
        "Boekbrug: geen account met dit adres",
        "Boekbrug: je hebt al een account",
        "Boekbrug: bevestig je e-mailadres",
    ]
    for message in mail.outbox:
        message.body = str(message.body).replace(owner.email, "")
        ours(message)


def test_with_verification_a_taken_address_answers_as_a_free_one(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    taken = owner_of(make_account()).email
    answers = [client.post("/accounts/signup/", FORM | {"email": taken})]
    client.logout()
    answers.append(Client().post("/accounts/signup/", FORM))
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/accounts/confirm-email/")
    ] * 2
    assert User.objects.count() == 2


def test_a_confirmed_address_lets_the_owner_in(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/accounts/signup/", FORM)
    link = re.search(r"http://testserver(\S+confirm-email\S+)", str(mail.outbox[0].body))
    assert link
    client.post(link[1])
    login = {"login": FORM["email"], "password": PASSWORD}
    answer = client.post("/accounts/login/", login, follow=True)
    assert answer.redirect_chain[-1][0] == ("/bakkerij-de-korst/")


def test_a_password_is_changed_in_our_words(client: Client) -> None:
    owner = owner_of(make_account())
    client.force_login(owner)
    page = client.get("/accounts/password/change/").content.decode()
    assert "Wachtwoord wijzigen" in page
    assert "Je wachtwoord heeft minstens 8 tekens." in page
    assert not re.search(r"\b[Uu]w\b", page)
    new = {
        "oldpassword": PASSWORD,
        "password1": "ander-lang-woord",
        "password2": "ander-lang-woord",
    }
    answer = client.post("/accounts/password/change/", new, follow=True)
    assert "Je wachtwoord is gewijzigd." in answer.content.decode()
    owner.refresh_from_db()
    assert owner.check_password("ander-lang-woord")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kort", "Je wachtwoord heeft minstens 8 tekens."),
        ("password", "Dit wachtwoord gebruiken te veel mensen"),
        ("4815162342", "niet alleen uit cijfers"),
        ("an@korst.example", "lijkt te veel op"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    client: Client, password: str, reason: str
) -> None:
    answer = client.post("/accounts/signup/", FORM | {"password1": password, "password2": password})
    assert reason in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("page", ["email", "password/set"])
def test_pages_that_serve_nobody_are_not_there(client: Client, page: str) -> None:
    client.force_login(owner_of(make_account()))
    assert client.get(f"/accounts/{page}/").status_code == 404
