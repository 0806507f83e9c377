"""The owner meets the e-invoice by clicking: saved, refused in plain words, and in the story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from invoicing.ubl.document import ImportedDocument
from invoicing.ubl.reader import read_ubl
from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

BE, NL = "/oventechniek-demo/", "/flexwerk-demo/"


@pytest.fixture
def allow() -> list[str]:
    """Who sends while the names of customers are still being looked up cancels that question."""
    return [r"htmx:(afterRequest|sendError|sendAbort).*HTMLDataListElement"]


def write(page: Page, home: str, customer: str, text: str, price: str) -> None:
    """Write a draft of one line; it saves itself."""
    page.goto(f"{home}invoices/new/")
    page.get_by_label("Klant", exact=True).fill(customer)
    line = page.locator("#line-0")
    line.get_by_label(re.compile("Omschrijving")).fill(text)
    line.get_by_label(re.compile("Prijs")).fill(price)
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def issue(page: Page) -> None:
    """Look at it, and send it."""
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Factuur")


def saved(page: Page) -> ImportedDocument:
    """Press 'E-factuur (UBL) opslaan' and read what was saved."""
    with page.expect_download() as saving:
        page.get_by_role("link", name="E-factuur (UBL) opslaan").click()
    assert saving.value.suggested_filename.startswith("factuur-")
    return read_ubl(Path(saving.value.path()).read_bytes())


@pytest.mark.parametrize(
    ("home", "customer", "gross"),
    [
        (BE, "Bakkerij Het Gouden Brood BV, Gent", "302.50"),
        (NL, "Kwekerij Zonnedauw BV, Made", "302.50"),
    ],
)
def test_an_issued_invoice_has_an_e_invoice_to_save(
    page: Page, home: str, customer: str, gross: str
) -> None:
    write(page, home, customer, "Nazicht deegoven", "250")
    issue(page)
    assert_accessible(page)
    read = saved(page)
    assert [line.description for line in read.lines] == ["Nazicht deegoven"]
    assert str(read.gross) == gross


def test_until_peppol_delivers_it_the_open_task_stands_on_the_invoice(page: Page) -> None:
    write(page, BE, "Bakkerij Het Gouden Brood BV, Gent", "Bakplaten", "80")
    issue(page)
    panel = page.locator(".panel", has=page.get_by_role("heading", name="Verzending"))
    expect(panel).to_contain_text("Nog te bezorgen")
    expect(panel).to_contain_text("nog niet via Peppol bezorgd")


def test_the_story_of_an_invoice_is_told_from_draft_to_payment(page: Page) -> None:
    write(page, NL, "Kwekerij Zonnedauw BV, Made", "Uitzenduren", "100")
    issue(page)
    page.get_by_text("Betaling noteren").click()
    page.get_by_role("button", name="Betaling bewaren").click()
    story = page.locator(".story")
    expect(story).to_contain_text("Concept gemaakt")
    expect(story).to_contain_text("Factuur verstuurd")
    expect(story).to_contain_text("betaald: ontvangen")
    assert_accessible(page)
    screenshot(page, "einvoice-story")


def test_what_the_rules_refuse_is_told_in_plain_words_and_takes_no_number(
    page: Page, phone: Page
) -> None:
    # An address in a scheme that Peppol does not have: a form cannot know, the rules do.
    page.goto(f"{BE}customers/?q=Heemkring")
    page.get_by_role("link", name="Heemkring De Molen vzw").click()
    address = page.get_by_label("Peppol-adres")
    if not address.is_visible():
        page.locator("details", has=address).last.locator("summary").click()
    address.fill("0001:1")
    page.get_by_role("button", name=re.compile("bewaren", re.IGNORECASE)).first.click()
    write(page, BE, "Heemkring De Molen vzw, Merelbeke", "Nazicht ketel", "90")
    page.get_by_role("button", name="Controleren en versturen").click()
    reason = "Het Peppol-adres van de klant bestaat niet zo."
    expect(page.get_by_role("alert")).to_contain_text(reason)
    expect(page.get_by_role("main")).not_to_contain_text("BR-CL")
    expect(page.get_by_role("button", name="Factuur versturen")).to_have_count(0)
    assert_accessible(page)
    screenshot(page, "einvoice-refused")
    phone.goto(page.url)
    expect(phone.get_by_role("alert")).to_contain_text(reason)
    assert_fits(phone)
    screenshot(phone, "einvoice-refused-phone")
