"""The operators' commands: what they print, and when they exit with 1."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, PaymentSource, Plan
from connectors.core.models import BookingState, Connection, ConnectionState
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link
from tests.connectors.exact.shop import BE, ENTRIES, Shop, assert_exactly_once
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db
COMMANDS = ("exact_setup", "book", "pull_payments")


def run(command: str, account: Account | str, *arguments: str) -> tuple[str, str]:
    """What it printed, and the error with which it ended ('' = exit code 0)."""
    slug = account if isinstance(account, str) else account.slug
    more = [] if command == "exact_setup" else ["--wait", "0"]
    out = StringIO()
    try:
        call_command(command, "--account", slug, *more, *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_account_is_named(command: str) -> None:
    assert run(command, "bestaat-niet") == ("", "Er is geen account 'bestaat-niet'.")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_account_without_a_link_is_told_to_make_one(command: str) -> None:
    _out, error = run(command, make_seller())
    assert "browser" in error


@pytest.mark.parametrize("command", COMMANDS)
def test_below_pro_nothing_is_asked(shop: Shop, command: str) -> None:
    Account.objects.update(plan=Plan.BASIC)
    _out, error = run(command, shop.account)
    assert "Pro" in error
    assert shop.sim.read("journal") == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_link_is_said(shop: Shop, command: str) -> None:
    Connection.objects.update(state=ConnectionState.DISCONNECTED)
    _out, error = run(command, shop.account)
    assert "verbroken" in error or "niet verbonden" in error


@pytest.fixture
def linked(exact: Running) -> Account:
    account = make_seller()
    link(account, owner_of(account))
    return account


def test_setup_completes_the_wizard_and_prints_each_choice(linked: Account) -> None:
    out, error = run("exact_setup", linked, "--accept-proposals", "--division", str(BE))
    assert error == ""
    assert "sales journal: 700 Verkoop" in out
    assert "VAT domestic:21.00: 3" in out
    assert "koppeling: werkt" in out
    assert run("book", linked) == ("geboekt: 0, niet geboekt: 0\n", "")


def test_setup_finds_the_division_by_the_companys_name(linked: Account) -> None:
    out, error = run("exact_setup", linked, "--accept-proposals")
    assert (error, "administratie: 3100001" in out) == ("", True)


def test_setup_asks_for_a_division_that_it_cannot_guess(exact: Running) -> None:
    account = make_seller()
    account.company.name = "Iets Anders BV"
    account.company.save()
    link(account, owner_of(account))
    _out, error = run("exact_setup", account, "--accept-proposals")
    assert error.startswith("Kies een administratie met --division: 3100001")
    _out, error = run("exact_setup", account, "--accept-proposals", "--division", "12")
    assert "Kies een administratie" in error


def test_setup_without_consent_to_proposals_says_what_is_missing(linked: Account) -> None:
    _out, error = run("exact_setup", linked)
    assert error == "De instellingen zijn niet volledig."


def test_setup_says_who_numbers(linked: Account) -> None:
    arguments = ("--accept-proposals", "--division", str(BE), "--numbering", "exact")
    out, error = run("exact_setup", linked, *arguments)
    assert (error, "boekstuknummers: exact" in out) == ("", True)
    assert answers_of(Connection.objects.get()).numbering == "exact"


def test_setup_of_a_my_office_user_names_the_rights_that_lack(exact: Running) -> None:
    account = make_seller()
    link(account, owner_of(account), user="mijnkantoor")
    _out, error = run("exact_setup", account, "--accept-proposals")
    assert f"{ENTRIES} POST" in error


def test_setup_with_exact_away_exits_with_its_reason(shop: Shop) -> None:
    shop.point_at("http://127.0.0.1:9")
    _out, error = run("exact_setup", shop.account, "--accept-proposals")
    assert "niet bereikbaar" in error


def test_book_works_the_queue_and_prints_a_line_for_each(shop: Shop) -> None:
    documents = [shop.issue() for _number in range(3)]
    out, error = run("book", shop.account)
    assert error == ""
    for document in documents:
        assert f"{document.number} geboekt" in out
        assert_exactly_once(shop, document)
    assert "geboekt: 3, niet geboekt: 0" in out


def test_book_exits_with_1_and_the_cure_when_something_was_refused(shop: Shop) -> None:
    shop.sim.control("period", division=BE, year=2027, period=5)
    shop.issue()
    out, error = run("book", shop.account)
    assert "afgesloten" in out
    assert error == "1 documenten zijn niet geboekt."


def test_book_also_takes_what_was_issued_before_the_link(exact: Running) -> None:
    account = make_seller()
    document = make_issued(account)
    owner = owner_of(account)
    connection = link(account, owner)
    run("exact_setup", account, "--accept-proposals", "--division", str(BE))
    out = run("book", account)[0]
    assert "geboekt: 0, niet geboekt: 0\n" in out
    assert "--since" in out
    assert run("book", account, "--since", "2026-12-01")[0].startswith("0 documenten")
    out, error = run("book", account, "--since", "2026-11-01")
    assert (out.splitlines()[0], error) == ("1 documenten in de wachtrij gezet", "")
    assert_exactly_once(Shop(exact, account, owner, connection), document)


def test_book_says_that_a_choice_of_numbers_is_awaited(shop: Shop) -> None:
    shop.option(duplicate_number="replaced")
    document = shop.issue()
    digits = int("".join(filter(str.isdigit, document.number)))
    shop.somebody_books(EntryNumber=digits, InvoiceNumber=digits)
    shop.issue()
    out, error = run("book", shop.account)
    assert "in plaats van" in out
    assert error == "1 documenten zijn niet geboekt."
    run("exact_setup", shop.account, "--numbering", "exact")
    assert run("book", shop.account)[1] == ""


def test_book_stops_waiting_when_the_link_breaks(shop: Shop) -> None:
    shop.sim.control("revoke", user="kantoor")
    shop.sim.advance(600)
    document = shop.issue()
    out = StringIO()
    with pytest.raises(CommandError, match="niet geboekt"):
        call_command("book", "--account", shop.account.slug, "--wait", "60", stdout=out)
    assert "verbroken" in out.getvalue()
    assert shop.booking(document).state == BookingState.READY


def test_pull_prints_what_changed(shop: Shop) -> None:
    booking = shop.book()
    shop.pay(booking, "21.00")
    out, error = run("pull_payments", shop.account)
    assert error == ""
    assert out.splitlines() == [
        f"{booking.document} vereffend in de boekhouding 21.00",
        "betaalstatus opgehaald",
    ]
    assert run("pull_payments", shop.account) == ("betaalstatus opgehaald\n", "")


@pytest.mark.parametrize("values", [{"kind": "http_503_before"}, {"kind": "rate_limited"}])
def test_pull_that_has_to_wait_exits_with_1_and_the_next_one_as_well(
    shop: Shop, values: dict[str, Any]
) -> None:
    shop.sim.control("faults", path="PaymentTerms", method="GET", **values)
    assert run("pull_payments", shop.account)[1]
    out, error = run("pull_payments", shop.account)
    assert (out, error) == ("", "De betaalstatus kon niet worden opgehaald.")


def test_pull_of_an_account_that_is_paid_by_hand_is_refused(shop: Shop) -> None:
    Account.objects.update(payment_source=PaymentSource.MANUAL)
    assert "komt niet uit Exact" in run("pull_payments", shop.account)[1]
