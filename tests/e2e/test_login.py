"""The first page that anybody sees, in a real browser."""

from playwright.sync_api import Page

from tests.e2e.conftest import log_in
from tests.e2e.helpers import assert_accessible, assert_fits, screenshot


def test_login_page_is_accessible_and_leads_to_the_app(visitor: Page) -> None:
    visitor.goto("/")
    assert_accessible(visitor)
    screenshot(visitor, "login")
    log_in(visitor)
    assert_accessible(visitor)
    screenshot(visitor, "after-login")


def test_first_page_fits_a_phone(phone: Page) -> None:
    phone.goto("/")
    assert_fits(phone)
    assert_accessible(phone)
    screenshot(phone, "phone-first-page")
