"""Settings > Activiteit: everything that is recorded, in words, filtered, and checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts import clock, triggers
from accounts.activity import ActivityFilter, ActivityKind, activity_page, worded_actions
from accounts.audit import NewEvent, acting_as, event_record, events_record
from accounts.models import Account, AuditEvent, Role, User
from accounts.views import activity as activity_views
from invoicing.services.changes import SUBJECTS
from tests.accounts.builders import add_member, make_account, make_user, owner_of
from tests.processes import ROOT

PATH = "/oventechniek/settings/activity/"
ACTION = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
# How an action may be given: to the chain itself, or to a module's own helper.
RECORDERS = {"event_record", "NewEvent", "_record", "_event"}


def recorded_actions() -> Iterator[str]:
    """Every action that stands in the code as a text, with the ones of rows of master data."""
    for package in ("accounts", "invoicing", "connectors"):
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                if name in RECORDERS:
                    yield from texts_of(call)
    yield from (
        f"{subject}.{what}"
        for model, subject in SUBJECTS.items()
        for what in ("created", "changed", "archived", "restored")
        if what == "changed" or hasattr(model, "archived_at")
    )
    yield from (f"booking.{state}" for state in ("booked", "conflict"))


def texts_of(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and ACTION.fullmatch(value):
            yield value


def test_every_action_that_is_recorded_has_words() -> None:
    actions = set(recorded_actions())
    assert {"document.issued", "membership.changed", "customer.archived"} <= actions
    assert len(actions) > 40
    # Say it in accounts/activity_words.py, invoicing/activity.py or connectors/core/activity.py.
    assert actions - worded_actions() == set()


pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def record(account: Account, actor: User | None, action: str = "customer.changed") -> AuditEvent:
    return event_record(
        account=account, actor=actor, action=action, subject_type="customer", subject_id="x"
    )


def test_the_page_tells_who_did_what_in_words(account: Account) -> None:
    owner = owner_of(account)
    viewer = add_member(account, Role.VIEWER)
    member = viewer.memberships.get()
    as_user(owner).post(f"/oventechniek/settings/people/{member.pk}/", {"role": "bookkeeper"})
    page = as_user(owner).get(PATH).content.decode()
    assert "Rol gewijzigd" in page
    assert viewer.email in page
    assert "Van kijker naar boekhouder" in page
    assert "Account gemaakt" in page
    assert "membership." not in page
    assert as_user(viewer).get(PATH).status_code == 200


def test_a_viewer_does_not_see_it(account: Account) -> None:
    client = as_user(add_member(account, Role.VIEWER))
    assert client.get(PATH).status_code == 403
    assert client.post(f"{PATH}check/").status_code == 403


def test_it_is_filtered_by_person_kind_and_day(account: Account) -> None:
    owner, other = owner_of(account), add_member(account, Role.BOOKKEEPER)
    mine, theirs = record(account, owner), record(account, other, "company.changed")

    def shown(**wanted: object) -> set[int]:
        page = activity_page(account=account, wanted=ActivityFilter(**wanted))  # type: ignore[arg-type]
        return {line.sequence for line in page.lines}

    assert shown(person=other.pk) == {theirs.sequence}
    assert shown(kind=ActivityKind.MASTER) == {mine.sequence}
    assert shown(since=clock.today() + timedelta(days=1)) == set()
    assert shown(until=clock.today() - timedelta(days=1)) == set()
    assert {mine.sequence, theirs.sequence} <= shown(since=clock.today(), until=clock.today())
    client = as_user(owner)
    page = client.get(PATH, {"person": other.pk, "kind": "settings"}).content.decode()
    assert f'id="event-{theirs.sequence}"' in page
    assert f'id="event-{mine.sequence}"' not in page
    wrong = client.get(PATH, {"since": "gisteren", "person": "abc", "before": "x"})
    assert wrong.status_code == 200
    assert "Schrijf een datum" in wrong.content.decode()


def test_older_pages_follow_without_a_gap(account: Account) -> None:
    with transaction.atomic():
        for _number in range(12):
            last = record(account, None)
    seen: list[int] = []
    before = 0
    while True:
        page = activity_page(account=account, wanted=ActivityFilter(), before=before, size=5)
        seen += [line.sequence for line in page.lines]
        before = page.older
        if not before:
            break
    assert seen == list(range(last.sequence, 0, -1))


def test_a_page_takes_a_fixed_number_of_queries(
    account: Account, django_assert_max_num_queries: object
) -> None:
    with transaction.atomic():
        for _number in range(60):
            record(account, owner_of(account))
    client = as_user(owner_of(account))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(PATH)


def test_an_unknown_action_is_shown_rather_than_hidden(account: Account) -> None:
    record(account, None, "toaster.toasted")
    page = as_user(owner_of(account)).get(PATH).content.decode()
    assert "Iets anders gewijzigd (toaster.toasted)" in page


def test_a_command_is_named_where_it_acted(account: Account) -> None:
    with acting_as("manage.py import_ubl"):
        record(account, None)
    page = as_user(owner_of(account)).get(PATH).content.decode()
    assert "de beheerder van Boekbrug (manage.py import_ubl)" in page


def test_another_accounts_events_are_not_shown(account: Account) -> None:
    other = make_account(name="Ander bedrijf")
    record(other, owner_of(other), "toaster.toasted")
    assert "toaster" not in as_user(owner_of(account)).get(PATH).content.decode()


def test_the_button_says_that_the_record_is_whole(account: Account) -> None:
    client = as_user(owner_of(account))
    last = record(account, None)
    page = client.post(f"{PATH}check/", follow=True).content.decode()
    assert f"Het logboek is volledig: {last.sequence} regels nagekeken" in page


def test_a_long_record_is_checked_in_steps(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity_views, "CHECK_STEP", 4)
    event = NewEvent(action="company.changed", subject_type="company", subject_id="1")
    begun = AuditEvent.objects.filter(account=account).count()
    events_record(account=account, actor=None, events=[event] * (10 - begun))
    client = as_user(owner_of(account))
    said = [
        client.post(f"{PATH}check/", {"next": "1"} if step else {}, headers={"HX-Request": "true"})
        for step in range(3)
    ]
    texts = [answer.content.decode() for answer in said]
    assert "4 van 10 regels nagekeken" in texts[0]
    assert "8 van 10 regels nagekeken" in texts[1]
    assert "Het logboek is volledig: 10 regels nagekeken" in texts[2]
    assert "4 van 10" in client.post(f"{PATH}check/", follow=True).content.decode()


def test_a_change_behind_the_triggers_is_told(account: Account) -> None:
    record(account, None)
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditevent SET actor_label = 'x' WHERE sequence = 1")
    page = as_user(owner_of(account)).post(f"{PATH}check/", follow=True).content.decode()
    assert "Op 1 plaats is het logboek gewijzigd" in page


def test_a_check_of_one_account_is_not_shown_in_another(account: Account) -> None:
    owner = owner_of(account)
    make_account(owner, name="Tweede")
    client = as_user(owner)
    client.post(f"{PATH}check/")
    assert "regels nagekeken" not in client.get("/tweede/settings/activity/").content.decode()


def test_people_who_left_can_still_be_chosen(account: Account) -> None:
    gone = make_user("weg")
    event_record(
        account=account,
        actor=gone,
        action="membership.left",
        subject_type="user",
        subject_id=str(gone.pk),
    )
    page = as_user(owner_of(account)).get(PATH).content.decode()
    assert f'<option value="{gone.pk}">{gone.email}</option>' in page


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_that_can_only_be_a_slip_is_told_at_the_field(
    account: Account, name: str, day: str
) -> None:
    answer = as_user(owner_of(account)).get(PATH, {name: day})
    assert answer.status_code == 200
    assert "Kijk het jaar na" in str(answer.context["form"].errors[name])
    activity_page(account=account, wanted=ActivityFilter(**{name: date.fromisoformat(day)}))


def test_who_takes_another_name_is_still_known_by_the_address(account: Account) -> None:
    thief, owner = add_member(account, Role.BOOKKEEPER), owner_of(account)
    record(account, thief)
    record(account, None)
    User.objects.filter(pk=thief.pk).update(full_name=owner.email)
    page = activity_page(account=account, wanted=ActivityFilter(kind=ActivityKind.MASTER))
    told = [(line.who, line.address) for line in page.lines]
    assert told == [("Boekbrug", ""), (owner.email, thief.email)]
    shown = as_user(owner).get(PATH).content.decode()
    assert f"(<bdi>{thief.email}</bdi>)" in shown
    assert f"{owner.email} ({thief.email})" in shown
