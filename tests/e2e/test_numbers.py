"""Numbers by clicking: their look, the gap report, and issuing several drafts at once."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

# An account of its own, so that the numbers of other tests stay as they are.
HOME = "/klei-demo/"
NARROW = {"width": 320, "height": 640}
CREDIT = "Nummers van creditnota's"


def write_draft(page: Page, description: str, price: str) -> None:
    page.goto(f"{HOME}invoices/new/")
    names = page.locator("#customer-options option")
    page.get_by_label("Klant", exact=True).focus()
    expect(names.first).to_be_attached()
    page.get_by_label("Klant", exact=True).fill(names.first.get_attribute("value") or "")
    line = page.locator("#line-0")
    line.get_by_label(re.compile("Omschrijving")).fill(description)
    line.get_by_label(re.compile("Prijs")).fill(price)
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def test_numbers_get_another_look_and_drafts_are_issued_together(
    page: Page, allow: list[str]
) -> None:
    allow.append("422")
    page.goto(f"{HOME}settings/company/")
    page.get_by_role("navigation", name="Instellingen").get_by_role(
        "link", name="Nummering"
    ).click()
    expect(page.get_by_text("Alles is in orde")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "numbering")
    page.get_by_role("link", name="Wijzigen (factuur)").click()
    example = page.locator(".number-example")
    page.get_by_label("Letters vooraan").fill("VF-")
    page.get_by_label("Aantal cijfers").select_option("5")
    expect(example).to_contain_text(re.compile(r"VF-\d{4}-0000\d"))
    page.get_by_label("Volgende nummer").fill("421")
    expect(example).to_contain_text("00421")
    page.get_by_role("button", name="Nummering bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Dan ontbreken er nummers")
    assert_accessible(page)
    screenshot(page, "number-format-refused")
    turn = re.search(r"komt (\d+),", page.get_by_role("alert").inner_text())
    assert turn
    page.get_by_label("Volgende nummer").fill(turn[1])
    page.get_by_role("button", name="Nummering bewaren").click()
    expect(page.get_by_text("De volgende factuur krijgt nummer VF-")).to_be_visible()

    write_draft(page, "Vaas", "100")
    write_draft(page, "Schaal", "50")
    write_draft(page, "", "25")
    page.goto(f"{HOME}invoices/?filter=draft")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_text("Meer acties").click()
    screenshot(page, "invoices-ticked", full=False)
    assert_accessible(page)
    page.get_by_role("button", name="Aangevinkte concepten versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Concepten versturen")
    expect(page.get_by_text("Schrijf wat je levert.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-issue")
    page.get_by_role("button", name=re.compile(r"documenten versturen")).click()
    expect(page.get_by_text("documenten zijn verstuurd.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-issued")
    page.get_by_role("link", name="Naar de facturen").click()
    expect(page.get_by_role("link", name=re.compile(r"^VF-\d{4}-0000\d$"))).not_to_have_count(0)
    page.goto(f"{HOME}settings/numbering/")
    expect(page.get_by_text("Alles is in orde")).to_be_visible()
    screenshot(page, "numbering-after")


def test_the_screens_of_numbers_fit_a_phone(phone: Page) -> None:
    addresses = {
        "numbering": "settings/numbering/",
        "number-format": "settings/numbering/invoice/",
        "invoices-drafts": "invoices/?filter=draft",
        "invoices-issue": "invoices/issue/?all=1",
    }
    write_draft(phone, "Kopjes", "30")
    for name, address in addresses.items():
        phone.goto(HOME + address)
        assert_fits(phone)
        assert_accessible(phone)
        screenshot(phone, f"phone-{name}")
        phone.set_viewport_size(NARROW)
        assert_fits(phone)
        phone.set_viewport_size({"width": 390, "height": 844})


def test_drafts_are_issued_together_without_javascript(
    open_page: Callable[..., Page], login_state: object, page: Page
) -> None:
    write_draft(page, "Bord", "12")
    plain = open_page(storage_state=login_state, java_script_enabled=False)
    plain.goto(f"{HOME}settings/numbering/credit_note/")
    expect(plain.get_by_role("heading", level=1)).to_have_text(CREDIT)
    plain.get_by_label("Letters vooraan").fill("CN")
    plain.get_by_role("button", name="Nummering bewaren").click()
    expect(plain.get_by_text("De volgende creditnota krijgt nummer CN")).to_be_visible()
    plain.goto(f"{HOME}invoices/?filter=draft")
    plain.get_by_role("checkbox").first.check()
    plain.get_by_text("Meer acties").click()
    plain.get_by_role("button", name="Aangevinkte concepten versturen").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Concepten versturen")
