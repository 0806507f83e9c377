"""An owner writes an invoice by clicking: on a desk, on a phone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

HOME = "/oventechniek-demo/"
NARROW = {"width": 320, "height": 640}
SCREENS = {
    "overview": HOME,
    "invoices": f"{HOME}invoices/",
    "invoice-new": f"{HOME}invoices/new/",
    "customers": f"{HOME}customers/",
    "customer-new": f"{HOME}customers/new/",
    "company": f"{HOME}settings/company/",
    "extra-fields": f"{HOME}settings/extra-fields/",
}


def saved(page: Page) -> None:
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def test_an_invoice_is_written_with_the_keyboard_and_issued(page: Page) -> None:
    page.goto(HOME)
    page.get_by_role("link", name="Nieuwe factuur").click()
    page.get_by_label("Klant", exact=True).fill("Bakkerij Het Gouden Brood BV, Gent")
    first = page.locator("#line-0")
    first.get_by_label(re.compile("Omschrijving")).fill("Onderhoud deegoven")
    first.get_by_label(re.compile("Prijs")).fill("1.234,56")
    saved(page)
    expect(page.locator("#totals")).to_contain_text("1.493,82")
    page.keyboard.press("Enter")
    second = page.locator("#line-1")
    expect(second.get_by_label(re.compile("Omschrijving"))).to_be_focused()
    page.keyboard.type("Verplaatsing")
    second.get_by_label(re.compile("Prijs")).fill("gratis")
    expect(second).to_contain_text("Dit is geen getal")
    assert_accessible(page)
    second.get_by_label(re.compile("Prijs")).fill("0")
    saved(page)
    second.get_by_role("button", name="Verwijder lijn 2").click()
    expect(second).to_have_count(0)
    screenshot(page, "invoice-edit")
    page.get_by_role("button", name="Controleren en versturen").click()
    expect(page.get_by_text("Dat kun je niet ongedaan maken")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoice-issue")
    page.get_by_role("button", name="Factuur versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Factuur \d{4}-\d{4}"))
    expect(page.get_by_text("Onderhoud", exact=False).first).not_to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoice-issued")


def test_a_new_customer_is_made_without_leaving_the_invoice(page: Page) -> None:
    page.goto(SCREENS["invoice-new"])
    page.get_by_label("Klant", exact=True).fill("Café Élan")
    page.get_by_role("button", name="Nieuwe klant").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Naam")).to_have_value("Café Élan")
    dialog.get_by_label("Btw-nummer").fill("BE 0777.000.188")
    dialog.get_by_role("button", name="Klant bewaren").click()
    expect(dialog.get_by_role("alert")).to_contain_text("de controlecijfers passen niet")
    assert_accessible(page)
    dialog.get_by_label("Btw-nummer").fill("")
    dialog.get_by_label("Plaats").fill("Gent")
    dialog.get_by_role("button", name="Klant bewaren").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_label("Klant", exact=True)).to_have_value("Café Élan, Gent")
    saved(page)
    expect(page.locator("#customer-card")).to_contain_text("Café Élan")


def test_a_line_is_added_and_removed_without_javascript(
    open_page: Callable[..., Page], login_state: object, allow: list[str]
) -> None:
    allow.append("422")
    page = open_page(storage_state=login_state, java_script_enabled=False)
    page.goto(SCREENS["invoice-new"])
    page.locator("[name=lines-0-description]").fill("Eerste")
    page.get_by_role("button", name="Lijn toevoegen").click()
    page.locator("[name=lines-1-description]").fill("Tweede")
    page.locator("[name=lines-1-unit_price]").fill("gratis")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit is geen getal")
    expect(page.locator("[name=lines-1-unit_price]")).to_have_value("gratis")
    page.get_by_role("button", name="Verwijder lijn 1").click()
    expect(page.locator("[name$=-description]")).to_have_value("Tweede")
    page.locator("[name=lines-1-unit_price]").fill("12,50")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.locator("#totals")).to_contain_text("15,13")


def test_slash_brings_the_search_and_escape_closes_a_menu(page: Page) -> None:
    page.goto(SCREENS["invoices"])
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("vlaamse")
    page.keyboard.press("Enter")
    expect(page.locator(".invoices tbody tr")).to_have_count(1)
    page.locator(".topbar .menu summary").first.click()
    expect(page.get_by_text("Jouw accounts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Jouw accounts")).not_to_be_visible()


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_is_accessible_and_fits_a_phone(
    name: str, page: Page, phone: Page, open_page: Callable[..., Page], login_state: object
) -> None:
    page.goto(SCREENS[name])
    assert_accessible(page)
    screenshot(page, name)
    phone.goto(SCREENS[name])
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, f"{name}-phone")
    narrow = open_page(storage_state=login_state, viewport=NARROW, color_scheme="dark")
    narrow.goto(SCREENS[name])
    assert_fits(narrow)
    assert_accessible(narrow)


def test_an_invoice_fits_a_phone(phone: Page) -> None:
    phone.goto(SCREENS["invoices"] + "?filter=open")
    phone.locator(".invoices tbody a").last.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Factuur")
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "invoice-phone")


@pytest.mark.parametrize("path", ["login", "signup", "password/reset"])
def test_the_pages_before_login_are_accessible(visitor: Page, path: str) -> None:
    visitor.goto(f"/accounts/{path}/")
    assert_accessible(visitor)
    assert_fits(visitor)
