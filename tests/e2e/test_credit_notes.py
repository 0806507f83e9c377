"""An owner credits invoices by clicking: whole, in part, too much, with a colleague, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

HOME = "/oventechniek-demo/"
NEW = f"{HOME}invoices/new/"
NARROW = {"width": 320, "height": 640}
# The first check of an e-invoice starts a process that reads all rules.
PATIENCE = 30_000
LINES = [("Onderhoud deegoven", "3", "100"), ("Verplaatsing", "1", "50")]


@pytest.fixture(autouse=True)
def _patience_of_expect() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


def issue(page: Page, lines: list[tuple[str, str, str]] | None = None) -> str:
    """Write and issue an invoice by clicking; gives its address."""
    page.goto(NEW)
    page.locator("[name=customer]").fill("Bakkerij Het Gouden Brood BV, Gent")
    for index, (what, quantity, price) in enumerate(lines or LINES):
        if index:
            page.get_by_role("button", name=re.compile("Lijn toevoegen")).click()
        page.locator(f"[name=lines-{index}-description]").fill(what)
        page.locator(f"[name=lines-{index}-quantity]").fill(quantity)
        page.locator(f"[name=lines-{index}-unit_price]").fill(price)
        expect(page.locator("#draft-status")).to_contain_text("Bewaard om")
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"Factuur \d{4}-"))
    return page.url


def choose(page: Page, index: int, what: str, value: str = "") -> None:
    page.locator(f"[name=lines-{index}-what]").select_option(what)
    if value:
        page.locator(f"[name=lines-{index}-value]").fill(value)


def send(page: Page) -> None:
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Creditnota versturen").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"Creditnota C\d{4}-"))


def test_an_unpaid_invoice_is_credited_as_a_whole(page: Page, phone: Page) -> None:
    address = issue(page)
    page.get_by_role("link", name="Crediteren").click()
    expect(page.locator("#totals")).to_contain_text("0,00")
    page.get_by_role("button", name="Alles crediteren").click()
    expect(page.locator("#totals")).to_contain_text("423,50")
    page.get_by_label("Reden").fill("Oven werd niet hersteld")
    assert_accessible(page)
    screenshot(page, "credit-all")
    page.get_by_role("button", name="Controleren en versturen").click()
    expect(page.get_by_text("Totaal creditnota").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "credit-issue")
    page.get_by_role("button", name="Creditnota versturen").click()
    expect(page.locator(".page-head")).to_contain_text("Verrekend")
    assert_accessible(page)
    screenshot(page, "credit-note")
    page.locator(".lead-in").get_by_role("link").click()
    assert page.url == address
    expect(page.locator(".page-head")).to_contain_text("Gecrediteerd")
    expect(page.get_by_text("€ 423,50 gecrediteerd met")).to_be_visible()
    expect(page.get_by_role("link", name="Crediteren")).to_have_count(0)
    assert_accessible(page)
    screenshot(page, "credited-invoice")
    phone.goto(address)
    assert_fits(phone)
    screenshot(phone, "credited-invoice-phone")


def test_a_part_is_credited_by_pieces_and_by_amount(page: Page) -> None:
    address = issue(page)
    page.goto(f"{address}credit/")
    choose(page, 0, "quantity", "2")
    choose(page, 1, "amount", "12,50")
    expect(page.locator("#amount-0")).to_have_text(re.compile("200,00"))
    expect(page.locator("#amount-1")).to_have_text(re.compile("12,50"))
    expect(page.locator("#totals")).to_contain_text("257,13")
    screenshot(page, "credit-part")
    send(page)
    page.goto(address)
    expect(page.locator(".facts .big").first).to_contain_text("166,37")
    page.get_by_role("link", name="Crediteren").click()
    expect(page.locator("#line-0")).to_contain_text("1 st.")
    expect(page.locator("#line-1")).to_contain_text("37,50")


def test_too_much_is_refused_next_to_its_line(page: Page, allow: list[str]) -> None:
    allow.append("422")
    address = issue(page)
    page.goto(f"{address}credit/")
    choose(page, 0, "quantity", "4")
    expect(page.locator("#line-0")).to_contain_text("Van deze lijn zijn er nog 3 te crediteren.")
    page.get_by_label("Reden").fill("Blijft staan")
    page.get_by_role("button", name="Controleren en versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("nog 3 te crediteren")
    expect(page.locator("[name=lines-0-value]")).to_have_value("4")
    expect(page.get_by_label("Reden")).to_have_value("Blijft staan")
    assert_accessible(page)
    screenshot(page, "credit-too-much")
    page.get_by_role("link", name=re.compile("nog 3 te crediteren")).click()
    expect(page.locator("[name=lines-0-value]")).to_be_focused()
    page.locator("[name=lines-0-value]").fill("3")
    expect(page.locator("#line-0")).not_to_contain_text("nog 3 te crediteren")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Creditnota bewerken")
    page.goto(f"{address}credit/")
    expect(page.get_by_text("Er is al een concept-creditnota")).to_be_visible()
    page.get_by_role("link", name="Dat concept openen").click()
    page.get_by_role("button", name="Concept weggooien").click()
    expect(page.get_by_text("Het concept is weggegooid.")).to_be_visible()


def test_the_last_part_takes_the_cents(page: Page) -> None:
    address = issue(page, [(f"Dag {n}", "1", "10,02") for n in (1, 2, 3)])
    for index, vat in enumerate(("2,10", "2,10", "2,11")):
        page.goto(f"{address}credit/")
        choose(page, index, "all")
        expect(page.locator("#totals")).to_contain_text(vat)
        send(page)
    page.goto(address)
    expect(page.locator(".page-head")).to_contain_text("Gecrediteerd")


def test_a_second_person_is_told_and_a_rest_that_is_gone_is_said(
    page: Page, open_page: Callable[..., Page], login_state: object, allow: list[str]
) -> None:
    allow.extend(["409", "422"])
    address = issue(page)
    page.goto(f"{address}credit/")
    choose(page, 0, "quantity", "1")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Creditnota bewerken")
    colleague = open_page(storage_state=login_state)
    colleague.goto(page.url)
    choose(page, 0, "quantity", "2")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_text("Het concept is bewaard.")).to_be_visible()
    choose(colleague, 0, "quantity", "3")
    colleague.get_by_role("button", name="Concept bewaren").click()
    expect(colleague.get_by_text("Iemand anders heeft deze creditnota intussen")).to_be_visible()
    expect(colleague.locator("[name=lines-0-value]")).to_have_value("3")
    screenshot(colleague, "credit-conflict")
    colleague.goto(f"{address}credit/")
    choose(colleague, 0, "quantity", "2")
    send(colleague)
    page.reload()
    expect(page.get_by_text("Er is intussen meer gecrediteerd.")).to_be_visible()
    expect(page.locator("#line-0")).to_contain_text("nog 1 te crediteren")
    assert_accessible(page)
    screenshot(page, "credit-stale")
    choose(page, 0, "all")
    send(page)


def test_everything_works_without_javascript(
    open_page: Callable[..., Page], login_state: object, page: Page, allow: list[str]
) -> None:
    allow.append("422")
    address = issue(page)
    plain = open_page(storage_state=login_state, java_script_enabled=False)
    plain.goto(f"{address}credit/")
    choose(plain, 0, "amount", "1000")
    plain.get_by_role("button", name="Controleren en versturen").click()
    expect(plain.get_by_role("alert")).to_contain_text("nog € 300,00 te crediteren")
    choose(plain, 0, "amount", "30")
    send(plain)
    plain.goto(f"{address}credit/")
    plain.get_by_role("button", name="Alles crediteren").click()
    expect(plain.locator("#totals")).to_contain_text("387,20")
    send(plain)
    plain.goto(address)
    expect(plain.locator(".page-head")).to_contain_text("Gecrediteerd")


def test_what_was_paid_is_to_be_paid_back(page: Page) -> None:
    address = issue(page)
    page.get_by_text("Betaling noteren").click()
    page.get_by_role("button", name="Betaling bewaren").click()
    expect(page.locator(".page-head")).to_contain_text("Betaald")
    page.goto(f"{address}credit/")
    choose(page, 1, "all")
    send(page)
    expect(page.locator(".page-head")).to_contain_text("Terug te storten")
    expect(page.locator(".facts .big").first).to_contain_text("60,50")
    assert_accessible(page)
    screenshot(page, "credit-refund")
    page.get_by_text("Terugstorting noteren").click()
    page.get_by_role("button", name="Terugstorting bewaren").click()
    expect(page.locator(".page-head")).to_contain_text("Verrekend")


def test_credit_notes_stand_apart_in_the_list(page: Page, phone: Page) -> None:
    page.goto(f"{HOME}invoices/")
    page.get_by_role("link", name=re.compile("Creditnota's")).click()
    expect(page.locator(".invoices tbody tr").first).to_contain_text("creditnota")
    expect(page.locator(".totals-line")).to_contain_text("-")
    assert_accessible(page)
    screenshot(page, "credit-list")
    phone.goto(page.url)
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "credit-list-phone")


def test_crediting_fits_a_phone_and_a_narrow_dark_screen(
    page: Page, phone: Page, open_page: Callable[..., Page], login_state: object
) -> None:
    address = issue(page)
    phone.goto(f"{address}credit/")
    choose(phone, 0, "quantity", "2")
    choose(phone, 1, "all")
    expect(phone.locator("#totals")).to_contain_text("302,50")
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "credit-phone")
    narrow = open_page(storage_state=login_state, viewport=NARROW, color_scheme="dark")
    narrow.goto(f"{address}credit/")
    assert_fits(narrow)
    assert_accessible(narrow)
    screenshot(narrow, "credit-narrow")
