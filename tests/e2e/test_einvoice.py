"""The owner saves the e-invoice of an invoice by clicking."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from invoicing.ubl.reader import read_ubl
from tests.e2e.helpers import assert_accessible

HOME = "/oventechniek-demo/"


def test_an_issued_invoice_has_an_e_invoice_to_save(page: Page) -> None:
    page.goto(f"{HOME}invoices/new/")
    page.get_by_label("Klant", exact=True).fill("Bakkerij Het Gouden Brood BV, Gent")
    line = page.locator("#line-0")
    line.get_by_label(re.compile("Omschrijving")).fill("Nazicht deegoven")
    line.get_by_label(re.compile("Prijs")).fill("250")
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Factuur")
    assert_accessible(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="E-factuur (UBL) opslaan").click()
    path = Path(saving.value.path())
    assert saving.value.suggested_filename.startswith("factuur-")
    read = read_ubl(path.read_bytes())
    assert [line.description for line in read.lines] == ["Nazicht deegoven"]
    assert str(read.gross) == "302.50"
