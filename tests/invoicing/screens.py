"""What the tests of screens share: a logged-in browser and the posting of drafts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from tests.accounts.builders import owner_of

HTMX = {"HX-Request": "true"}


def logged_in(account: Account) -> Client:
    """A browser of the account's owner."""
    client = Client()
    client.force_login(owner_of(account))
    return client


def url(account: Account, name: str, *args: str) -> str:
    """An address inside the account."""
    return reverse(name, args=[account.slug, *args])


def draft_post(**changes: Any) -> dict[str, Any]:
    """What the form of a draft sends: one line of 100 euro at 21 %."""
    values = {
        "draft": "",
        "version": "",
        "customer": "",
        "customer_id": "",
        "prices_include_vat": "0",
        "lines-0-description": "Onderhoud oven",
        "lines-0-quantity": "1",
        "lines-0-unit_price": "100,00",
        "lines-0-vat": "domestic:standard",
        "lines-0-vat_proposed": "domestic:standard",
    }
    return values | changes


def text(response: HttpResponse) -> str:
    """The page as text, no-break spaces as spaces."""
    return response.content.decode().replace("\u00a0", " ")
