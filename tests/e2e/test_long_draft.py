"""An invoice of very many lines is written as easily as a short one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

LINES = 150
PATIENCE = 20_000
# An answer has some ten pieces of its own, whatever the number of lines.
MOST_PIECES = 20
MOST_EVENTS = 600

SAVE_LINES = """async (count) => {
  const data = new FormData(document.getElementById("draft"));
  for (let index = 0; index < count; index += 1) {
    data.set(`lines-${index}-description`, `Lijn ${index}`);
    data.set(`lines-${index}-unit_price`, "10");
    data.set(`lines-${index}-vat`, "domestic:standard");
  }
  return (await fetch(location.href, { method: "POST", body: data })).url;
}"""
COUNT = """() => {
  window.swaps = 0;
  window.pieces = 0;
  document.body.addEventListener("htmx:oobAfterSwap", () => { window.swaps += 1; });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    window.pieces = event.detail.xhr.responseText.split("hx-swap-oob").length - 1;
  });
}"""


def opened(page: Page) -> None:
    page.goto("/oventechniek-demo/invoices/new/")
    page.goto(page.evaluate(SAVE_LINES, LINES))
    expect(page.locator("#lines .line")).to_have_count(LINES)
    page.evaluate(COUNT)


def test_a_price_typed_among_150_lines_is_saved_and_shown_with_little_work(page: Page) -> None:
    opened(page)
    page.locator("[name=lines-75-unit_price]").fill("20")
    expect(page.locator("#amount-75")).to_contain_text("20,00", timeout=PATIENCE)
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om", timeout=PATIENCE)
    assert 0 < page.evaluate("pieces") <= MOST_PIECES
    assert page.evaluate("swaps") <= MOST_EVENTS
    page.locator("[name=lines-149-unit_price]").fill("twintig")
    expect(page.locator("#line-149-notes")).to_contain_text("Dit is geen getal", timeout=PATIENCE)
    expect(page.locator("[name=lines-149-unit_price]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=lines-149-unit_price]").fill("30")
    expect(page.locator("#line-149-notes")).not_to_contain_text(
        "Dit is geen getal", timeout=PATIENCE
    )
    expect(page.locator("[name=lines-149-unit_price]")).not_to_have_attribute(
        "aria-invalid", "true"
    )
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om", timeout=PATIENCE)


def test_a_change_of_every_line_at_once_is_little_work_too(page: Page) -> None:
    opened(page)
    page.locator(".remarks summary", has_text="Levering, prijzen en korting").click()
    page.get_by_label("Leveringsdatum").fill("2026-02-10")
    logies = page.locator("[name=lines-149-vat] option", has_text="6 % logies")
    expect(logies).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om", timeout=PATIENCE)
    assert page.evaluate("swaps") <= MOST_EVENTS
