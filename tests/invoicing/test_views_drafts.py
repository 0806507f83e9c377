"""Writing an invoice, with and without JavaScript."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Customer, Document
from invoicing.services.extra_fields import extra_field_create
from invoicing.services.issuing import document_issue
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_customer, make_draft, make_seller
from tests.invoicing.screens import HTMX, draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


@pytest.fixture
def customer(account: Account) -> Customer:
    return make_customer(account)


def test_a_new_invoice_starts_with_one_empty_line_and_stores_nothing(
    client: Client, account: Account
) -> None:
    page = text(client.get(url(account, "invoice_new")))
    assert 'name="lines-0-description"' in page
    assert 'name="lines-1-description"' not in page
    assert not Document.objects.exists()


def test_the_form_saves_a_draft_without_javascript(
    client: Client, account: Account, customer: Customer
) -> None:
    data = draft_post(customer="Bakkerij De Korst, Gent", save="1")
    answer = client.post(url(account, "invoice_new"), data)
    draft = Document.objects.get()
    assert answer["Location"] == url(account, "invoice_edit", draft.public_id)
    assert (draft.customer, draft.gross) == (customer, Decimal("121.00"))


def test_a_line_is_added_without_javascript_and_what_was_typed_stays(
    client: Client, account: Account
) -> None:
    data = draft_post(add_line="1", **{"lines-0-unit_price": "geen getal"})
    page = text(client.post(url(account, "invoice_new"), data))
    assert 'name="lines-1-description"' in page
    assert 'value="geen getal"' in page


def test_a_line_is_removed_without_javascript(client: Client, account: Account) -> None:
    data = draft_post(remove_line="0", **{"lines-1-description": "Blijft"})
    page = text(client.post(url(account, "invoice_new"), data))
    assert "Blijft" in page
    assert "Onderhoud oven" not in page


def test_htmx_gets_only_the_new_line_and_the_draft_is_saved(
    client: Client, account: Account
) -> None:
    answer = client.post(url(account, "invoice_new"), draft_post(add_line="1"), headers=HTMX)
    draft = Document.objects.get()
    page = text(answer)
    assert page.startswith("\n") or page.lstrip().startswith("<tbody")
    assert 'id="line-1"' in page
    assert "<html" not in page
    assert answer["HX-Replace-Url"] == url(account, "invoice_edit", draft.public_id)


def test_saving_while_typing_answers_with_totals_made_on_the_server(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    data = draft_post(
        draft=draft.public_id, version=draft.version, **{"lines-0-unit_price": "1.234,56"}
    )
    page = text(client.post(url(account, "invoice_edit", draft.public_id), data, headers=HTMX))
    draft.refresh_from_db()
    assert draft.net == Decimal("1234.56")
    assert "€ 1.493,82" in page
    assert "Bewaard om" in page


def test_nothing_is_stored_while_the_form_is_empty(client: Client, account: Account) -> None:
    data = draft_post(**{"lines-0-description": "", "lines-0-unit_price": ""})
    answer = client.post(url(account, "invoice_new"), data, headers=HTMX)
    assert answer.status_code == 200
    assert not Document.objects.exists()


def test_an_empty_form_is_told_what_is_missing(client: Client, account: Account) -> None:
    data = draft_post(review="1", **{"lines-0-description": "", "lines-0-unit_price": ""})
    answer = client.post(url(account, "invoice_new"), data)
    assert answer.status_code == 422
    assert "Er staat nog niets op de factuur." in text(answer)


def test_a_half_typed_customer_is_no_error_while_typing(
    client: Client, account: Account, customer: Customer
) -> None:
    answer = client.post(url(account, "invoice_new"), draft_post(customer="Bakk"), headers=HTMX)
    assert "Bewaard om" in text(answer)
    assert Document.objects.get().customer is None


def test_a_part_of_a_name_is_enough_when_only_one_customer_has_it(
    client: Client, account: Account, customer: Customer
) -> None:
    client.post(url(account, "invoice_new"), draft_post(customer="korst", save="1"))
    assert Document.objects.get().customer == customer


def test_an_unknown_customer_is_said_beside_the_field(client: Client, account: Account) -> None:
    answer = client.post(url(account, "invoice_new"), draft_post(customer="Niemand", save="1"))
    assert answer.status_code == 422
    assert "Er is geen klant &#x27;Niemand&#x27;" in text(answer)
    assert 'href="#id_customer"' in text(answer)


def test_namesakes_are_asked_about_and_told_apart(client: Client, account: Account) -> None:
    first, second = make_customer(account), make_customer(account)
    answer = client.post(
        url(account, "invoice_new"), draft_post(customer="Bakkerij De Korst, Gent", save="1")
    )
    assert "2 klanten passen hierbij" in text(answer)
    label = f"Bakkerij De Korst, Gent · {second.public_id[:6]}"
    assert label in text(client.get(url(account, "customer_options") + "?customer=korst"))
    client.post(url(account, "invoice_new"), draft_post(customer=label, save="1"))
    assert Document.objects.get().customer == second != first


def test_the_vat_follows_the_customer_with_the_reason(client: Client, account: Account) -> None:
    make_customer(account, name="Müller GmbH", city="Köln", country="DE", vat_number="DE136695976")
    answer = client.post(
        url(account, "invoice_new"), draft_post(customer="Müller GmbH, Köln"), headers=HTMX
    )
    assert Document.objects.get().lines.get().treatment == "eu_services"
    assert "de btw is verlegd naar de koper" in text(answer)


def test_a_vat_choice_of_ones_own_stays_when_the_customer_changes(
    client: Client, account: Account
) -> None:
    make_customer(account, name="Müller GmbH", city="Köln", country="DE", vat_number="DE136695976")
    data = draft_post(customer="Müller GmbH, Köln", **{"lines-0-vat": "domestic:6"})
    client.post(url(account, "invoice_new"), data, headers=HTMX)
    assert Document.objects.get().lines.get().vat_rate == 6


def test_the_second_editor_is_warned_and_keeps_what_was_typed(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    path = url(account, "invoice_edit", draft.public_id)
    mine = draft_post(draft=draft.public_id, version=draft.version, save="1")
    client.post(path, mine | {"note": "van de eerste"})
    answer = client.post(path, mine | {"note": "van de tweede"})
    assert answer.status_code == 409
    assert "Iemand anders heeft deze factuur intussen gewijzigd" in text(answer)
    assert "van de tweede" in text(answer)
    draft.refresh_from_db()
    assert draft.note == "van de eerste"
    overwrite = mine | {"note": "van de tweede", "overwrite": draft.version}
    client.post(path, overwrite)
    draft.refresh_from_db()
    assert draft.note == "van de tweede"


def test_an_issued_invoice_cannot_be_changed_by_a_form_that_was_still_open(
    client: Client, account: Account
) -> None:
    draft = make_draft(account)
    data = draft_post(draft=draft.public_id, version=draft.version, save="1")
    document_issue(document=draft, actor=owner_of(account))
    answer = client.post(url(account, "invoice_edit", draft.public_id), data)
    assert answer.status_code == 409
    assert "intussen verstuurd" in text(answer)


def test_a_problem_of_the_service_stands_at_its_line(client: Client, account: Account) -> None:
    data = draft_post(
        save="1", **{"lines-3-description": "Te veel", "lines-3-discount_percent": "101"}
    )
    answer = client.post(url(account, "invoice_new"), data)
    assert answer.status_code == 422
    assert 'href="#id_lines-3-discount_percent"' in text(answer)
    assert "Vul hier een percentage van 0 tot 100 in." in text(answer)


def test_extra_fields_are_asked_and_kept(client: Client, account: Account) -> None:
    for level, label, kind in [("document", "Werf", "text"), ("line", "Vanaf", "date")]:
        extra_field_create(account=account, actor=None, level=level, label=label, type=kind)
    data = draft_post(save="1", **{"extra-werf": "Dok 3", "lines-0-extra-vanaf": "1-12-2026"})
    client.post(url(account, "invoice_new"), data)
    draft = Document.objects.get()
    assert draft.extra == {"werf": "Dok 3"}
    assert draft.lines.get().extra == {"vanaf": "2026-12-01"}
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert 'value="2026-12-01"' in page


def test_a_wrong_date_in_an_extra_field_stays_typed(client: Client, account: Account) -> None:
    extra_field_create(account=account, actor=None, level="line", label="Vanaf", type="date")
    answer = client.post(
        url(account, "invoice_new"), draft_post(save="1", **{"lines-0-extra-vanaf": "morgen"})
    )
    assert answer.status_code == 422
    assert 'value="morgen"' in text(answer)
    assert "Dit is geen datum" in text(answer)


def test_a_stored_draft_comes_back_as_it_was_typed(client: Client, account: Account) -> None:
    lines = [
        line("0.4237", quantity=Decimal("2.5"), unit="km"),
        line("12500", discount_percent=Decimal(5)),
    ]
    draft = make_draft(account, *lines, note="Met dank", payment_term_days=14)
    page = text(client.get(url(account, "invoice_edit", draft.public_id)))
    for value in ("0,4237", "2,5", "12500,00", "5", "14"):
        assert f'value="{value}"' in page
    assert "Met dank" in page


def test_a_new_customer_is_made_inside_the_invoice(client: Client, account: Account) -> None:
    path = url(account, "customer_inline")
    assert "Nieuwe klant" in text(client.get(path, headers=HTMX))
    wrong = client.post(path, {"new-name": "Café", "new-country": "BE", "new-vat_number": "BE1"})
    assert "Een Belgisch btw-nummer heeft 10 cijfers" in text(wrong)
    made = client.post(path, {"new-name": "Café", "new-country": "BE"})
    assert made["HX-Trigger-After-Settle"] == "customer-made"
    assert Customer.objects.get().name == "Café"


def test_without_javascript_a_new_customer_comes_back_into_the_draft(
    client: Client, account: Account
) -> None:
    data = draft_post(new_customer="1", customer="")
    step = client.post(url(account, "invoice_new"), data)
    draft = Document.objects.get()
    assert f"draft={draft.public_id}" in step["Location"]
    back = client.post(step["Location"], {"name": "Café", "country": "BE", "language": "nl"})
    assert back["Location"].startswith(url(account, "invoice_edit", draft.public_id))
    page = text(client.get(back["Location"]))
    assert 'value="Café"' in page
    assert "Nog niet bewaard" in page


def test_a_draft_is_thrown_away(client: Client, account: Account) -> None:
    draft = make_draft(account)
    client.post(url(account, "invoice_delete", draft.public_id), {"version": draft.version})
    assert not Document.objects.exists()
