"""Two-factor login: turned on with a code, asked for at login, never stored in the clear."""

from __future__ import annotations

import json
import re
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import Account, Role, User
from accounts.queries import members_of
from accounts.refusals import Refused
from accounts.secrets import decrypt
from accounts.services.accounts import account_require_two_factor
from accounts.two_factor import has_two_factor
from tests.accounts.builders import PASSWORD, add_member, make_account, make_user, owner_of

pytestmark = pytest.mark.django_db
PAGES = "/accounts/two-factor"


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def logged_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def confirm(client: Client, path: str) -> None:
    """Give the password again, as the pages about security ask."""
    asked = client.get(path)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post(asked["Location"], {"password": PASSWORD})
    assert answer["Location"] == path


def confirm_code(client: Client, path: str, code: str) -> None:
    """Give a code again, as the pages about security ask of who has two-factor login."""
    asked = client.get(path)
    assert asked["Location"].startswith(f"{PAGES}/reauthenticate/")
    answer = client.post(asked["Location"], {"code": code})
    assert answer["Location"] == path


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Turn it on by the pages; gives the app's key and the recovery codes."""
    confirm(client, f"{PAGES}/totp/activate/")
    page = client.get(f"{PAGES}/totp/activate/").content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    answer = client.post(f"{PAGES}/totp/activate/", {"code": code_of(found[1])})
    assert answer["Location"] == f"{PAGES}/recovery-codes/"
    shown = client.get(answer["Location"]).content.decode()
    return found[1], re.findall(r"<li><code>(\d+)</code></li>", shown)


def second_step(user: User, code: str) -> bool:
    """Log in with a password and this code; tells whether it let the person in."""
    client = logged_in(user)
    assert client.get("/accounts/person/").status_code == 302
    client.post(f"{PAGES}/authenticate/", {"code": code})
    return client.get("/accounts/person/").status_code == 200


def test_it_is_turned_on_with_a_code_of_the_app_and_asked_for_at_login() -> None:
    user = make_user()
    secret, codes = turn_on(logged_in(user))
    assert has_two_factor(user)
    assert len(set(codes)) == 10
    assert not second_step(user, "000000")
    assert second_step(user, code_of(secret, 1))
    assert second_step(user, codes[3])


def test_a_code_works_once() -> None:
    user = make_user()
    secret, codes = turn_on(logged_in(user))
    code = code_of(secret, 1)
    assert second_step(user, code)
    assert not second_step(user, code)
    assert second_step(user, codes[0])
    assert not second_step(user, codes[0])


def test_codes_are_guessed_five_times_only() -> None:
    user = make_user()
    secret, _codes = turn_on(logged_in(user))
    client = logged_in(user)
    for _attempt in range(8):
        client.post(f"{PAGES}/authenticate/", {"code": "000000"})
    client.post(f"{PAGES}/authenticate/", {"code": code_of(secret, 1)})
    assert client.get("/accounts/person/").status_code == 302


def test_what_is_stored_is_encrypted_with_the_installations_keys(settings: Settings) -> None:
    user = make_user()
    secret, codes = turn_on(logged_in(user))
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    totp = Authenticator.objects.get(user=user, type="totp")
    assert decrypt(totp.data["secret"]) == secret
    settings.ENCRYPTION_KEYS = ["Ym9la2JydWctYW5vdGhlci1rZXktMzItYnl0ZXMhISE="]
    with pytest.raises(Exception, match="cannot be read"):
        second_step(user, code_of(secret, 1))


def test_after_rotating_the_keys_the_old_one_is_not_needed(settings: Settings) -> None:
    user = make_user()
    secret, codes = turn_on(logged_in(user))
    old, new = settings.ENCRYPTION_KEYS[0], "Ym9la2JydWctYW5vdGhlci1rZXktMzItYnl0ZXMhISE="
    settings.ENCRYPTION_KEYS = [new, old]
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    assert said.getvalue() == "2 geheimen opnieuw versleuteld\n"
    settings.ENCRYPTION_KEYS = [new]
    assert second_step(user, code_of(secret, 1))
    assert second_step(user, codes[0])


def test_the_recovery_codes_are_shown_once() -> None:
    user = make_user()
    client = logged_in(user)
    _secret, codes = turn_on(client)
    again = client.get(f"{PAGES}/recovery-codes/").content.decode()
    assert "al eens getoond" in again
    assert not any(code in again for code in codes)
    client.post(f"{PAGES}/recovery-codes/generate/")
    fresh = client.get(f"{PAGES}/recovery-codes/").content.decode()
    assert "data:text/plain" in fresh
    assert not second_step(user, codes[0])


@pytest.mark.django_db(transaction=True)
def test_turning_it_off_asks_a_code_again_and_mails() -> None:
    user = make_user()
    secret, codes = turn_on(logged_in(user))
    client = logged_in(user)
    client.post(f"{PAGES}/authenticate/", {"code": code_of(secret, 1)})
    confirm_code(client, f"{PAGES}/totp/deactivate/", codes[0])
    client.post(f"{PAGES}/totp/deactivate/")
    assert not has_two_factor(user)
    assert not Authenticator.objects.filter(user=user).exists()
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "Boekbrug: tweestapscontrole is aangezet",
        "Boekbrug: tweestapscontrole is uitgezet",
    ]
    for message in mail.outbox:
        assert message.to == [user.email]
        assert "wachtwoord" in str(message.body)
        assert "testserver" not in str(message.body)


@pytest.mark.parametrize(
    "path",
    ["/", "/totp/activate/", "/totp/deactivate/", "/recovery-codes/", "/recovery-codes/generate/"],
)
def test_these_pages_are_for_who_is_logged_in(path: str) -> None:
    assert Client().get(f"{PAGES}{path}").status_code == 302


@pytest.fixture
def strict_account() -> Account:
    account = make_account()
    turn_on(logged_in(owner_of(account)))
    account_require_two_factor(account=account, actor=owner_of(account), required=True)
    return account


def test_an_account_can_ask_it_of_every_member(strict_account: Account) -> None:
    viewer = add_member(strict_account, Role.VIEWER)
    client = logged_in(viewer)
    answer = client.get("/oventechniek/")
    assert answer.status_code == 403
    assert "Zet eerst tweestapscontrole aan" in answer.content.decode()
    turn_on(client)
    assert client.get("/oventechniek/").status_code == 200


def test_who_lacks_it_can_leave_the_account_that_asks_it(strict_account: Account) -> None:
    viewer = add_member(strict_account, Role.VIEWER)
    client = logged_in(viewer)
    assert "/oventechniek/settings/leave/" in client.get("/oventechniek/").content.decode()
    assert client.get("/oventechniek/settings/leave/").status_code == 200
    assert client.post("/oventechniek/settings/leave/").status_code == 302
    assert not viewer.memberships.exists()


def test_turning_it_on_ends_the_other_sessions_and_keeps_this_one() -> None:
    user = make_user()
    here, elsewhere = logged_in(user), logged_in(user)
    before = here.session.session_key
    turn_on(here)
    assert here.get("/accounts/person/").status_code == 200
    assert here.session.session_key != before
    assert elsewhere.get("/accounts/person/").status_code == 302


def test_a_session_of_a_password_alone_does_not_come_in_until_it_gives_a_code(
    strict_account: Account,
) -> None:
    owner = owner_of(strict_account)
    client = Client()
    # As of before two-factor login ended sessions: a login that asked no code.
    client.force_login(owner)
    refused = client.get("/oventechniek/")
    assert refused.status_code == 403
    assert "reauthenticate" in refused.content.decode()
    codes = Authenticator.objects.get(user=owner, type="recovery_codes").wrap().get_unused_codes()
    answer = client.post(f"{PAGES}/reauthenticate/?next=/oventechniek/", {"code": codes[0]})
    assert answer["Location"] == "/oventechniek/"
    assert client.get("/oventechniek/").status_code == 200


@pytest.mark.parametrize("page", ["totp/deactivate", "recovery-codes/generate"])
def test_the_password_alone_does_not_confirm_for_who_has_it(page: str) -> None:
    user = make_user()
    turn_on(logged_in(user))
    user.refresh_from_db()
    client = Client()
    client.force_login(user)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer["Location"].startswith(f"{PAGES}/reauthenticate/")
    assert client.post(f"{PAGES}/{page}/").status_code == 302
    assert has_two_factor(user)
    assert "reauthenticate" in client.get(f"{PAGES}/{page}/")["Location"]


def test_who_is_in_such_an_account_does_not_turn_it_off(strict_account: Account) -> None:
    viewer = add_member(strict_account, Role.VIEWER)
    client = logged_in(viewer)
    turn_on(client)
    client.post(f"{PAGES}/totp/deactivate/")
    assert has_two_factor(viewer)
    page = client.get(f"{PAGES}/totp/deactivate/").content.decode()
    assert "vraagt tweestapscontrole" in page


def test_an_owner_without_it_does_not_lock_the_door_behind_them() -> None:
    account = make_account()
    with pytest.raises(Refused, match="sluit je jezelf uit"):
        account_require_two_factor(account=account, actor=owner_of(account), required=True)
    client = logged_in(owner_of(account))
    path = "/oventechniek/settings/people/two-factor/"
    answer = client.post(path, {"required": "yes"}, follow=True)
    assert "sluit je jezelf uit" in answer.content.decode()
    turn_on(client)
    client.post(path, {"required": "yes"})
    account.refresh_from_db()
    assert account.requires_two_factor
    client.post(path, {"required": "no"})
    account.refresh_from_db()
    assert not account.requires_two_factor


def test_the_members_page_says_who_has_it(strict_account: Account) -> None:
    add_member(strict_account, Role.VIEWER)
    rows = {
        member.role: member.with_two_factor  # type: ignore[attr-defined]
        for member in members_of(account=strict_account)
    }
    assert rows == {"owner": True, "viewer": False}


def test_the_helpdesk_turns_it_off_for_who_lost_everything() -> None:
    user = make_user()
    client = logged_in(user)
    turn_on(client)
    said = StringIO()
    call_command("two_factor_off", email=user.email, stdout=said)
    assert "is uitgezet" in said.getvalue()
    assert not has_two_factor(user)
    assert client.get("/accounts/person/").status_code == 302
    assert "helpdesk" in str(mail.outbox[-1].body)
    call_command("two_factor_off", email=user.email, stdout=said)
    assert "heeft geen" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("two_factor_off", email="niemand@example.com")


def test_a_person_changes_their_name_and_language() -> None:
    user = make_user()
    client = logged_in(user)
    answer = client.post("/accounts/person/", {"full_name": "An Peeters", "language": "fr"})
    user.refresh_from_db()
    assert (user.full_name, user.language) == ("An Peeters", "fr")
    assert answer.cookies["django_language"].value == "fr"
    wrong = client.post("/accounts/person/", {"full_name": "An\u202e", "language": "xx"})
    assert wrong.status_code == 422


def test_logging_out_everywhere_leaves_only_this_session() -> None:
    user = make_user()
    here, elsewhere = logged_in(user), logged_in(user)
    here.post("/accounts/person/sessions/")
    assert here.get("/accounts/person/").status_code == 200
    assert elsewhere.get("/accounts/person/").status_code == 302


def test_a_changed_password_is_mailed_and_ends_other_sessions() -> None:
    user = make_user()
    here, elsewhere = logged_in(user), logged_in(user)
    new = {
        "oldpassword": PASSWORD,
        "password1": "ander-lang-woord",
        "password2": "ander-lang-woord",
    }
    here.post("/accounts/password/change/", new)
    assert [message.subject for message in mail.outbox] == ["Boekbrug: je wachtwoord is gewijzigd"]
    assert elsewhere.get("/accounts/person/").status_code == 302


def test_the_code_that_turned_it_on_does_not_also_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    user = make_user()
    secret, _codes = turn_on(logged_in(user))
    assert not second_step(user, code_of(secret))
    assert second_step(user, code_of(secret, 1))


def test_a_used_code_stays_used_as_long_as_the_clock_lets_it_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = make_user()
    secret, _codes = turn_on(logged_in(user))
    code = code_of(secret, 1)
    assert second_step(user, code)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 45)
    assert not second_step(user, code)


def test_the_check_of_a_deployment_warns_where_limits_are_not_shared(settings: Settings) -> None:
    def found() -> set[str | None]:
        return {message.id for message in run_checks(include_deployment_checks=True)}

    assert "accounts.W002" in found()
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://x"}
    settings.CACHES = {"default": redis}
    assert "accounts.W002" not in found()
