"""An owner makes every kind of invoice by clicking: VAT, discounts, advances, abroad, G-account."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

BELGIAN, DUTCH = "/oventechniek-demo/invoices/new/", "/flexwerk-demo/invoices/new/"
SMALL = "/klei-demo/invoices/new/"
NARROW = {"width": 320, "height": 640}


def saved(page: Page) -> None:
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def started(page: Page, address: str, customer: str = "") -> Page:
    page.goto(address)
    if customer:
        page.get_by_label("Klant", exact=True).fill(customer)
        if page.evaluate("'htmx' in window"):
            expect(page.locator("#customer-options option")).to_have_count(1)
    return page


def typed(page: Page, number: int, **values: str) -> Locator:
    """Fill in a line's fields by their names; selects by the label of the choice."""
    line = page.locator(f"#line-{number}")
    for name, value in values.items():
        field = line.locator(f"[name=lines-{number}-{name}]")
        if not field.is_visible():
            line.locator("summary").click()
        if field.evaluate("field => field.localName") == "select":
            field.select_option(label=value)
        else:
            field.fill(value)
    return line


def unfolded(page: Page, title: str) -> None:
    page.locator(".remarks summary", has_text=title).click()


def totals(page: Page, *expected: str) -> None:
    """Wait until the totals say this, blanks of every kind as one."""
    for words in expected:
        pattern = r"\s*".join(re.escape(part) for part in words.split())
        expect(page.locator("#totals")).to_contain_text(re.compile(pattern))


def test_two_rates_a_discount_on_the_whole_and_prices_with_vat(page: Page) -> None:
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    typed(page, 0, description="Plaatsing", unit_price="121,00")
    page.keyboard.press("Enter")
    expect(page.locator("#line-1")).to_be_visible()
    typed(page, 1, description="Meel", unit_price="10,60", vat="6 % verlaagd")
    totals(page, "Btw 21 % op € 121,00", "Btw 6 % op € 10,60")
    unfolded(page, "Levering, prijzen en korting")
    page.get_by_label("Prijzen").select_option(label="btw inbegrepen")
    page.get_by_label("Korting op het geheel in %").fill("10")
    totals(page, "Korting 10 % op het geheel € -13,16", "Btw 21 % op € 90,00 € 18,90")
    totals(page, "Btw 6 % op € 9,00 € 0,54", "Te betalen € 118,44")
    saved(page)
    assert_accessible(page)
    screenshot(page, "draft-two-rates")
    page.reload()
    expect(page.get_by_label("Korting op het geheel in %")).to_be_visible()
    totals(page, "Te betalen € 118,44")


def test_medecontractant_is_proposed_as_the_customer_has_it(page: Page) -> None:
    started(page, BELGIAN, "Bouwwerken De Vlaamse Leie BV, Kortrijk")
    typed(page, 0, description="Inbouw", unit_price="4860")
    totals(page, "Medecontractant (btw verlegd) op € 4.860,00", "Te betalen € 4.860,00")
    expect(page.locator("#customer-card")).to_contain_text("Zo staat het bij de klant.")
    saved(page)
    page.get_by_role("button", name="Concept weggooien").click()
    expect(page.locator("#messages")).to_contain_text("Het concept is weggegooid")


def test_goods_to_another_eu_country_with_the_country_of_delivery(page: Page) -> None:
    started(page, BELGIAN, "Broodfabriek Zeeland BV, Terneuzen")
    line = typed(page, 0, description="Oven", unit_price="1250", nature="goederen")
    totals(page, "Goederen binnen de EU op € 1.250,00")
    expect(line.locator("[name=lines-0-vat]")).to_have_value("eu_goods")
    unfolded(page, "Levering, prijzen en korting")
    page.get_by_label("Land van levering").select_option(label="Luxemburg")
    saved(page)
    screenshot(page, "draft-eu-goods")
    assert_accessible(page)
    page.reload()
    expect(page.get_by_label("Land van levering")).to_have_value("LU")


def test_a_german_consumer_pays_german_vat(page: Page, phone: Page) -> None:
    started(page, BELGIAN, "Jonas Becker, Köln")
    page.get_by_label("Artikel toevoegen").fill("OV-3")
    page.keyboard.press("Enter")
    totals(page, "Btw 19 % Duitsland op € 1.250,00 € 237,50")
    line = page.locator("#line-0")
    expect(line).to_contain_text("via OSS")
    line.locator("[name=lines-0-vat]").select_option(label="7 % Duitsland, verlaagd")
    totals(page, "Btw 7 % Duitsland op € 1.250,00 € 87,50", "Te betalen € 1.337,50")
    saved(page)
    screenshot(page, "draft-oss")
    phone.goto(page.url)
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "draft-oss-phone")


def test_a_belgian_cash_discount_lowers_the_vat(page: Page) -> None:
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    typed(page, 0, description="Onderhoud", unit_price="1000")
    page.get_by_label("Betaling").select_option(label="30 dagen, 2 % korting binnen 8 dagen")
    totals(page, "Btw 21 % op € 980,00 € 205,80", "Te betalen € 1.205,80", "€ 1.185,80")
    expect(page.locator("#totals")).to_contain_text("bij betaling uiterlijk")
    saved(page)
    page.get_by_label("Betaling").select_option(label="Een aantal dagen")
    page.get_by_label("Betaaltermijn in dagen").fill("7")
    totals(page, "Te betalen € 1.210,00")
    saved(page)


def test_a_g_account_takes_its_part(page: Page, phone: Page) -> None:
    started(page, DUTCH, "Zorggroep Avondrood, Breda")
    typed(page, 0, description="Uitzenduren", unit_price="1000")
    totals(page, "Te betalen € 1.210,00")
    totals(page, "waarvan op de G-rekening (25 %) € 302,50", "gewone rekening € 907,50")
    unfolded(page, "Taal, G-rekening en voorschot")
    page.get_by_label("Deel op de G-rekening in %").fill("20")
    totals(page, "waarvan op de G-rekening (20 %) € 242,00")
    saved(page)
    assert_accessible(page)
    phone.goto(page.url)
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "draft-g-account-phone")


def test_an_advance_of_3000_is_taken_off_the_final_invoice(page: Page) -> None:
    started(page, BELGIAN, "Grootkeuken Verhuur NV, Mechelen")
    typed(page, 0, description="Voorschot op de bestelling", unit_price="3000")
    unfolded(page, "Taal en voorschot")
    page.get_by_label("Dit is een voorschotfactuur").check()
    saved(page)
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"Factuur \d{4}-\d{4}"))
    number = re.sub(r"\D*(\d{4}-\d{4}).*", r"\1", heading.inner_text(), flags=re.DOTALL)
    started(page, BELGIAN, "Grootkeuken Verhuur NV, Mechelen")
    typed(page, 0, description="Grootkeuken", unit_price="10000")
    saved(page)
    page.get_by_role("button", name=f"Voorschot {number} aftrekken").click()
    expect(page.locator("#line-1")).to_contain_text(f"Af: voorschotfactuur {number}")
    totals(page, f"Voorschot {number} afgetrokken € -3.000,00", "Zonder btw € 7.000,00")
    totals(page, "€ 1.470,00", "Te betalen € 8.470,00")
    expect(page.locator("#draft-advances")).to_be_empty()
    saved(page)
    screenshot(page, "draft-advance")
    assert_accessible(page)
    page.locator("[name=lines-1-unit_price]").fill("-4000")
    saved(page)
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("link", name=re.compile("af te trekken")).click()
    expect(page.locator("[name=lines-1-unit_price]")).to_be_focused()


def test_a_contract_is_spread_over_whole_months(page: Page) -> None:
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    page.get_by_label("Artikel toevoegen").fill("ONDERH")
    page.keyboard.press("Enter")
    line = page.locator("#line-0")
    expect(line.get_by_label("Eerste maand")).to_have_value(re.compile(r"\d{4}-\d{2}"))
    line.get_by_label("Eerste maand").fill("2026-11")
    line.get_by_label("Laatste maand").fill("2026-10")
    expect(line).to_contain_text("Kies een laatste dag die niet voor de eerste ligt.")
    assert_accessible(page)
    line.get_by_label("Laatste maand").fill("2027-10")
    saved(page)
    totals(page, "Te betalen € 1.452,00")


def test_money_paid_for_the_customer_carries_no_vat_and_no_discount(page: Page) -> None:
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    typed(page, 0, description="Werk", unit_price="100")
    page.keyboard.press("Enter")
    typed(page, 1, description="Keuring", unit_price="50", nature="voorgeschoten kosten")
    expect(page.locator("[name=lines-1-vat]")).to_have_value("disbursement")
    unfolded(page, "Levering, prijzen en korting")
    page.get_by_label("Korting op het geheel in %").fill("10")
    totals(page, "Korting 10 % op het geheel € -10,00", "Voorgeschoten kosten op € 50,00")
    saved(page)


def test_what_cannot_be_is_refused_at_its_field_with_the_reason(page: Page) -> None:
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    line = typed(page, 0, description="Nacht", unit_price="100", vat="Margeregeling")
    expect(line).to_contain_text("De margeregeling wordt niet ondersteund")
    expect(page.locator("#draft-status")).to_contain_text("Nog niet bewaard")
    line.locator("[name=lines-0-vat]").select_option(label="12 % logies en kamperen")
    saved(page)
    unfolded(page, "Levering, prijzen en korting")
    page.get_by_label("Leveringsdatum").fill("2026-02-10")
    totals(page, "Btw 6 %", "Te betalen € 106,00")
    page.get_by_label("Leveringsdatum").fill("1990-02-10")
    expect(line).to_contain_text("Voor 10-02-1990 kennen we geen btw-tarieven van België")
    expect(line.locator("[name=lines-0-vat]")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    screenshot(page, "draft-no-rate")
    page.get_by_label("Leveringsdatum").fill("")
    page.get_by_label("Korting op het geheel in %").fill("101")
    expect(page.locator(".remarks")).to_contain_text("Dit is hoogstens 100.")
    page.get_by_label("Korting op het geheel in %").fill("")
    saved(page)


def test_a_small_business_charges_no_vat(page: Page) -> None:
    started(page, SMALL, "Theehuis De Kom BV, Gent")
    line = typed(page, 0, description="Kommen", unit_price="28")
    totals(page, "Kleine onderneming op € 28,00", "Te betalen € 28,00")
    expect(line.locator("[name=lines-0-vat] option", has_text="21 %")).to_have_count(0)
    saved(page)


def test_without_javascript_a_product_an_error_and_the_totals(
    open_page: Callable[..., Page], login_state: object, allow: list[str]
) -> None:
    allow.append("422")
    page = open_page(storage_state=login_state, java_script_enabled=False)
    started(page, BELGIAN, "Bakkerij Het Gouden Brood BV, Gent")
    page.get_by_label("Artikel toevoegen").fill("meel")
    page.get_by_role("button", name="Lijn toevoegen").click()
    expect(page.locator("[name=lines-0-description]")).to_have_value("Bakmeel 25 kg")
    unfolded(page, "Levering, prijzen en korting")
    page.get_by_label("Korting op het geheel in %").fill("101")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit is hoogstens 100.")
    page.get_by_label("Korting op het geheel in %").fill("50")
    page.get_by_role("button", name="Concept bewaren").click()
    totals(page, "Korting 50 % op het geheel € -10,95", "Btw 6 % op € 10,95 € 0,66")
    totals(page, "Te betalen € 11,61")


@pytest.mark.parametrize("address", [BELGIAN, DUTCH, SMALL])
def test_everything_unfolded_fits_a_narrow_phone(
    address: str, open_page: Callable[..., Page], login_state: object
) -> None:
    page = open_page(storage_state=login_state, viewport=NARROW)
    page.goto(address)
    for fold in page.locator("#draft summary").all():
        fold.click()
    assert_fits(page)
    assert_accessible(page)
    screenshot(page, f"draft-narrow-{address.split('-')[0].strip('/')}")
