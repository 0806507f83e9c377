"""A part of a booked invoice is credited by clicking, and booked in the journal of credit notes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import log_in
from tests.e2e.helpers import SCREENSHOTS, assert_accessible, screenshot
from tests.e2e.test_credit_notes import choose, issue, send
from tests.e2e.test_main_job import complete_wizard, connect, pull
from tests.processes import Serve


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A Boekbrug of its own: linking an account changes it for every other test."""
    running = Serve(tmp_path_factory.mktemp("credit"), "--demo")
    try:
        running.wait_for("Boekbrug is ready")
        yield running
    finally:
        running.stop()
        (SCREENSHOTS / "serve-credit.log").write_text(running.output, encoding="utf-8")


@pytest.fixture(scope="module")
def login_state(browser: Browser, app: Serve) -> object:
    """The cookies of the demo owner in this app."""
    context = browser.new_context(base_url=app.url, locale="nl-BE")
    log_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def allow() -> list[str]:
    """The simulator's pages have no icon."""
    return [r"404.*favicon", r"Failed to load resource.*404"]


def test_a_credit_note_of_a_booked_invoice_is_booked_in_its_own_journal(page: Page) -> None:
    connect(page)
    complete_wizard(page)
    invoice = issue(page)
    panel = page.locator("#booking-exact")
    expect(panel).to_contain_text("geboekt", timeout=30_000)
    page.get_by_role("link", name="Crediteren").click()
    choose(page, 0, "quantity", "1")
    choose(page, 1, "all")
    send(page)
    note = page.url
    expect(panel).to_contain_text("geboekt", timeout=30_000)
    assert_accessible(page)
    screenshot(page, "credit-booked")
    page.goto(panel.locator("a").get_attribute("href") or "")
    # The journal of credit notes, which is not shown to an owner in Boekbrug itself.
    expect(page.locator("body")).to_contain_text("705")
    expect(page.locator("body")).to_contain_text("181,50")
    screenshot(page, "credit-simulator-entry")
    page.goto(note)
    pull(page)
    expect(page.locator(".page-head")).to_contain_text("Verrekend")
    page.goto(invoice)
    expect(page.locator(".facts .big").first).to_contain_text("242,00")
    expect(page.get_by_text("€ 181,50 gecrediteerd met")).to_be_visible()
    screenshot(page, "credit-booked-original")
