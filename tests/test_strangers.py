"""Walks every address as a stranger: an account that is not yours does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from accounts.models import Account, User
from invoicing.models import PaymentCondition
from invoicing.services.extra_fields import extra_field_create
from invoicing.services.payment_conditions import payment_conditions_furnish
from invoicing.services.products import ProductValues, product_create
from invoicing.services.suppliers import SupplierValues, supplier_create
from tests.accounts.builders import make_account, make_user, owner_of
from tests.invoicing.builders import make_customer, make_draft, make_issued, make_seller

SLUG = "account_slug"
# What the converters of the project's addresses accept.
SAMPLES = {"slug": "abc", "str": "abc", "int": "1", "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12}


@dataclass(frozen=True)
class Address:
    """One route with its converters, as it stands in the URLconf."""

    route: str
    converters: tuple[tuple[str, str], ...]

    def filled(self, account: str, public_id: str) -> str:
        """The address within this account, every other part a sample or the given id."""
        path = self.route
        for name, converter in self.converters:
            values = {SLUG: account, "public_id": public_id}
            value = values.get(name, SAMPLES[converter])
            path = path.replace(f"<{converter}:{name}>", value).replace(f"<{name}>", value)
        return f"/{path}"


def addresses(
    resolver: URLResolver | None = None,
    prefix: str = "",
    converters: tuple[tuple[str, str], ...] = (),
) -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = f"{prefix}{entry.pattern._route}"
        found = converters + tuple(
            (
                name,
                type(converter).__name__.removesuffix("Converter").lower().replace("string", "str"),
            )
            for name, converter in entry.pattern.converters.items()
        )
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, found)
        elif isinstance(entry, URLPattern):
            yield Address(route, found)


def of_accounts() -> list[Address]:
    return [address for address in addresses() if SLUG in dict(address.converters)]


@pytest.fixture
def account(db: None) -> Account:
    return make_seller()


@pytest.fixture
def public_ids(account: Account) -> list[str]:
    """Ids of things that exist in the account."""
    field = extra_field_create(account=account, actor=None, level="line", label="Werf", type="text")
    supplier = supplier_create(account=account, actor=None, values=SupplierValues(name="Bakker"))
    product = product_create(account=account, actor=None, values=ProductValues(name="Oven"))
    payment_conditions_furnish(account=account, actor=None)
    condition = PaymentCondition.objects.filter(account=account)[0]
    customer, draft, issued = make_customer(account), make_draft(account), make_issued(account)
    things = (customer, draft, issued, field, supplier, product, condition)
    return [thing.public_id for thing in things]


def test_the_walk_finds_the_addresses() -> None:
    routes = {address.route for address in of_accounts()}
    assert f"<slug:{SLUG}>/invoices/<slug:public_id>/" in routes
    assert len(routes) > 10


def strangers() -> list[User]:
    return [
        owner_of(make_account(name="Ander bedrijf")),
        make_user(is_staff=True, is_superuser=True),
    ]


def test_a_stranger_gets_404_everywhere(account: Account, public_ids: list[str]) -> None:
    wrong = []
    for stranger in strangers():
        client = Client()
        client.force_login(stranger)
        for address in of_accounts():
            for path in {address.filled(account.slug, public_id) for public_id in public_ids}:
                answers = [client.get(path).status_code, client.post(path).status_code]
                wrong += [(path, answers)] if answers != [404, 404] else []
    assert wrong == []


def said(response: HttpResponse, slug: str) -> str:
    """The page without what differs every time or was in the address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return text.replace(slug, "")


def test_an_unknown_account_answers_exactly_as_one_of_others(account: Account) -> None:
    client = Client()
    client.force_login(strangers()[0])
    for address in of_accounts():
        theirs = client.get(address.filled(account.slug, "abc"))
        nobodys = client.get(address.filled("bestaat-niet", "abc"))
        assert theirs.status_code == nobodys.status_code == 404
        assert said(theirs, account.slug) == said(nobodys, "bestaat-niet")


def test_ids_of_another_account_do_not_exist_in_your_own(
    account: Account, public_ids: list[str]
) -> None:
    other = make_account(name="Ander bedrijf")
    client = Client()
    client.force_login(owner_of(other))
    wrong = []
    for address in of_accounts():
        if "public_id" not in dict(address.converters):
            continue
        for public_id in public_ids:
            path = address.filled(other.slug, public_id)
            answers = {client.get(path).status_code, client.post(path).status_code}
            wrong += [(path, answers)] if not answers <= {404, 405} else []
    assert wrong == []


def test_who_is_not_logged_in_is_sent_to_the_login_page(account: Account) -> None:
    client = Client()
    for address in of_accounts():
        response = client.get(address.filled(account.slug, "abc"))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=")
