"""Lines that are filled in from a product, with and without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.documents import LineNature
from invoicing.models import Document, Product
from invoicing.services.products import ProductValues, product_archive, product_create
from tests.invoicing.builders import make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db
EMPTY = {"lines-0-description": "", "lines-0-unit_price": ""}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def product(account: Account, code: str, name: str, **values: Any) -> Product:
    wanted = ProductValues(code=code, name=name, **values)
    return product_create(account=account, actor=None, values=wanted)


@pytest.fixture
def flour(account: Account) -> Product:
    values = {"unit": "zak", "unit_price": Decimal("21.9"), "rate_name": "reduced"}
    return product(account, "MEEL-25", "Bakmeel 25 kg", nature=LineNature.GOODS, **values)


def test_products_are_offered_by_a_part_of_name_or_code(
    client: Client, account: Account, flour: Product
) -> None:
    for words in ("meel", "MEEL-25", "bakmeel kg"):
        page = text(client.get(url(account, "product_options"), {"lines-0-product": words}))
        assert '<option value="MEEL-25 · Bakmeel 25 kg">' in page
    product_archive(product=flour, actor=None)
    assert "Bakmeel" not in text(client.get(url(account, "product_options"), {"p": "meel"}))
    assert client.get(url(account, "product_options")).status_code == 200


def test_a_product_fills_the_empty_line(client: Client, account: Account, flour: Product) -> None:
    data = draft_post(add_line="1", add_product="MEEL-25", **EMPTY)
    page = text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    assert 'id="line-0" data-line="0" hx-swap-oob="true"' in page
    assert 'id="line-1"' not in page
    stored = Document.objects.get().lines.get()
    assert (stored.description, stored.unit, stored.product) == ("Bakmeel 25 kg", "zak", flour)
    assert (stored.unit_price, stored.rate_name, stored.vat_rate) == (Decimal("21.9"), "reduced", 6)
    assert stored.nature == "goods"


def test_a_product_comes_after_the_lines_that_were_typed(
    client: Client, account: Account, flour: Product
) -> None:
    data = draft_post(add_line="1", add_product="bakmeel")
    page = text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    assert page.lstrip().startswith('<tbody class="line" id="line-1"')
    assert Document.objects.get().lines.count() == 2


def test_without_javascript_any_button_takes_a_typed_product_along(
    client: Client, account: Account, flour: Product
) -> None:
    page = text(
        client.post(url(account, "invoice_new"), draft_post(add_line="1", add_product="meel"))
    )
    assert "\nBakmeel 25 kg</textarea>" in page
    assert 'name="lines-2-description"' not in page
    client.post(url(account, "invoice_new"), draft_post(save="1", add_product="meel"))
    assert Document.objects.get().lines.last().product == flour


def test_an_unclear_product_is_asked_about_and_stays_typed(
    client: Client, account: Account, flour: Product
) -> None:
    product(account, "MEEL-5", "Bakmeel 5 kg")
    for words, question in {"bakmeel": "2 artikelen passen hierbij", "taart": "Er is geen"}.items():
        data = draft_post(add_line="1", add_product=words)
        for headers in ({}, HTMX):
            page = text(client.post(url(account, "invoice_new"), data, headers=headers))
            assert question in page
            assert f'value="{words}"' in page
            assert 'name="lines-1-description"' not in page


def test_another_product_on_a_line_fills_it_in_again_and_keeps_the_quantity(
    client: Client, account: Account, flour: Product
) -> None:
    oven = product(account, "OV-3", "Dekoven", unit_price=Decimal(1250))
    line = {"lines-0-product": "OV-3 · Dekoven", "lines-0-product_id": flour.public_id}
    data = draft_post(**line, **{"lines-0-quantity": "4"})
    page = text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    stored = Document.objects.get().lines.get()
    assert (stored.product, stored.quantity, stored.net) == (oven, 4, Decimal("5000.00"))
    assert 'id="line-0" data-line="0" hx-swap-oob="true"' in page


def test_a_line_forgets_its_product_when_the_field_is_emptied(
    client: Client, account: Account, flour: Product
) -> None:
    line = {"lines-0-product": "", "lines-0-product_id": flour.public_id}
    client.post(url(account, "invoice_new"), draft_post(save="1", **line))
    assert Document.objects.get().lines.get().product is None


def test_a_half_typed_product_is_no_error_while_typing(
    client: Client, account: Account, flour: Product
) -> None:
    data = draft_post(**{"lines-0-product": "bak"})
    page = text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    assert "Bewaard om" in page
    wrong = draft_post(save="1", **{"lines-0-product": "taart"})
    page = text(client.post(url(account, "invoice_new"), wrong))
    assert "Er is geen artikel &#x27;taart&#x27;" in page
    assert 'href="#id_lines-0-product"' in page


def test_a_product_of_another_account_is_none(client: Client, account: Account) -> None:
    theirs = product(make_seller(name="Ander"), "X", "Van hen")
    data = draft_post(save="1", **{"lines-0-product_id": theirs.public_id})
    client.post(url(account, "invoice_new"), data)
    assert Document.objects.get().lines.get().product is None


@pytest.fixture
def cake(account: Account) -> Product:
    return product(account, "TAART", "Taart", unit_price=Decimal(100), price_includes_vat=True)


def kept(client: Client, account: Account, **changes: Any) -> str:
    """Type in the draft that is there, or in a new one, as the browser posts it."""
    draft = Document.objects.first()
    data = draft_post(**changes)
    if draft is None:
        return text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    data |= {"draft": draft.public_id, "version": draft.version}
    path = url(account, "invoice_edit", draft.public_id)
    return text(client.post(path, data, headers=HTMX))


def test_a_price_with_vat_on_a_draft_without_says_what_would_be_right_to_the_cent(
    client: Client, account: Account, cake: Product, flour: Product
) -> None:
    page = kept(client, account, add_line="1", add_product="TAART", **EMPTY)
    assert "100,00 met btw is hier 82,6446 zonder btw" in page
    assert 'name="lines-0-priced" value="0"' in page
    page = text(client.get(url(account, "invoice_edit", Document.objects.get().public_id)))
    assert "100,00 met btw is hier 82,6446 zonder btw" in page
    Document.objects.all().delete()
    assert "met btw is" not in kept(client, account, add_line="1", add_product="MEEL", **EMPTY)


def test_other_prices_turn_the_price_that_is_still_the_products(
    client: Client, account: Account, cake: Product
) -> None:
    kept(client, account, add_line="1", add_product="TAART", **EMPTY)
    line = {"lines-0-product_id": cake.public_id, "lines-0-product": "TAART · Taart"}
    line |= {"lines-0-priced": "0", "lines-0-unit_price": "82,6446"}
    page = kept(client, account, prices_include_vat="1", **line)
    assert Document.objects.get().gross == Decimal("100.00")
    assert 'id="line-0" data-line="0" hx-swap-oob="true"' in page
    line |= {"lines-0-priced": "1", "lines-0-unit_price": "100"}
    kept(client, account, prices_include_vat="0", **line)
    assert Document.objects.get().lines.get().unit_price == Decimal("82.6446")


def test_a_price_of_ones_own_stays_when_the_prices_are_of_another_kind(
    client: Client, account: Account, cake: Product
) -> None:
    line = {"lines-0-product_id": cake.public_id, "lines-0-product": "TAART · Taart"}
    line |= {"lines-0-priced": "0", "lines-0-unit_price": "90"}
    kept(client, account, prices_include_vat="1", **line)
    assert Document.objects.get().gross == Decimal("90.00")


def test_with_a_vat_of_ones_own_the_price_stays_too(
    client: Client, account: Account, cake: Product
) -> None:
    line = {"lines-0-product_id": cake.public_id, "lines-0-product": "TAART · Taart"}
    line |= {"lines-0-priced": "0", "lines-0-unit_price": "82,6446"}
    line |= {"lines-0-vat": "domestic:reduced", "lines-0-vat_proposed": "domestic:standard"}
    kept(client, account, prices_include_vat="1", **line)
    assert Document.objects.get().lines.get().unit_price == Decimal("82.6446")
