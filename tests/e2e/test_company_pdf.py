"""The company's details, logo, colour and footer by clicking, and what its PDFs show of them."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from invoicing.pdf.pictures import DRAWING, NO_PICTURE, TOO_LARGE
from tests.e2e.helpers import assert_accessible, assert_fits, screenshot
from tests.invoicing.pictures import JPEG, SVG, png

HOME = "/flexwerk-demo/"
COMPANY = f"{HOME}settings/company/"
FOOTER = "Onze voorwaarden staan op flexwerk.example."
SAMPLE = "#company-look img"


@pytest.fixture
def allow() -> list[str]:
    """A refused form answers 422, which the browser's console calls a failed resource."""
    return [r"Failed to load resource.*422"]


def file(content: bytes, name: str = "logo.png") -> FilePayload:
    return FilePayload(name=name, mimeType="image/png", buffer=content)


def sample(page: Page) -> str:
    address = page.locator(SAMPLE).get_attribute("src") or ""
    return base64.b64decode(address.partition("base64,")[2]).decode()


def choose(page: Page, content: bytes, name: str = "logo.png") -> None:
    """Choose a logo, and wait until the example has answered."""
    with page.expect_response(re.compile("/company/sample/")):
        page.get_by_label("Logo", exact=True).set_input_files(file(content, name))


def change(page: Page, label: str, value: str) -> None:
    with page.expect_response(re.compile("/company/sample/")):
        page.get_by_label(label, exact=True).fill(value)
        page.keyboard.press("Tab")


def save(page: Page) -> None:
    page.get_by_role("button", name="Bedrijfsgegevens bewaren").click()


def issue_with_g_account(page: Page) -> str:
    """Write and issue an invoice for a customer that pays a quarter on the G-account."""
    page.goto(f"{HOME}invoices/new/")
    page.fill("input[name=customer]", "Zorggroep Avondrood, Breda")
    page.press("input[name=customer]", "Tab")
    line = page.locator("#line-0")
    line.get_by_label(re.compile("Omschrijving")).fill("Uren verzorging week 46")
    line.get_by_label(re.compile("Prijs")).fill("1000")
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Factuur")
    return page.url


def saved_pdf(page: Page) -> bytes:
    with page.expect_download() as saving:
        page.get_by_role("link", name="Pdf opslaan").click()
    return Path(saving.value.path()).read_bytes()


def test_the_example_follows_what_is_typed_and_every_bad_logo_is_told(page: Page) -> None:
    page.goto(COMPANY)
    expect(page.get_by_label("IBAN van je G-rekening")).to_have_value("NL02 INGB 0990 0001 23")
    expect(page.get_by_label("Rechtspersonenregister (RPR)")).to_have_count(0)
    change(page, "Kleur", "#7c2d12")
    expect(page.locator(SAMPLE)).to_be_visible()
    assert "#7c2d12" in sample(page)
    change(page, "Voettekst", FOOTER)
    for content, sentence in (
        (SVG, DRAWING),
        (png(30_000, 30_000, rows=1), TOO_LARGE),
        (b"Dit is gewone tekst.", NO_PICTURE),
    ):
        choose(page, content)
        expect(page.locator("#company-logo .errorlist")).to_contain_text(sentence)
        assert "data:image/png" not in sample(page)
    screenshot(page, "company-logo-refused")
    assert_accessible(page)
    choose(page, png(600, 200))
    expect(page.get_by_alt_text("Je logo")).to_be_visible()
    expect(page.locator("#company-logo .errorlist")).to_have_count(0)
    assert "data:image/png" in sample(page)
    assert_accessible(page)
    screenshot(page, "company")


def test_a_mistake_elsewhere_loses_neither_the_logo_nor_a_word(page: Page) -> None:
    page.goto(COMPANY)
    choose(page, png(600, 200))
    page.get_by_label("Voettekst").fill(FOOTER)
    page.get_by_label("IBAN", exact=True).fill("NL00 INGB 0")
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("Een IBAN begint met de landcode")
    expect(page.get_by_label("IBAN", exact=True)).to_have_value("NL00 INGB 0")
    expect(page.get_by_label("Voettekst")).to_have_value(FOOTER)
    expect(page.get_by_alt_text("Je logo")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "company-refused")


def test_an_issued_invoice_keeps_the_look_of_its_day(page: Page) -> None:
    page.goto(COMPANY)
    choose(page, png(600, 200))
    page.get_by_label("Kleur", exact=True).fill("#1d4ed8")
    page.get_by_label("Voettekst").fill(FOOTER)
    save(page)
    expect(page.get_by_text("Je bedrijfsgegevens zijn bewaard.")).to_be_visible()
    invoice = issue_with_g_account(page)
    picture = page.request.get(f"{invoice}page/").body()
    screenshot(page, "invoice-g-account")
    # Nobody asked for the PDF yet, and now everything changes.
    page.goto(COMPANY)
    choose(page, JPEG)
    page.get_by_label("Kleur", exact=True).fill("#15803d")
    page.get_by_label("Voettekst").fill("Een heel andere voettekst.")
    save(page)
    expect(page.get_by_text("Je bedrijfsgegevens zijn bewaard.")).to_be_visible()
    page.goto(invoice)
    first = saved_pdf(page)
    text = PdfReader(io.BytesIO(first)).pages[0].extract_text().replace("\u00a0", " ")
    for piece in (
        FOOTER,
        "NL20 INGB 0001 2345 67",
        "NL02 INGB 0990 0001 23",
        "€ 907,50",
        "€ 302,50",
        "850000014L01",
    ):
        assert piece in text
    assert "andere voettekst" not in text
    assert page.request.get(f"{invoice}page/").body() == picture
    assert picture.count(b"data:image/svg+xml;base64,") == 2
    assert saved_pdf(page) == first


def test_the_page_fits_a_phone(phone: Page) -> None:
    phone.goto(COMPANY)
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "phone-company")


def test_without_javascript_the_example_comes_by_a_button(
    open_page: object, login_state: object
) -> None:
    page: Page = open_page(storage_state=login_state, java_script_enabled=False)  # type: ignore[operator]
    page.goto(COMPANY)
    page.get_by_label("Kleur", exact=True).fill("#7c2d12")
    page.get_by_role("button", name="Voorbeeld vernieuwen").click()
    assert "#7c2d12" in sample(page)
    expect(page.get_by_label("Kleur", exact=True)).to_have_value("#7c2d12")
