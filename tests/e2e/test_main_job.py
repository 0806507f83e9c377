"""The main job by clicking: link, set up, write, issue, booked in Exact, paid there, paid here."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

SLUG = "oventechniek-demo"
EXACT = f"/{SLUG}/connect/exact/"
WIZARD = ("division", "journals", "vat", "options")


@pytest.fixture
def allow() -> list[str]:
    """The simulator's pages have no icon."""
    return [r"404.*favicon", r"Failed to load resource.*404"]


def connect(page: Page, slug: str = SLUG, user: str = "kantoor") -> None:
    """From 'Koppeling opzetten' to Exact's login and consent, and back."""
    page.goto(f"/{slug}/connect/exact/")
    page.get_by_role("button", name="Koppeling opzetten").click()
    page.fill("input[name=user]", user)
    page.fill("input[name=password]", user)
    page.press("input[name=password]", "Enter")
    page.locator("button[value=yes]").click()
    page.wait_for_url(re.compile(rf"/{slug}/connect/exact/"))


def complete_wizard(page: Page) -> None:
    """Accept each step's proposals."""
    for name in WIZARD:
        page.wait_for_url(re.compile(f"/connect/exact/{name}/"))
        assert_accessible(page)
        screenshot(page, f"wizard-{name}")
        page.locator(".form-end .btn-primary").click()
    page.wait_for_url(re.compile(rf"{EXACT}$"))


def write_invoice(page: Page) -> None:
    """Two lines for a customer, with an order number that goes to Exact's 'Uw ref.'."""
    page.goto(f"/{SLUG}/invoices/")
    page.get_by_role("link", name="Nieuwe factuur").first.click()
    page.fill("input[name=customer]", "Bakkerij Het Gouden Brood BV")
    page.press("input[name=customer]", "Tab")
    page.fill("[name=lines-0-description]", "Onderhoudscontract oven")
    page.fill("[name=lines-0-unit_price]", "1.250,00")
    page.press("[name=lines-0-unit_price]", "Tab")
    page.locator("#add-line").click()
    page.fill("[name=lines-1-description]", "Montage")
    page.fill("[name=lines-1-quantity]", "3")
    page.fill("[name=lines-1-unit_price]", "10,02")
    page.press("[name=lines-1-unit_price]", "Tab")
    page.fill("[name=extra-bestelnummer-klant]", "PO-77")
    page.press("[name=extra-bestelnummer-klant]", "Tab")
    expect(page.locator("#draft")).to_contain_text("1.548,87")


def issue(page: Page) -> None:
    page.locator("button[name=review]").click()
    page.wait_for_url(re.compile("/issue/"))
    screenshot(page, "review")
    page.get_by_role("button", name="Factuur versturen").click()


def in_exact(page: Page, button: str, amount: str = "") -> None:
    """Press a button of the simulator's ledger for this invoice, and come back to it."""
    invoice = page.url
    page.goto(page.locator("#booking-exact a").get_attribute("href") or "")
    if amount:
        page.fill("input[name=amount]", amount)
    page.get_by_role("button", name=button).click()
    page.goto(invoice)


def pull(page: Page) -> None:
    """Ask for the payment status and wait for the worker."""
    invoice = page.url
    page.get_by_role("button", name="Betaalstatus ophalen").click()
    page.wait_for_timeout(1500)
    page.goto(invoice)


def test_the_main_job(page: Page, open_page: Callable[..., Page], login_state: object) -> None:
    connect(page)
    complete_wizard(page)
    screenshot(page, "connection")

    write_invoice(page)
    issue(page)
    panel = page.locator("#booking-exact")
    expect(panel).to_contain_text("geboekt", timeout=10_000)
    assert_accessible(page)
    screenshot(page, "booked")
    panel.screenshot(path="screenshots/booked-panel.png")

    page.goto(panel.locator("a").get_attribute("href") or "")
    body = page.locator("body")
    expect(body).to_contain_text("PO-77")
    expect(body).to_contain_text("€ 1.548,87")
    screenshot(page, "simulator-entry")
    page.go_back()

    payment = page.locator(".side .panel").first
    in_exact(page, "Deels betaald", "500")
    pull(page)
    expect(payment).to_contain_text("1.048,87")
    in_exact(page, "Betaald (volledig)")
    pull(page)
    expect(payment).to_contain_text("Betaald")
    screenshot(page, "paid")
    in_exact(page, "Afletteren ongedaan maken")
    pull(page)
    expect(payment).to_contain_text("1.548,87")

    page.goto(f"/{SLUG}/invoices/")
    expect(page.locator("table.invoices")).to_contain_text("geboekt")
    assert_accessible(page)
    screenshot(page, "invoice-list")

    phone = open_page(storage_state=login_state, viewport={"width": 320, "height": 700})
    for address in (EXACT, *(f"{EXACT}{name}/" for name in WIZARD), f"/{SLUG}/connect/"):
        phone.goto(address)
        assert_fits(phone)
        assert_accessible(phone)


def test_a_mijnkantoor_user_is_told_what_is_needed(page: Page) -> None:
    connect(page, "flexwerk-demo", "mijnkantoor")
    expect(page.locator("main")).to_contain_text("Kantoorgebruiker")
    assert_accessible(page)
    screenshot(page, "mijnkantoor")
