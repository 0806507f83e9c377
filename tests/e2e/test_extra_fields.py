"""An owner makes extra fields of every type, fills them in, and finds them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.helpers import assert_accessible, assert_fits, screenshot

# One test makes thirteen fields by hand.
pytestmark = pytest.mark.timeout(600)
HOME = "/oventechniek-demo/"
FIELDS = f"{HOME}settings/extra-fields/"
NEW = f"{FIELDS}new/"
SLUGS = {
    "text": "e2e-tekst",
    "multiline": "e2e-regels",
    "integer": "e2e-geheel",
    "decimal": "e2e-decimaal",
    "amount": "e2e-bedrag",
    "date": "e2e-datum",
    "percentage": "e2e-percentage",
    "boolean": "e2e-ja-nee",
    "choice": "e2e-keuze",
    "url": "e2e-web",
}
TYPED = {
    "multiline": "eerste regel\ntweede regel",
    "integer": "1.250",
    "decimal": "2,75",
    "amount": "1234,56",
    "date": "2026-03-14",
    "percentage": "12,5",
    "url": "www.voorbeeld.be/werf",
}
ON_PAPER = ("1250", "2,75", "€ 1.234,56", "14 mrt 2026", "12,5 %", "https://www.voorbeeld.be/werf")


def make_field(page: Page, level: str, kind: str, label: str, **more: str) -> None:
    page.goto(FIELDS)
    page.get_by_label("Waar staat het?").select_option(level)
    page.get_by_label("Wat vul je erin?").select_option(kind)
    page.get_by_role("button", name="Veld maken").click()
    page.get_by_label("Naam van het veld").fill(label)
    for name, text in more.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Veld toevoegen").click()
    expect(page.get_by_text(f"Het veld {label} is toegevoegd.")).to_be_visible()


def remove_field(page: Page, label: str) -> None:
    page.goto(FIELDS)
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_role("button", name=re.compile("Archiveren|Veld verwijderen")).click()
    expect(page.get_by_text(re.compile(f"Het veld {label} (is weg|wordt niet)"))).to_be_visible()


@pytest.fixture
def allow() -> list[str]:
    # Suggestions that are still on their way when somebody goes to the next page.
    return ["422", "htmx:"]


@pytest.fixture
def tidy(page: Page) -> Iterator[Page]:
    """Put away the fields of this file: the other tests share the application."""
    yield page
    page.goto(FIELDS)
    names = page.locator("ol .field-words a", has_text="e2e").all_inner_texts()
    for name in names:
        remove_field(page, name)


def saved(page: Page) -> None:
    expect(page.locator("#draft-status")).to_contain_text("Bewaard om")


def test_a_field_of_every_type_goes_from_settings_to_paper_and_search(tidy: Page) -> None:
    page = tidy
    for kind, slug in SLUGS.items():
        more = {"options": "Regio Noord\nRegio Zuid"} if kind == "choice" else {}
        make_field(page, "document", kind, slug.replace("-", " "), **more)
    make_field(page, "line", "text", "e2e werf", automatic="Werf {klant.plaats}")
    make_field(page, "customer", "text", "e2e regio", default="Vlaanderen")
    make_field(page, "document", "text", "e2e dossier", automatic="Dossier {factuur.nummer}")
    page.goto(FIELDS)
    page.get_by_role("link", name="e2e tekst", exact=True).click()
    page.get_by_label("Verplicht om een factuur te versturen").check()
    assert_accessible(page)
    screenshot(page, "extra-field")
    page.get_by_role("button", name="Veld bewaren").click()
    assert_accessible(page)
    screenshot(page, "extra-fields")

    page.goto(f"{HOME}invoices/new/")
    page.get_by_label("Klant", exact=True).fill("Bakkerij Het Gouden Brood BV, Gent")
    first = page.locator("#line-0")
    first.get_by_label(re.compile("Omschrijving")).fill("Onderhoud deegoven")
    first.get_by_label(re.compile("Prijs")).fill("100")
    for kind, text in TYPED.items():
        page.locator(f"[name=extra-{SLUGS[kind]}]").fill(text)
    page.locator(f"[name=extra-{SLUGS['boolean']}]").select_option("1")
    page.locator(f"[name=extra-{SLUGS['choice']}]").select_option("regio-noord")
    page.locator(f"[name=extra-{SLUGS['integer']}]").fill("twaalf")
    page.get_by_role("button", name="Controleren en versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf een geheel getal")
    expect(page.locator(f"[name=extra-{SLUGS['integer']}]")).to_have_value("twaalf")
    assert_accessible(page)
    screenshot(page, "extra-values-refused")
    page.locator(f"[name=extra-{SLUGS['integer']}]").fill(TYPED["integer"])
    page.get_by_role("button", name="Controleren en versturen").click()
    expect(page.get_by_text("Vul 'e2e tekst' nog in.")).to_be_visible()
    screenshot(page, "extra-values-missing")
    page.get_by_role(
        "link", name=re.compile("e2e tekst|aanpassen|Vul", re.IGNORECASE)
    ).first.click()
    page.locator("[name=extra-e2e-tekst]").fill("Zoekmij 4711")
    saved(page)
    screenshot(page, "extra-values")
    page.get_by_role("button", name="Controleren en versturen").click()
    page.get_by_role("button", name="Factuur versturen").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"Factuur \d{4}-\d{4}"))
    number = heading.inner_text().replace("Factuur ", "").split()[0]
    panel = page.locator(".extra-values")
    for text in (*ON_PAPER, "Regio Noord", f"Dossier {number}", "Werf Gent", "Zoekmij 4711"):
        expect(panel).to_contain_text(text)
    assert_accessible(page)
    screenshot(page, "extra-values-issued")
    page.goto(f"{HOME}invoices/?q=zoekmij+4711")
    expect(page.locator(".invoices tbody tr")).to_have_count(1)
    page.goto(f"{HOME}invoices/?q=regio+noord")
    expect(page.locator(".invoices tbody")).to_contain_text(number)


@pytest.fixture
def without_script(open_page: Callable[..., Page], login_state: object) -> Page:
    return open_page(storage_state=login_state, java_script_enabled=False)


def test_fields_are_made_ordered_and_removed_without_javascript(without_script: Page) -> None:
    page = without_script
    for label in ("Los A", "Los B"):
        make_field(page, "product", "text", label)
    listed = page.locator("section", has_text="Bij het artikel").locator(".field-words a")
    expect(listed).to_have_text(["Los A", "Los B"])
    page.get_by_role("button", name="Los B omhoog").click()
    expect(listed).to_have_text(["Los B", "Los A"])
    page.goto(f"{NEW}?level=document&type=choice")
    page.get_by_label("Naam van het veld").fill("Regio")
    page.get_by_label("Automatische waarde").fill("{klant.geheim}")
    page.get_by_role("button", name="Veld toevoegen").click()
    expect(page.get_by_role("alert")).to_contain_text("elk op een eigen lijn")
    expect(page.get_by_label("Automatische waarde")).to_have_value("{klant.geheim}")
    for label in ("Los A", "Los B"):
        remove_field(page, label)
    page.goto(FIELDS)
    expect(page.get_by_text("Los A")).to_have_count(0)


def test_a_used_field_is_archived_and_comes_back(page: Page) -> None:
    make_field(page, "customer", "text", "Bewaarveld")
    page.goto(f"{HOME}customers/new/")
    page.get_by_label("Naam", exact=True).fill("Bewaarder")
    fold = page.locator("details", has=page.get_by_label("Bewaarveld"))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    page.get_by_label("Bewaarveld").fill("Kostbaar")
    page.get_by_role("button", name="Klant bewaren").click()
    page.goto(f"{HOME}customers/?customer=kostbaar")
    expect(page.get_by_role("link", name="Bewaarder")).to_be_visible()
    remove_field(page, "Bewaarveld")
    page.goto(FIELDS)
    page.get_by_role("button", name=re.compile("Terugzetten.*Bewaarveld")).click()
    expect(page.get_by_text("Het veld Bewaarveld wordt weer gevraagd.")).to_be_visible()
    remove_field(page, "Bewaarveld")


def test_the_settings_fit_a_phone(phone: Page) -> None:
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 700})
        for name, path in (
            ("list", FIELDS),
            ("kind", NEW),
            ("choice", f"{NEW}?level=line&type=choice"),
            ("date", f"{NEW}?level=document&type=date"),
        ):
            phone.goto(path)
            assert_fits(phone)
            assert_accessible(phone)
            screenshot(phone, f"phone-extra-{name}-{width}")
