"""What the editor shows while somebody types is, to the cent, what is stored when it is saved."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.http import QueryDict

from accounts.models import Account
from invoicing.draft_sums import DraftSums, sums_stored
from invoicing.forms.draft_editor import DraftEditor
from invoicing.forms.draft_reading import editor_read
from invoicing.models import Company, Document
from invoicing.services.drafts import draft_create
from invoicing.services.payment_conditions import PaymentConditionValues, payment_condition_create
from tests.invoicing.builders import line, make_customer, make_issued, make_seller
from tests.invoicing.screens import draft_post

pytestmark = pytest.mark.django_db
D = Decimal
VATS = {
    "BE": ["domestic:standard", "domestic:reduced", "domestic:accommodation", "be_cocontractor"],
    "NL": ["domestic:standard", "domestic:reduced", "nl_reverse_charge", "exempt"],
}
ABROAD = ["oss:standard:DE", "oss:reduced:DE", "eu_goods", "zero_rate", "disbursement"]


def posted(values: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def typed(account: Account, **changes: Any) -> DraftEditor:
    """The editor after somebody typed this."""
    return editor_read(account, posted(draft_post(**changes)), typing=True)


def saved(account: Account, editor: DraftEditor) -> tuple[Document, DraftSums]:
    document = draft_create(account=account, actor=None, content=editor.content())
    document = Document.objects.get(pk=document.pk)
    return document, sums_stored(document, list(document.lines.all()))


def assert_same(shown: DraftSums, stored: DraftSums) -> None:
    for field in fields(DraftSums):
        assert getattr(shown, field.name) == getattr(stored, field.name), field.name


def some_line(random: Random, country: str, number: int) -> dict[str, str]:
    values = {
        "description": f"Lijn {number}",
        "quantity": random.choice(["1", "3", "0,3333", "-1", "12,5"]),
        "unit_price": random.choice(["10,02", "0,3333", "100,00", "1234,5678", "-19,99", "0"]),
        "discount_percent": random.choice(["", "", "5", "12,5", "100"]),
        "vat": random.choice(VATS[country] + ABROAD),
        "nature": random.choice(["", "goods", "service", "disbursement"]),
    }
    return {f"lines-{number}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize("seed", range(24))
def test_what_is_shown_is_what_is_stored(seed: int) -> None:
    random = Random(seed)
    country = random.choice(["BE", "NL"])
    account = make_seller(country)
    Company.objects.filter(account=account).update(uses_oss=True)
    condition = payment_condition_create(
        account=account,
        actor=None,
        values=PaymentConditionValues(name="2C8", discount_percent=D(2), discount_days=8),
    )
    make_customer(
        account,
        name="Jonas",
        city="",
        country="DE",
        vat_number="",
        is_business=False,
        g_account_percent=D(random.choice([0, 25])),
    )
    lines: dict[str, str] = {}
    for number in range(random.randint(1, 6)):
        lines |= some_line(random, country, number)
    editor = typed(
        account,
        customer="Jonas",
        prices_include_vat=random.choice(["0", "1"]),
        discount_percent=random.choice(["", "5", "33,33"]),
        payment_condition=random.choice(["", condition.public_id, "days"]),
        payment_term_days="14",
        g_account_percent=random.choice(["", "20"]) if country == "NL" else "",
        **lines,
    )
    assert editor.is_valid, (editor.form.errors, [line.errors for line in editor.lines])
    shown = editor.sums()
    _document, stored = saved(account, editor)
    assert_same(shown, stored)


def test_the_golden_numbers_stand_beside_the_draft() -> None:
    account = make_seller()
    ten = {"unit_price": "10,02", "description": "Set", "vat": "domestic:standard"}
    three = {f"lines-{n}-{name}": value for n in range(3) for name, value in ten.items()}
    sums = typed(account, **three).sums()
    assert (sums.net, sums.vat) == (D("30.06"), D("6.31"))
    including = typed(account, prices_include_vat="1").sums()
    assert (including.net, including.vat) == (D("82.64"), D("17.36"))


@pytest.mark.parametrize(
    ("country", "vat", "gross"), [("BE", "205.80", "1205.80"), ("NL", "210.00", "1210.00")]
)
def test_a_cash_discount_follows_the_sellers_country(country: str, vat: str, gross: str) -> None:
    account = make_seller(country)
    condition = payment_condition_create(
        account=account,
        actor=None,
        values=PaymentConditionValues(name="2C8", discount_percent=D(2), discount_days=8),
    )
    amount = {"lines-0-unit_price": "1000"}
    sums = typed(account, payment_condition=condition.public_id, **amount).sums()
    assert (sums.vat, sums.gross, sums.pay_early_amount) == (D(vat), D(gross), D("1185.80"))


def test_a_g_account_takes_its_part_of_the_gross() -> None:
    account = make_seller("NL")
    own = {"country": "NL", "vat_number": "", "g_account_percent": D(25)}
    make_customer(account, name="Zorg", city="", **own)
    sums = typed(account, customer="Zorg", **{"lines-0-unit_price": "1000"}).sums()
    assert (sums.gross, sums.g_amount, sums.normal_amount) == (
        D("1210.00"),
        D("302.50"),
        D("907.50"),
    )


def test_an_advance_of_3000_leaves_7000_and_1470() -> None:
    account = make_seller()
    advance = make_issued(account, line("3000", nature="advance"), is_advance=True)
    editor = typed(
        account,
        customer="Bakkerij De Korst, Gent",
        deduct=advance.public_id,
        **{"lines-0-unit_price": "10000"},
    )
    sums = editor.sums()
    assert (sums.net, sums.vat) == (D("7000.00"), D("1470.00"))
    assert sums.deducted == {advance.number: D("-3000.00")}
    assert_same(sums, saved(account, editor)[1])
    assert editor.advances_offered == []


def test_a_line_that_cannot_be_read_counts_for_nothing() -> None:
    lines = {"lines-1-description": "Tweede", "lines-1-unit_price": "gratis"}
    lines |= {"lines-2-description": "Derde", "lines-2-vat": "margin_scheme"}
    editor = typed(make_seller(), **lines)
    assert editor.sums().gross == D("121.00")
    assert [line.amount for line in editor.lines] == [D("100.00"), None, None]
