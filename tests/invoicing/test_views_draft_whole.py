"""Everything that a draft can hold is shown by the editor, and saving it changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from lxml import html

from accounts import clock
from accounts.models import Account
from invoicing.models import Document
from invoicing.services.customers import customer_archive
from invoicing.services.payment_conditions import (
    PaymentConditionValues,
    payment_condition_archive,
    payment_condition_create,
)
from invoicing.services.products import ProductValues, product_archive, product_create
from invoicing.services.revenue_groups import revenue_group_archive, revenue_group_create
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def form_of(client: Client, path: str) -> dict[str, str]:
    """What the browser would post without a touch."""
    page = html.document_fromstring(client.get(path).content.decode())
    (form,) = page.xpath("//form[@id='draft']")
    return dict(form.form_values())


def held(document: Document) -> dict[str, Any]:
    """All that is stored of a draft, but for its version and ids."""
    document = Document.objects.get(pk=document.pk)
    own = ("id", "document", "version", "updated_at")
    rows = [model_to_dict(document), *map(model_to_dict, document.lines.all())]
    return {
        f"{number}.{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
        if name not in own
    }


def saved_untouched(client: Client, account: Account, draft: Document) -> None:
    """Open the draft, save it without a touch, and expect it to be as it was."""
    path = url(account, "invoice_edit", draft.public_id)
    before = held(draft)
    answer = client.post(path, form_of(client, path) | {"save": "1"})
    assert answer.status_code == 302, text(answer)
    assert held(draft) == before


def test_a_draft_with_everything_is_saved_as_it_was(client: Client, account: Account) -> None:
    advance = make_issued(account, line("300", nature="advance"), is_advance=True)
    group = revenue_group_create(account=account, actor=None, key="contracten", name="Contracten")
    condition = payment_condition_create(
        account=account,
        actor=None,
        values=PaymentConditionValues(name="2C8", discount_percent=D(2), discount_days=8),
    )
    values = ProductValues(name="Contract", code="C-1", nature="deferred", months=12)
    product = product_create(account=account, actor=None, values=values)
    deferred = line(
        "1200.1234",
        quantity=D("2.5"),
        unit="jaar",
        discount_percent=D("12.5"),
        rate_name="accommodation",
        revenue_group=group,
        product=product,
        nature="deferred",
        cost_centre="20",
        deferred_from=date(2026, 11, 1),
        deferred_to=date(2027, 10, 31),
    )
    deducted = line("-300", advance=advance, nature="advance")
    draft = make_draft(
        account,
        deferred,
        deducted,
        line("10", treatment="be_cocontractor", rate_name="", vat_rate=D(0), nature="service"),
        line("0.3333", treatment="disbursement", vat_rate=D(0)),
        line("9", vat_rate=D(6)),
        issue_date=date(2026, 11, 18),
        tax_point=date(2026, 11, 2),
        payment_condition=condition,
        language="fr",
        prices_include_vat=True,
        discount_percent=D("2.5"),
        g_account_percent=D(20),
        customer_reference="K-1",
        order_reference="O-2",
        contract_reference="C-3",
        period_start=date(2026, 10, 1),
        period_end=date(2026, 10, 31),
        delivery_country="LU",
        note="Met dank",
    )
    saved_untouched(client, account, draft)


def test_a_sale_abroad_is_saved_as_it_was(client: Client, account: Account) -> None:
    account.company.uses_oss = True
    account.company.save()
    consumer = {"country": "DE", "vat_number": "", "is_business": False}
    customer = make_customer(account, name="Jonas", **consumer)
    oss = {"treatment": "oss", "vat_country": "DE", "rate_name": "", "vat_rate": D(19)}
    draft = make_draft(account, line(**oss), line(**oss | {"vat_rate": D(7)}), customer=customer)
    saved_untouched(client, account, draft)


def test_what_was_archived_since_stays_on_the_draft(client: Client, account: Account) -> None:
    group = revenue_group_create(account=account, actor=None, key="oud", name="Oud")
    product = product_create(account=account, actor=None, values=ProductValues(name="Oud"))
    values = PaymentConditionValues(name="Oud", days=10)
    condition = payment_condition_create(account=account, actor=None, values=values)
    own = line(revenue_group=group, product=product, nature="service", rate_name="standard")
    draft = make_draft(account, own, payment_condition=condition)
    revenue_group_archive(group=group, actor=None)
    product_archive(product=product, actor=None)
    payment_condition_archive(condition=condition, actor=None)
    customer_archive(customer=draft.customer, actor=None)
    saved_untouched(client, account, draft)
    page = text(client.get(url(account, "invoice_new")))
    assert "Oud" not in page


def test_an_archived_customer_is_not_chosen_again(client: Client, account: Account) -> None:
    customer_archive(customer=make_customer(account), actor=None)
    answer = client.post(
        url(account, "invoice_new"), draft_post(save="1", customer="Bakkerij De Korst, Gent")
    )
    assert "Er is geen klant" in text(answer)
    assert "Korst" not in text(client.get(url(account, "customer_options") + "?customer=korst"))


def test_what_is_as_usual_follows_the_customer(client: Client, account: Account) -> None:
    """Language and terms that nobody chose are those of whoever is chosen later."""
    draft = make_draft(account, customer=None)
    make_customer(account, name="Pain", city="", language="fr", payment_term_days=60)
    path = url(account, "invoice_edit", draft.public_id)
    client.post(path, form_of(client, path) | {"customer": "Pain", "customer_id": "", "save": "1"})
    draft.refresh_from_db()
    assert (draft.language, draft.payment_term_days) == ("fr", 60)


def condition(account: Account, **values: Any) -> str:
    wanted = PaymentConditionValues(**({"name": "60 dagen", "days": 60} | values))
    return payment_condition_create(account=account, actor=None, values=wanted).public_id


def test_terms_are_the_usual_ones_a_condition_or_days(client: Client, account: Account) -> None:
    sixty = condition(account)
    cases = {"": (30, {}), sixty: (60, {"key": sixty}), "days": (7, {})}
    for choice, (days, kept) in cases.items():
        data = draft_post(save="1", payment_condition=choice, payment_term_days="7")
        client.post(url(account, "invoice_new"), data)
        draft = Document.objects.latest("id")
        assert draft.payment_term_days == days
        assert draft.payment_condition.items() >= kept.items()


def test_the_usual_terms_are_named_when_the_customer_is_chosen(
    client: Client, account: Account
) -> None:
    condition(account)
    make_customer(account, name="Traag", city="", payment_term_days=45)
    assert "30 dagen (zoals gewoonlijk)" in text(client.get(url(account, "invoice_new")))
    data = draft_post(customer="Traag", payment_condition="")
    page = text(client.post(url(account, "invoice_new"), data, headers=HTMX))
    assert "45 dagen (zoals gewoonlijk)" in page


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("discount_percent", "101", "Dit is hoogstens 100."),
        ("g_account_percent", "-1", "Dit is 0 of meer."),
        ("period_end", "2026-01-31", "Vul beide datums van de periode in."),
        ("delivery_country", "XX", "Kies een van de mogelijkheden."),
        ("order_reference", "x" * 101, "hoogstens 100 tekens"),
        ("payment_term_days", "-1", "van 0 tot 365"),
        ("tax_point", "gisteren", "Dit is geen datum."),
        ("lines-0-deferred_from", "nooit", "Dit is geen maand."),
        ("lines-0-deferred_from", "2026-11", "Vul beide datums van de periode in."),
        ("lines-0-cost_centre", "x" * 21, "Schrijf hier hoogstens 20 tekens."),
        ("lines-0-nature", "liefde", "Kies een van de mogelijkheden."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_also_while_typing(
    name: str, value: str, reason: str
) -> None:
    account = make_seller("NL")
    client = logged_in(account)
    page = text(client.post(url(account, "invoice_new"), draft_post(save="1", **{name: value})))
    assert reason in page
    # The period's error stands at its last day, that of a deferred line likewise.
    assert f'href="#id_{name.replace("deferred_from", "deferred_")}' in page
    assert value in page or "een van de mogelijkheden" in reason
    live = text(client.post(url(account, "invoice_new"), draft_post(**{name: value}), headers=HTMX))
    assert reason in live
    assert "kijk na wat in het rood staat" in live
    assert not Document.objects.exists()


def test_an_advance_that_is_none_is_refused_at_the_price(client: Client, account: Account) -> None:
    theirs = make_issued(make_seller(name="Ander"), line("10"), is_advance=True)
    for public_id in (theirs.public_id, make_issued(account).public_id, "abc"):
        data = draft_post(save="1", **{"lines-0-advance": public_id})
        page = text(client.post(url(account, "invoice_new"), data))
        assert "Kies een voorschotfactuur die al verstuurd is." in page
        assert 'href="#id_lines-0-unit_price"' in page


def test_a_problem_with_the_whole_is_said_while_typing(client: Client, account: Account) -> None:
    lines = {f"lines-{n}-unit_price": "9999999999" for n in range(2)}
    page = text(client.post(url(account, "invoice_new"), draft_post(**lines), headers=HTMX))
    assert 'id="draft-problems">Het totaal moet onder 10.000.000.000' in page


def test_months_are_whole_and_an_advance_is_one(client: Client, account: Account) -> None:
    months = {"lines-0-deferred_from": "11-2026", "lines-0-deferred_to": "2027-10-15"}
    client.post(url(account, "invoice_new"), draft_post(save="1", is_advance="on", **months))
    draft = Document.objects.get()
    stored = draft.lines.get()
    assert (stored.deferred_from, stored.deferred_to) == (date(2026, 11, 1), date(2027, 10, 31))
    assert (draft.is_advance, stored.nature) == (True, "advance")


def test_what_holds_something_is_open_and_the_rest_is_folded(
    client: Client, account: Account
) -> None:
    def is_open(draft: Document) -> list[bool]:
        path = url(account, "invoice_edit", draft.public_id)
        page = html.document_fromstring(client.get(path).content.decode())
        return ["open" in fold.attrib for fold in page.xpath("//form[@id='draft']//details")]

    assert is_open(make_draft(account)) == [False] * 4
    deferred = line(deferred_from=clock.today(), deferred_to=clock.today())
    assert is_open(make_draft(account, deferred, order_reference="x")) == [True, False, True, False]


def test_an_advance_is_offered_and_taken_off_without_javascript(
    client: Client, account: Account
) -> None:
    advance = make_issued(account, line("3000", nature="advance"), is_advance=True)
    draft = make_draft(account, line("10000"))
    path = url(account, "invoice_edit", draft.public_id)
    assert "nog € 3.000,00 + € 630,00 btw" in text(client.get(path))
    page = client.post(path, form_of(client, path) | {"deduct": advance.public_id})
    assert "Nog niet bewaard" in text(page)
    assert "Voorschot aftrekken" not in text(page)
    (form,) = html.document_fromstring(page.content.decode()).xpath("//form[@id='draft']")
    assert client.post(path, dict(form.form_values()) | {"save": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.net, draft.vat) == (D("7000.00"), D("1470.00"))
    taken = draft.lines.last()
    assert (taken.advance, taken.advance_number) == (advance, advance.number)


def test_an_advance_of_another_customer_is_not_offered(client: Client, account: Account) -> None:
    make_issued(account, line("3000"), is_advance=True)
    draft = make_draft(account, customer=make_customer(account, name="Iemand anders"))
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert "Voorschot aftrekken" not in page


def test_a_problem_with_an_advance_stands_at_its_price(client: Client, account: Account) -> None:
    advance = make_issued(account, line("100"), is_advance=True)
    draft = make_draft(account, line("1000"), line("-200", advance=advance))
    page = text(client.get(url(account, "invoice_issue", draft.public_id)))
    assert f"{url(account, 'invoice_edit', draft.public_id)}?check=1#id_lines-1-unit_price" in page
