"""An owner keeps customers, suppliers, products, revenue groups and payment conditions."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

HOME, DUTCH = "/oventechniek-demo/", "/flexwerk-demo/"
NARROW = {"width": 320, "height": 640}
SCREENS = {
    "suppliers": f"{HOME}suppliers/",
    "supplier-new": f"{HOME}suppliers/new/",
    "products": f"{HOME}products/",
    "product-new": f"{HOME}products/new/",
    "customer-in-full": f"{DUTCH}customers/new/",
    "revenue-groups": f"{HOME}settings/revenue-groups/",
    "payment-conditions": f"{HOME}settings/payment-conditions/",
}


@pytest.fixture
def allow() -> list[str]:
    """A refused form answers 422, which Chromium tells as an error."""
    return ["422"]


def fold(page: Page, title: str) -> None:
    page.locator("details.fold-part > summary", has_text=title).click()


def test_a_customer_is_made_refused_mended_searched_archived_and_put_back(page: Page) -> None:
    page.goto(f"{HOME}customers/")
    page.get_by_role("link", name="Nieuwe klant").click()
    page.get_by_label("Naam").fill("Brasserie De Gouden Lepel")
    page.get_by_label("Btw-nummer").fill("BE 0777.000.188")
    page.get_by_label("Plaats", exact=True).fill("Oostende")
    fold(page, "Nummers en boekhouding")
    page.get_by_label("Klantnummer").fill("K-901")
    page.get_by_role("button", name="Klant bewaren").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(
        "BE0777000188 klopt niet: de controlecijfers passen niet bij het nummer. Kijk het na."
    )
    expect(page.get_by_label("Klantnummer")).to_have_value("K-901")
    assert_accessible(page)
    screenshot(page, "customer-refused")
    alert.get_by_role("link").click()
    expect(page.get_by_label("Btw-nummer")).to_be_focused()
    page.get_by_label("Btw-nummer").fill("BE 0777.00")
    page.get_by_role("button", name="Klant bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Een Belgisch btw-nummer heeft 10 cijfers")
    page.get_by_label("Btw-nummer").fill("0777 000 286")
    page.get_by_role("button", name="Klant bewaren").click()
    expect(page.locator("#messages")).to_contain_text("Brasserie De Gouden Lepel is bewaard.")
    for words in ("be 0777.000.286", "lepel oostende", "k-901"):
        page.get_by_label("Zoek een klant").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Brasserie De Gouden Lepel").click()
    page.get_by_role("button", name="Archiveren").click()
    expect(page.locator("#messages")).to_contain_text("is gearchiveerd")
    expect(page.get_by_role("link", name="Brasserie De Gouden Lepel")).to_have_count(0)
    page.get_by_role("link", name="Gearchiveerd").click()
    assert_accessible(page)
    screenshot(page, "customers-archived")
    page.get_by_role("link", name="Brasserie De Gouden Lepel").click()
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_role("button", name="Archiveren")).to_be_visible()


def test_a_dutch_customer_has_a_g_account_a_mandate_and_a_condition(page: Page) -> None:
    page.goto(f"{DUTCH}customers/new/")
    page.get_by_label("Naam").fill("Aannemer Van Dijk B.V.")
    page.get_by_label("Ondernemings- of KvK-nummer").fill("KvK 85000099")
    page.get_by_label("Betaalvoorwaarde").select_option(label="30 dagen einde maand")
    fold(page, "G-rekening")
    page.get_by_label("Deel op de G-rekening in %").fill("25")
    page.get_by_label("Kenmerk van de machtiging").fill("FLEX-2026-9")
    page.get_by_label("Machtiging getekend op").fill("2026-01-05")
    page.get_by_role("button", name="Klant bewaren").click()
    page.get_by_role("link", name="Aannemer Van Dijk B.V.").click()
    expect(page.get_by_label("Ondernemings- of KvK-nummer")).to_have_value("85000099")
    expect(page.get_by_label("Deel op de G-rekening in %")).to_have_value("25")
    assert_accessible(page)
    screenshot(page, "customer-edit")


def test_a_supplier_is_kept_beside_the_customers(page: Page) -> None:
    page.goto(f"{HOME}customers/")
    page.get_by_role("link", name="Leveranciers").click()
    page.get_by_role("link", name="Nieuwe leverancier").click()
    page.get_by_label("Naam").fill("Bloem & Meel NV")
    page.get_by_label("IBAN").fill("BE68 5390 0754 7035")
    page.get_by_role("button", name="Leverancier bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Een IBAN begint met de landcode")
    page.get_by_label("IBAN").fill("BE68 5390 0754 7034")
    page.get_by_role("button", name="Leverancier bewaren").click()
    page.get_by_label("Zoek een leverancier").fill("BE68 5390")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Bloem & Meel NV").click()
    page.get_by_role("button", name="Archiveren").click()
    expect(page.get_by_role("link", name="Bloem & Meel NV")).to_have_count(0)


def test_a_product_is_made_with_the_rate_of_today(page: Page) -> None:
    page.goto(HOME)
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Artikelen").click()
    page.get_by_role("link", name="Nieuw artikel").click()
    page.get_by_label("Naam").fill("Servicecontract")
    page.get_by_label("Prijs in euro").fill("0,12345")
    page.get_by_label("Btw-tarief").select_option(label="Verlaagd tarief (6 %)")
    expect(page.get_by_label("Looptijd in maanden")).not_to_be_visible()
    page.get_by_label("Soort").select_option(label="over te dragen opbrengst")
    page.get_by_label("Looptijd in maanden").fill("12")
    page.get_by_role("button", name="Artikel bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("hoogstens 4 cijfers na de komma")
    page.get_by_label("Prijs in euro").fill("0,1234")
    assert_accessible(page)
    screenshot(page, "product-edit")
    page.get_by_role("button", name="Artikel bewaren").click()
    row = page.locator("tbody tr", has_text="Servicecontract")
    expect(row).to_contain_text("0,1234")
    expect(row).to_contain_text(re.compile("6\u00a0?%"))
    row.get_by_role("link").click()
    expect(page.get_by_label("Looptijd in maanden")).to_have_value("12")
    page.get_by_role("button", name="Archiveren").click()
    page.get_by_role("link", name="Gearchiveerd").click()
    page.get_by_role("link", name="Servicecontract").click()
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_role("button", name="Archiveren")).to_be_visible()


def test_revenue_groups_and_payment_conditions_are_kept_in_the_settings(page: Page) -> None:
    page.goto(f"{DUTCH}settings/company/")
    page.get_by_role("link", name="Omzetgroepen").click()
    page.get_by_label("Naam van de omzetgroep").fill("Opleiding")
    page.get_by_role("button", name="Omzetgroep toevoegen").click()
    page.get_by_role("link", name="Opleiding").click()
    page.get_by_label("Naam van de omzetgroep").fill("Opleidingen")
    page.get_by_role("button", name="Omzetgroep bewaren").click()
    page.get_by_role("link", name="Opleidingen").click()
    page.get_by_role("button", name="Archiveren").click()
    expect(page.locator("tbody tr", has_text="Opleidingen")).to_contain_text("Gearchiveerd")
    page.get_by_role("link", name="Betaalvoorwaarden").click()
    form = page.locator("form", has=page.get_by_role("heading", name="Nieuwe betaalvoorwaarde"))
    form.get_by_label("Naam").fill("60 dagen einde maand")
    form.get_by_label("Betaaltermijn in dagen").fill("60")
    form.get_by_label("Tot het einde van de maand").check()
    form.get_by_label("Korting in %").fill("-2")
    form.get_by_role("button", name="Betaalvoorwaarde toevoegen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kredietbeperking")
    form.get_by_label("Korting in %").fill("2")
    form.get_by_label("Als betaald wordt binnen").fill("8")
    form.get_by_role("button", name="Betaalvoorwaarde toevoegen").click()
    expect(page.locator("tbody tr", has_text="60 dagen")).to_contain_text(
        re.compile("binnen 60 dagen, tot het einde van de maand; 2.% korting binnen 8 dagen")
    )
    assert_accessible(page)
    page.get_by_role("link", name="60 dagen einde maand").click()
    screenshot(page, "payment-condition")
    page.get_by_role("button", name="Archiveren").click()
    expect(page.locator("tbody tr", has_text="60 dagen")).to_contain_text("Gearchiveerd")


def test_two_people_edit_one_customer(open_page: Callable[..., Page], login_state: object) -> None:
    pages = [open_page(storage_state=login_state) for _each in range(2)]
    for number, page in enumerate(pages):
        page.goto(f"{HOME}customers/?customer=vesuvio")
        page.get_by_role("link", name="Pizzeria Vesuvio").click()
        page.get_by_label("Telefoon").fill(f"02 55{number}")
    for page in pages:
        page.get_by_role("button", name="Klant bewaren").click()
    expect(pages[0].locator("#messages")).to_contain_text("is bewaard")
    expect(pages[1].get_by_role("alert")).to_contain_text("gewijzigd: Telefoon.")
    expect(pages[1].get_by_label("Telefoon")).to_have_value("02 551")
    screenshot(pages[1], "customer-changed-meanwhile")
    pages[1].get_by_role("button", name="Klant bewaren").click()
    expect(pages[1].locator("#messages")).to_contain_text("is bewaard")


def test_without_javascript_a_product_is_made_and_archived(
    open_page: Callable[..., Page], login_state: object
) -> None:
    page = open_page(storage_state=login_state, java_script_enabled=False)
    page.goto(f"{HOME}products/new/")
    page.get_by_role("button", name="Artikel bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef het artikel een naam.")
    page.get_by_label("Naam").fill("Zonder script")
    page.locator("details.fold-part > summary").first.click()
    page.get_by_label("Kostenplaats").fill("20")
    page.get_by_role("button", name="Artikel bewaren").click()
    page.get_by_role("link", name="Zonder script").click()
    expect(page.get_by_label("Kostenplaats")).to_have_value("20")
    page.get_by_role("button", name="Archiveren").click()
    expect(page.get_by_text("Zonder script is gearchiveerd.", exact=False)).to_be_visible()


@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_fit_a_phone(phone: Page, name: str) -> None:
    phone.goto(SCREENS[name])
    assert_accessible(phone)
    assert_fits(phone)
    screenshot(phone, f"{name}-phone")
    phone.set_viewport_size(NARROW)
    assert_fits(phone)


def test_the_rest_of_the_menu_is_under_more(phone: Page) -> None:
    phone.goto(HOME)
    bar = phone.get_by_role("navigation", name="Menu", exact=True)
    bar.get_by_text("Meer").click()
    screenshot(phone, "menu-phone", full=False)
    bar.get_by_role("link", name="Artikelen").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Artikelen")
