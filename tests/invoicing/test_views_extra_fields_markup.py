"""What people write into their own fields is text everywhere, never part of the page."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import ExtraField
from invoicing.services.extra_fields import extra_field_create
from tests.invoicing.builders import (
    make_draft,
    make_issued,
    make_seller,
)
from tests.invoicing.screens import logged_in, text, url

pytestmark = pytest.mark.django_db
LEVELS = ("document", "line", "customer", "product")


def markup(where: str) -> str:
    """An element that would post with the reader's login as soon as it stands on a page."""
    return f"<i hx-post=/{where}/ hx-trigger=load>"


@pytest.fixture
def account() -> Account:
    account = make_seller()
    made = partial(extra_field_create, account=account, actor=None, hint=markup("hint"))
    for level in LEVELS:
        made(level=level, type="text", label=markup("naam"), automatic=markup("vanzelf"))
        made(level=level, type="text", label="Vast", default=markup("standaard"))
        made(level=level, type="choice", label="Keuze", options=(markup("optie"),))
    return account


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def pages(account: Account) -> dict[str, tuple[str, ...]]:
    """The pages with extra fields, each with which of the texts it shows."""
    draft, issued = make_draft(account), make_issued(account)
    shown = ("naam", "hint", "vanzelf", "optie")
    settings = [
        url(account, "settings_extra_field", field.public_id)
        for field in ExtraField.objects.filter(level="document").order_by("order")
    ]
    return {
        url(account, "invoice_new"): (*shown, "standaard"),
        url(account, "invoice_edit", draft.public_id): shown,
        url(account, "customer_new"): (*shown, "standaard"),
        url(account, "product_new"): (*shown, "standaard"),
        url(account, "customer_inline"): (),
        url(account, "credit_new", issued.public_id): shown,
        url(account, "settings_extra_fields"): ("naam",),
        settings[0]: ("naam", "hint", "vanzelf"),
        settings[1]: ("hint", "standaard"),
        settings[2]: ("hint", "optie"),
    }


def test_markup_in_an_own_field_is_text_on_every_page(client: Client, account: Account) -> None:
    for address, shown in pages(account).items():
        page = text(client.get(address))
        assert "<i hx-post" not in page, address
        for where in shown:
            assert f"&lt;i hx-post=/{where}/" in page, (address, where)


def test_a_refused_form_shows_markup_as_text_too(client: Client, account: Account) -> None:
    for name in ("customer_new", "product_new"):
        answer = client.post(url(account, name), {f"extra-{markup('naam')}": markup("waarde")})
        assert answer.status_code == 422
        assert "<i hx-post" not in text(answer)


def test_the_rules_for_a_password_are_still_a_list(client: Client) -> None:
    page = text(client.get("/accounts/password/change/"))
    assert "<li>Je wachtwoord heeft minstens 8 tekens." in page
