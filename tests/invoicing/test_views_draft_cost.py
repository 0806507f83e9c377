"""The editor takes few queries and small answers, whatever the number of lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account
from invoicing.models import Document, Product
from invoicing.services.products import ProductValues, product_create
from tests.invoicing.builders import line, make_draft, make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db
MOST_READING = 19
MOST_SAVING = 36
Queries = Callable[..., DjangoAssertNumQueries]


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


@pytest.fixture
def product(account: Account) -> Product:
    values = ProductValues(name="Oven", code="OV")
    return product_create(account=account, actor=None, values=values)


def drafted(account: Account, product: Product, rows: int) -> Document:
    return make_draft(account, *[line(product=product, rate_name="standard")] * rows)


@pytest.mark.parametrize("rows", [1, 40])
def test_opening_a_draft(
    client: Client,
    account: Account,
    product: Product,
    rows: int,
    django_assert_max_num_queries: Queries,
) -> None:
    draft = drafted(account, product, rows)
    with django_assert_max_num_queries(MOST_READING):
        assert client.get(url(account, "invoice_edit", draft.public_id)).status_code == 200


def typed(draft: Document, product: Product, rows: int) -> dict[str, Any]:
    values = {
        "description": "Oven",
        "unit_price": "100",
        "vat": "domestic:standard",
        "vat_proposed": "domestic:standard",
        "product": "OV · Oven",
        "product_id": product.public_id,
    }
    lines = {f"lines-{n}-{name}": value for n in range(rows) for name, value in values.items()}
    return draft_post(draft=draft.public_id, version=draft.version, **lines)


@pytest.mark.parametrize("rows", [1, 40])
def test_saving_while_typing(
    client: Client,
    account: Account,
    product: Product,
    rows: int,
    django_assert_max_num_queries: Queries,
) -> None:
    draft = drafted(account, product, rows)
    path = url(account, "invoice_edit", draft.public_id)
    with django_assert_max_num_queries(MOST_SAVING):
        page = text(client.post(path, typed(draft, product, rows), headers=HTMX))
    assert "Bewaard om" in page


def test_an_answer_while_typing_says_little_of_lines_that_did_not_change(
    client: Client, account: Account, product: Product
) -> None:
    sizes = []
    for rows in (40, 80):
        draft = drafted(account, product, rows)
        path = url(account, "invoice_edit", draft.public_id)
        data = typed(draft, product, rows)
        first = text(client.post(path, data, headers=HTMX))
        data["vat_offered"] = first.split('name="vat_offered" value="')[1].split('"')[0]
        draft.refresh_from_db()
        data["version"] = draft.version
        sizes.append(len(client.post(path, data, headers=HTMX).content))
    assert sizes[1] - sizes[0] < 40 * 700
