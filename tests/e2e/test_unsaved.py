"""What is typed while nothing can be saved: said at once, kept on the screen, saved by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import log_in
from tests.e2e.helpers import assert_accessible, screenshot

NEW = "/oventechniek-demo/invoices/new/"
OFFLINE = "Niet bewaard: geen verbinding"
LOGGED_OUT = "Je bent uitgelogd"


@pytest.fixture
def draft(page: Page) -> Page:
    """A page on which a new invoice was begun and saved."""
    page.goto(NEW)
    page.locator("[name=lines-0-description]").fill("Onderhoud")
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")
    return page


def test_typing_says_at_once_that_it_is_not_saved_yet(draft: Page) -> None:
    draft.route("**/invoices/**", lambda route: None)  # the answer never comes
    draft.locator("[name=note]").fill("Dank je")
    expect(draft.locator("#draft-status")).to_contain_text("Nog niet bewaard")
    draft.unroute_all(behavior="ignoreErrors")


def test_offline_is_said_and_saved_once_the_connection_is_back(
    draft: Page, allow: list[str]
) -> None:
    allow.append("ERR_INTERNET_DISCONNECTED|htmx:")
    draft.context.set_offline(True)
    draft.locator("[name=note]").fill("In de trein getypt")
    expect(draft.locator("#draft-status")).to_contain_text(OFFLINE)
    assert_accessible(draft)
    screenshot(draft, "invoice-offline", full=False)
    draft.get_by_role("button", name="Controleren en versturen").click()
    expect(draft.locator("#draft-status")).to_contain_text(OFFLINE)
    expect(draft.locator("[name=note]")).to_have_value("In de trein getypt")
    draft.context.set_offline(False)
    expect(draft.locator("#draft-status")).to_contain_text("Bewaard om")
    draft.reload()
    expect(draft.locator("[name=note]")).to_have_value("In de trein getypt")


def test_leaving_with_unsaved_text_is_asked_about(draft: Page, allow: list[str]) -> None:
    allow.append("ERR_INTERNET_DISCONNECTED|htmx:")
    asked: list[str] = []
    draft.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    draft.context.set_offline(True)
    draft.locator("[name=note]").press_sequentially("Nog niet klaar")
    expect(draft.locator("#draft-status")).to_contain_text(OFFLINE)
    draft.close(run_before_unload=True)
    draft.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_a_server_that_refuses_is_no_saved_draft(draft: Page, allow: list[str]) -> None:
    allow.append("500|htmx:")
    draft.route("**/invoices/**", lambda route: route.fulfill(status=500, body="storing"))
    draft.locator("[name=note]").fill("Dank je")
    expect(draft.locator("#draft-status")).to_contain_text("Niet bewaard")
    draft.unroute_all()
    expect(draft.locator("#draft-status")).to_contain_text("Bewaard om", timeout=10_000)


def test_logged_out_is_said_and_saved_after_login_in_another_tab(
    draft: Page, allow: list[str]
) -> None:
    allow.append("401|htmx:responseError")
    draft.context.clear_cookies(name="sessionid")
    draft.locator("[name=note]").fill("Over de middag getypt")
    expect(draft.locator("#draft-status")).to_contain_text(LOGGED_OUT)
    draft.get_by_role("button", name="Controleren en versturen").click()
    expect(draft.locator("#draft-status")).to_contain_text(LOGGED_OUT)
    screenshot(draft, "invoice-logged-out", full=False)
    other = draft.context.new_page()
    log_in(other)
    other.close()
    expect(draft.locator("#draft-status")).to_contain_text("Bewaard om", timeout=10_000)
    draft.get_by_role("button", name="Controleren en versturen").click()
    expect(draft.get_by_text("Over de middag getypt", exact=False)).to_have_count(0)
    expect(draft.get_by_role("heading", level=1)).to_contain_text("Controleren en versturen")


def test_a_new_customer_in_a_dialog_is_told_that_the_session_ended(
    draft: Page, allow: list[str]
) -> None:
    allow.append("401|htmx:responseError")
    draft.get_by_role("button", name="Nieuwe klant").click()
    dialog = draft.get_by_role("dialog")
    dialog.get_by_label("Naam").fill("Café")
    draft.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Klant bewaren").click()
    expect(dialog).to_contain_text(LOGGED_OUT)
    expect(dialog.get_by_label("Naam")).to_have_value("Café")


def test_two_quick_presses_make_one_draft(page: Page) -> None:
    page.goto(f"{NEW}../?filter=draft")
    before = page.locator(".invoices tbody tr").count()
    page.goto(NEW)
    page.locator("[name=lines-0-description]").fill("Dubbel geklikt")
    page.get_by_role("button", name="Concept bewaren").dblclick()
    expect(page.locator("#messages")).to_contain_text("Het concept is bewaard")
    page.goto(f"{NEW}../?filter=draft")
    expect(page.locator(".invoices tbody tr")).to_have_count(before + 1)


def test_without_javascript_the_text_is_there_after_login(
    open_page: Callable[..., Page], login_state: object
) -> None:
    page = open_page(storage_state=login_state, java_script_enabled=False)
    page.goto(NEW)
    page.locator("[name=lines-0-description]").fill("Lang getypt")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Concept bewaren").click()
    page.fill("input[name=login]", "demo@boekbrug.example")
    page.fill("input[name=password]", "boekbrug-demo")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.locator("[name=lines-0-description]")).to_have_value("Lang getypt")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def test_a_button_pressed_while_typing_leaves_no_save_running_beside_it(draft: Page) -> None:
    """Two saves of one version at once, and the button would meet a draft that is newer."""
    sent: list[str] = []

    def slowly(route: Route) -> None:
        sent.append(route.request.headers.get("hx-request", "button"))
        if sent[-1] == "button":
            time.sleep(1.5)  # longer than a save waits for the end of typing
        route.continue_()

    draft.route("**/edit/", slowly)
    draft.locator("[name=note]").fill("Een")
    draft.get_by_role("button", name="Controleren en versturen").click(no_wait_after=True)
    draft.wait_for_url("**/issue/", timeout=60_000)
    assert sent[-1] == "button"
    assert sent.count("button") == 1
