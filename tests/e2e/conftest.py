"""A whole Boekbrug of its own (web, worker, beat, simulator) and a real browser in front of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.helpers import SCREENSHOTS
from tests.processes import Serve

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [  # no sandbox for root; nothing that calls home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
EMAIL, PASSWORD = "demo@boekbrug.example", "boekbrug-demo"


@pytest.fixture(autouse=True)
def _patience(request: pytest.FixtureRequest) -> None:
    """Give a test that clicks more time than one that calls."""
    request.node.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A running Boekbrug with demo data, on ports and a data folder of its own."""
    running = Serve(tmp_path_factory.mktemp("e2e"), "--demo")
    try:
        # The demo is loaded first, its e-invoices checked; slow on a machine that does more.
        running.wait_for("Boekbrug is ready", seconds=240)
        yield running
    finally:
        running.stop()
        (SCREENSHOTS / "serve.log").write_text(running.output, encoding="utf-8")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a window; skipped where there is none, but not in CI."""
    SCREENSHOTS.mkdir(exist_ok=True)
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip(f"no browser at {CHROMIUM}")
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield running
    running.close()


@pytest.fixture
def allow() -> list[str]:
    """Patterns of browser messages that a test provokes on purpose, such as a 404 page."""
    return []


@pytest.fixture(scope="session")
def login_state(browser: Browser, app: Serve) -> object:
    """The cookies of the demo owner, taken from one real login."""
    context = browser.new_context(base_url=app.url, locale="nl-BE")
    page = context.new_page()
    log_in(page)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(browser: Browser, app: Serve, allow: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages that report what goes wrong in the browser; the test fails when something did."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(**options: Any) -> Page:
        own: dict[str, Any] = {"base_url": app.url, "locale": "nl-BE", "viewport": DESKTOP}
        context = browser.new_context(**(own | options))
        contexts.append(context)
        page = context.new_page()
        watch(page, problems)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [text for text in problems if not any(re.search(one, text) for one in allow)] == []


@pytest.fixture
def visitor(open_page: Callable[..., Page]) -> Page:
    """A desktop page of somebody who is not logged in."""
    return open_page()


@pytest.fixture
def page(open_page: Callable[..., Page], login_state: object) -> Page:
    """A desktop page of the demo owner."""
    return open_page(storage_state=login_state)


@pytest.fixture
def phone(open_page: Callable[..., Page], login_state: object) -> Page:
    """A phone's page of the demo owner."""
    return open_page(
        storage_state=login_state,
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
    )


def watch(page: Page, problems: list[str]) -> None:
    """Collect console errors (Chromium reports CSP there), script errors and 5xx answers."""
    page.on(
        "console",
        lambda message: (
            problems.append(f"{message.type}: {message.text} ({page.url})")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(f"script: {error} ({page.url})"))
    page.on(
        "response",
        lambda answer: (
            problems.append(f"{answer.status}: {answer.url}") if answer.status >= 500 else None
        ),
    )


def log_in(page: Page, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Log in by the form and return when the next page is there."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
