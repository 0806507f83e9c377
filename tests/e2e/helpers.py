"""What a click-through test asks of a page: accessible, fits its screen, kept as a picture."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.processes import ROOT

SCREENSHOTS = ROOT / "screenshots"
SERIOUS = {"serious", "critical"}


def screenshot(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the page as screenshots/<name>.png."""
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full, animations="disabled")
    return path


def assert_accessible(page: Page) -> None:
    """Fail when axe finds something serious or critical on the page."""
    found = [
        f"{finding['id']} ({finding['impact']}): {node['html'][:200]}"
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in SERIOUS
        for node in finding["nodes"]
    ]
    assert found == [], f"{page.url}: {found}"


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than its screen, so that a phone would scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    screen = (page.viewport_size or {"width": 0})["width"]
    assert wide <= screen, f"{page.url} is {wide} px wide on a screen of {screen} px"
