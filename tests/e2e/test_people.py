"""People by clicking: invited by mail, a role that limits, two-factor login, activity, removal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, log_in
from tests.e2e.helpers import assert_accessible, assert_fits, screenshot
from tests.processes import Serve, eventually

HOME = "/oventechniek-demo/"
PEOPLE = f"{HOME}settings/people/"
ACTIVITY = f"{HOME}settings/activity/"
VIEWER, VIEWER_PASSWORD = "kim@kijkt.example", "lezen-en-niet-schrijven"
NARROW = {"width": 320, "height": 640}


def checked(page: Page, name: str) -> None:
    """Look at a page as axe and as a phone do, and keep both pictures."""
    assert_accessible(page)
    screenshot(page, name)
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    assert_fits(page)
    page.set_viewport_size(PHONE)
    screenshot(page, f"phone-{name}")
    assert size
    page.set_viewport_size(size)


def invite(page: Page, email: str, role: str) -> None:
    page.goto(PEOPLE)
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("radio", name=re.compile(f"^{role}")).check()
    page.get_by_role("button", name="Uitnodiging sturen").click()


def mailed_link(app: Serve, email: str) -> str:
    """The newest invitation's link in the mails that the demo prints."""

    def links() -> list[str]:
        mails = app.output.split("Subject: ")[1:]
        mine = [mail for mail in mails if f"To: {email}" in mail]
        return re.findall(r"/accounts/invitation/[\w-]+/", mine[-1]) if mine else []

    eventually(links, lambda: app.output[-2000:])
    return links()[-1]


def code_of(secret: str, at: float | None = None) -> str:
    """What an app shows for this key at a moment (RFC 6238)."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_a_new_person_is_invited_and_may_only_look(
    app: Serve, page: Page, open_page: Callable[..., Page], allow: list[str]
) -> None:
    allow.append("403|410|422|404")
    invite(page, "demo@boekbrug.example", "Kijker")
    expect(page.get_by_role("alert")).to_contain_text("je eigen adres")
    invite(page, VIEWER, "Kijker")
    expect(page.locator("#messages")).to_contain_text(f"naar {VIEWER} gemaild")
    expect(page.get_by_role("heading", name="Open uitnodigingen")).to_be_visible()
    checked(page, "people")
    link = mailed_link(app, VIEWER)

    page.goto(link)
    expect(page.locator("main")).to_contain_text("Je bent aangemeld als demo@boekbrug.example")
    checked(page, "invitation-other-person")

    guest = open_page()
    guest.goto(link)
    expect(guest.locator("main")).to_contain_text("nodigt je uit")
    checked(guest, "invitation")
    guest.get_by_role("link", name="Ik ben nieuw bij Boekbrug").click()
    guest.get_by_label("Je naam").fill("Kim Kijker")
    guest.get_by_label("Kies een wachtwoord").fill("kort")
    guest.get_by_role("button", name="Uitnodiging aanvaarden").click()
    expect(guest.get_by_role("alert")).to_contain_text("minstens 8 tekens")
    checked(guest, "invitation-new-person")
    guest.get_by_label("Kies een wachtwoord").fill(VIEWER_PASSWORD)
    guest.get_by_role("button", name="Uitnodiging aanvaarden").click()
    expect(guest.locator("#messages")).to_contain_text("Welkom bij")

    expect(guest.get_by_role("link", name="Nieuwe factuur")).to_have_count(0)
    expect(guest.get_by_role("link", name="Koppelingen")).to_have_count(0)
    expect(guest.get_by_role("link", name="Instellingen")).to_have_count(0)
    guest.goto(f"{HOME}invoices/")
    guest.locator("tbody th a").last.click()
    expect(guest.get_by_role("heading", level=1)).to_be_visible()
    checked(guest, "viewer-invoice")
    for path in ("connect/", "settings/people/", "settings/activity/", "invoices/new/"):
        guest.goto(f"{HOME}{path}")
        expect(guest.get_by_role("heading", level=1)).to_contain_text("Dit mag je niet")
    checked(guest, "viewer-refused")

    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("al aanvaard")
    checked(guest, "invitation-accepted")


def test_two_factor_is_turned_on_and_asked_for(
    open_page: Callable[..., Page], allow: list[str]
) -> None:
    allow.append("401|403|422|429")
    guest = open_page()
    log_in(guest, VIEWER, VIEWER_PASSWORD)
    guest.get_by_label("Gebruikersmenu").click()
    guest.get_by_role("link", name="Mijn gegevens").click()
    checked(guest, "person")
    guest.get_by_role("link", name="Tweestapscontrole aanzetten").click()
    checked(guest, "two-factor-off")
    guest.get_by_role("link", name="Tweestapscontrole aanzetten").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Ben jij het?")
    checked(guest, "ask-again")
    guest.get_by_label("Wachtwoord").fill(VIEWER_PASSWORD)
    guest.get_by_role("button", name="Verder").click()
    guest.get_by_text("Scannen lukt niet?").click()
    secret = guest.locator("code.secret").inner_text()
    assert guest.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    guest.get_by_label("De 6 cijfers").fill("000000")
    guest.get_by_role("button", name="Aanzetten").click()
    expect(guest.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    checked(guest, "two-factor-on")
    guest.get_by_label("De 6 cijfers").fill(code_of(secret))
    guest.get_by_role("button", name="Aanzetten").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Reservecodes")
    codes = guest.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    with guest.expect_download() as waiting:
        guest.get_by_role("link", name="Codes bewaren als tekst").click()
    assert waiting.value.path().read_text(encoding="utf-8").splitlines()[3:] == codes
    checked(guest, "recovery-codes")
    guest.reload()
    expect(guest.locator("main")).to_contain_text("al eens getoond")
    guest.goto("/accounts/two-factor/")
    checked(guest, "two-factor-manage")

    for code in (code_of(secret, time.time() + 30), codes[0]):
        again = open_page()
        log_in(again, VIEWER, VIEWER_PASSWORD)
        expect(again.get_by_role("heading", level=1)).to_contain_text("Nog één stap")
        again.goto(HOME)  # the password alone opens nothing
        expect(again.get_by_role("heading", level=1)).to_contain_text("Nog één stap")
        again.get_by_label("Code uit je app").fill("123456")
        again.get_by_role("button", name="Aanmelden", exact=True).click()
        expect(again.get_by_role("alert")).to_contain_text("Deze code klopt niet")
        again.get_by_label("Code uit je app").fill(code)
        checked(again, "login-second-step")
        again.get_by_role("button", name="Aanmelden", exact=True).click()
        again.wait_for_url(lambda url: HOME in url)
    used = open_page()
    log_in(used, VIEWER, VIEWER_PASSWORD)
    used.get_by_label("Code uit je app").fill(codes[0])
    used.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(used.get_by_role("alert")).to_contain_text("al gebruikt")


def test_one_switches_between_accounts_and_starts_another(page: Page) -> None:
    page.goto(HOME)
    page.locator(".topbar .menu summary").first.click()
    screenshot(page, "account-switcher", full=False)
    page.get_by_role("link", name="Nieuw account").click()
    page.get_by_label("Naam van je bedrijf").fill("Zonnepanelen Zuid")
    checked(page, "account-new")
    page.get_by_role("button", name="Account maken").click()
    page.wait_for_url(re.compile("/zonnepanelen-zuid"))
    page.locator(".topbar .menu summary").first.click()
    page.get_by_role("link", name="Alle accounts").click()
    checked(page, "account-list")
    page.get_by_label("Zoek een account").fill("oventech")
    page.keyboard.press("Enter")
    expect(page.locator(".choices li")).to_have_count(1)
    page.locator(".choices .name").click()
    page.wait_for_url(re.compile(HOME))


@pytest.mark.parametrize("javascript", [True, False])
def test_the_owner_sees_what_happened_and_that_it_is_whole(
    open_page: Callable[..., Page], login_state: object, javascript: bool
) -> None:
    page = open_page(storage_state=login_state, java_script_enabled=javascript)
    page.goto(ACTIVITY)
    expect(page.locator(".events")).to_contain_text("Uitnodiging aanvaard")
    page.get_by_role("button", name=re.compile("nakijken")).click()
    expect(page.locator("#chain-check")).to_contain_text("Het logboek is volledig")
    if javascript:
        checked(page, "activity")
    page.get_by_label("Waarover").select_option(label="Gebruikers")
    page.get_by_role("button", name="Tonen").click()
    expect(page.locator(".events")).to_contain_text("Uitnodiging gestuurd: kim@kijkt.example")
    expect(page.locator(".events")).not_to_contain_text("Document verstuurd")


def test_the_owner_changes_a_role_and_takes_somebody_out(
    page: Page, open_page: Callable[..., Page], allow: list[str]
) -> None:
    allow.append("404|422")
    page.goto(PEOPLE)
    row = page.locator("tr", has_text=VIEWER)
    expect(row).to_contain_text("aan")
    row.get_by_role("link", name="Wijzigen").click()
    checked(page, "member")
    page.get_by_role("radio", name=re.compile("^Boekhouder")).check()
    page.get_by_role("button", name="Rol bewaren").click()
    expect(page.locator("tr", has_text=VIEWER)).to_contain_text("Boekhouder")
    page.locator("tr", has_text=VIEWER).get_by_role("link", name="Wijzigen").click()
    page.get_by_role("button", name="Uit het account halen").click()
    expect(page.locator("#messages")).to_contain_text("Kim Kijker is geen gebruiker meer")
    expect(page.locator("tr", has_text=VIEWER)).to_have_count(0)
    page.get_by_role("link", name="Verlaten").click()
    page.get_by_role("button", name="Account verlaten").click()
    expect(page.get_by_role("alert")).to_contain_text("Een account heeft altijd een eigenaar")
    checked(page, "account-leave")
