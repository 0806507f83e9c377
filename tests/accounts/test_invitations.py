"""Invitations: who may send them, what the mail and its link do, and when they stop working."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts import clock, invitation_mail
from accounts.models import Account, AuditEvent, Invitation, Membership, Role, User
from accounts.refusals import Refused
from accounts.services.invitations import (
    MAILS_A_DAY,
    invitation_accept,
    invitation_create,
    invitation_resend,
    token_hash,
)
from accounts.services.members import membership_remove
from tests.accounts.builders import PASSWORD, add_member, make_account, make_user, owner_of

pytestmark = pytest.mark.django_db
ADDRESS = "kim@kijkt.example"


@pytest.fixture(autouse=True)
def _dutch_again() -> Iterator[None]:
    yield
    translation.activate("nl")


@pytest.fixture
def account() -> Account:
    return make_account()


@pytest.fixture
def owner(account: Account) -> Client:
    client = Client()
    client.force_login(owner_of(account))
    return client


def invite(client: Client, email: str = ADDRESS, role: str = "viewer") -> str:
    """Invite by the page and give the path of the mailed link."""
    client.post("/oventechniek/settings/people/invite/", {"email": email, "role": role})
    return link_of(mail.outbox[-1])


def link_of(message: mail.EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/invitation/\S+)", str(message.body))
    assert found
    return found[1]


def make(account: Account, email: str = ADDRESS) -> tuple[Invitation, str]:
    return invitation_create(
        account=account, actor=owner_of(account), email=email, role=Role.VIEWER
    )


def expire(account: Account) -> None:
    Invitation.objects.filter(account=account).update(expires_at=clock.now())


def test_the_mail_says_who_asks_what_and_only_the_hash_of_the_link_is_kept(
    account: Account, owner: Client
) -> None:
    path = invite(owner)
    message = mail.outbox[0]
    assert message.to == [ADDRESS]
    assert owner_of(account).email in str(message.body)
    assert "Oventechniek" in str(message.body)
    assert "kijker" in str(message.body)
    token = path.split("/")[3]
    kept = Invitation.objects.get()
    assert kept.token_hash == token_hash(token)
    events = AuditEvent.objects.filter(action="invitation.sent")
    assert token not in str(vars(kept)) + str(list(events.values()))
    assert kept.expires_at - kept.created_at >= timedelta(days=6, hours=23)


@pytest.mark.parametrize("end", ["\n\n", "\r", "\x85", "\u2028"])
def test_a_name_cannot_write_paragraphs_of_its_own_in_a_mail(
    account: Account, owner: Client, end: str
) -> None:
    name = f"Jan{end}UW REKENING IS GEBLOKKEERD. Log in: http://evil.example/"
    answer = owner.post("/accounts/person/", {"full_name": name, "language": "nl"})
    assert "onzichtbaar stuurteken" in answer.content.decode()
    invite(owner)
    assert "GEBLOKKEERD" not in str(mail.outbox[0].body)


def test_the_mail_speaks_the_language_of_who_is_known(
    account: Account, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("fred", language="fr")
    monkeypatch.setattr(
        invitation_mail, "render_to_string", lambda *_args: translation.get_language()
    )
    for email in ("fred@example.com", "onbekend@example.com"):
        owner.post("/oventechniek/settings/people/invite/", {"email": email, "role": "viewer"})
    assert [message.subject for message in mail.outbox] == ["fr", "nl"]


def test_a_mail_that_cannot_leave_is_told_and_the_invitation_stays(
    account: Account, owner: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = owner.post(
        "/oventechniek/settings/people/invite/", {"email": ADDRESS, "role": "viewer"}, follow=True
    )
    assert "kon niet vertrekken" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_a_new_person_takes_it_up_and_the_address_counts_as_confirmed(
    account: Account, owner: Client
) -> None:
    path = invite(owner, role="bookkeeper")
    guest = Client()
    page = guest.get(path).content.decode()
    assert owner_of(account).email in page
    assert "Boekhouder" in page
    answer = guest.post(f"{path}new/", {"full_name": "Kim", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/oventechniek/"
    person = User.objects.get(email=ADDRESS)
    assert (person.full_name, person.memberships.get().role) == ("Kim", "bookkeeper")
    assert EmailAddress.objects.get(user=person).verified
    fresh = Client()
    login = {"login": ADDRESS, "password": PASSWORD}
    assert fresh.post("/accounts/login/", login).status_code == 302
    assert fresh.get("/oventechniek/").status_code == 200


@pytest.mark.parametrize("password", ["kort", "password", "12345678901", "kim@kijkt"])
def test_a_weak_password_makes_nobody(owner: Client, password: str) -> None:
    path = invite(owner)
    form = {"full_name": "Kim", "password": password}
    assert Client().post(f"{path}new/", form).status_code == 422
    assert not User.objects.filter(email=ADDRESS).exists()


def test_who_has_a_login_takes_it_up_with_it(account: Account, owner: Client) -> None:
    person = make_user("kim")
    path = invite(owner, person.email)
    client = Client()
    login_url = f"/accounts/login/?next={path}"
    assert login_url.replace("/", "%2F").split("next=")[1] in client.get(path).content.decode()
    answer = client.post(login_url, {"login": person.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == path
    answer = client.post(path, follow=True)
    assert answer.redirect_chain[-1][0] == "/oventechniek/"
    assert person.memberships.get().role == "viewer"


def test_the_page_is_the_same_whether_the_address_has_a_login_or_not(owner: Client) -> None:
    make_user("kim")
    known, unknown = invite(owner, "kim@example.com"), invite(owner, "jan@example.com")
    pages = [
        Client().get(path).content.decode().replace(path.split("/")[3], "")
        for path in (known, unknown)
    ]
    plain = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        .replace("kim@", "").replace("jan@", "")
        for page in pages
    ]  # fmt: skip
    assert plain[0] == plain[1]


def test_who_has_a_login_already_cannot_be_made_again(owner: Client) -> None:
    person = make_user("kim")
    path = invite(owner, person.email)
    answer = Client().post(f"{path}new/", {"full_name": "Dief", "password": "een-ander-woord"})
    assert answer.status_code == 422
    assert "Meld je aan" in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_another_person_is_told_for_whom_it_is_and_cannot_take_it(
    account: Account, owner: Client
) -> None:
    path = invite(owner)
    other = make_user("ander")
    client = Client()
    client.force_login(other)
    page = client.get(path).content.decode()
    assert other.email in page
    assert ADDRESS in page
    assert "aanvaarden" not in page
    client.post(path)
    assert not other.memberships.exists()
    assert client.post(f"{path}switch/")["Location"] == path
    assert "Ik ben nieuw" in client.get(path).content.decode()


def test_accepting_twice_expired_withdrawn_and_unknown_are_plain_pages(
    account: Account, owner: Client
) -> None:
    accepted, withdrawn, expired = (invite(owner, f"p{n}@example.com") for n in range(3))
    person = make_user("p0")
    client = Client()
    client.force_login(person)
    client.post(accepted)
    second = Invitation.objects.get(email="p1@example.com")
    owner.post(f"/oventechniek/settings/people/invitations/{second.public_id}/withdraw/")
    Invitation.objects.filter(email="p2@example.com").update(expires_at=clock.now())
    pages = {
        accepted: (410, "al aanvaard"),
        withdrawn: (410, "ingetrokken"),
        expired: (410, "verlopen"),
        "/accounts/invitation/onbekend/": (404, "Deze link werkt niet"),
    }
    for path, (status, words) in pages.items():
        for answer in (client.get(path), client.post(path), Client().get(f"{path}new/")):
            assert answer.status_code == status
            assert words in answer.content.decode()
    assert Membership.objects.filter(account=account).count() == 2


def test_members_oneself_and_open_invitations_are_told_at_the_field(
    account: Account, owner: Client
) -> None:
    member = add_member(account, Role.VIEWER)
    invite(owner)
    for email, words in {
        owner_of(account).email.upper(): "je eigen adres",
        member.email: "al gebruiker",
        ADDRESS: "al uitgenodigd",
        "geen adres": "naam@bedrijf.be",
    }.items():
        answer = owner.post(
            "/oventechniek/settings/people/invite/", {"email": email, "role": "viewer"}
        )
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors["email"])
        assert email in answer.content.decode()
    assert len(mail.outbox) == 1


def test_twenty_mails_a_day_and_sending_again_counts(account: Account, owner: Client) -> None:
    invitation, _token = make(account)
    for number in range(MAILS_A_DAY - 2):
        make(account, f"p{number}@example.com")
    invitation_resend(invitation=invitation, actor=owner_of(account))
    with pytest.raises(Refused, match="Morgen"):
        make(account, "laatste@example.com")
    with pytest.raises(Refused, match="Morgen"):
        invitation_resend(invitation=invitation, actor=owner_of(account))
    other = make_account(name="Ander bedrijf")
    make(other)


def test_sending_again_ends_the_old_link_and_starts_the_week_again(
    account: Account, owner: Client
) -> None:
    old = invite(owner)
    expire(account)
    public_id = Invitation.objects.get().public_id
    owner.post(f"/oventechniek/settings/people/invitations/{public_id}/resend/")
    assert Client().get(old).status_code == 404
    assert Client().get(link_of(mail.outbox[-1])).status_code == 200


def test_an_expired_invitation_makes_room_for_a_new_one(account: Account) -> None:
    make(account)
    expire(account)
    make(account)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_the_clock_ends_an_invitation_after_seven_days(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, _token = make(account)
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=6, hours=23))
    assert not invitation.is_expired
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=7, seconds=1))
    assert invitation.is_expired
    with pytest.raises(Refused, match="verlopen"):
        invitation_accept(invitation=invitation, user=make_user("kim"))


def test_who_leaves_takes_their_open_invitations_along(account: Account) -> None:
    first, second = owner_of(account), add_member(account, Role.OWNER)
    invitation, _token = invitation_create(
        account=account, actor=second, email=ADDRESS, role=Role.OWNER
    )
    membership_remove(membership=Membership.objects.get(account=account, user=second), actor=first)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_a_bookkeeper_is_in_many_accounts(account: Account) -> None:
    bookkeeper = make_user("boek")
    for one in (account, make_account(name="Tweede"), make_account(name="Derde")):
        invitation, _token = invitation_create(
            account=one, actor=owner_of(one), email=bookkeeper.email, role=Role.BOOKKEEPER
        )
        invitation_accept(invitation=invitation, user=bookkeeper)
    assert bookkeeper.memberships.count() == 3


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.VIEWER])
def test_only_an_owner_invites(account: Account, role: str) -> None:
    member = add_member(account, role)
    client = Client()
    client.force_login(member)
    form = {"email": ADDRESS, "role": "owner"}
    assert client.post("/oventechniek/settings/people/invite/", form).status_code == 403
    with pytest.raises(Refused):
        invitation_create(account=account, actor=member, email=ADDRESS, role=Role.OWNER)
    assert not mail.outbox


def test_a_link_that_was_replaced_while_it_was_being_taken_up_is_dead(account: Account) -> None:
    person = make_user("kim")
    found, _token = make(account, person.email)
    invitation_resend(invitation=found, actor=owner_of(account))
    with pytest.raises(Refused, match="Deze link werkt niet"):
        invitation_accept(invitation=found, user=person)
    assert not person.memberships.exists()


def test_the_link_stands_where_the_installation_says_that_it_stands(
    owner: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://boekbrug.example"
    settings.ALLOWED_HOSTS = ["*"]
    form = {"email": ADDRESS, "role": "viewer"}
    owner.post("/oventechniek/settings/people/invite/", form, headers={"host": "elders.example"})
    assert "https://boekbrug.example/accounts/invitation/" in str(mail.outbox[0].body)
    assert "elders" not in str(mail.outbox[0].body)
