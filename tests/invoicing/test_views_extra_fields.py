"""Settings of extra fields, and their values on the forms that ask for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Document, ExtraField
from invoicing.models.extra_field import ExtraFieldType
from invoicing.services.extra_fields import extra_field_create
from tests.invoicing.builders import make_draft, make_issued, make_seller
from tests.invoicing.screens import draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def new(account: Account, level: str = "document", kind: str = "text") -> str:
    return f"{url(account, 'settings_extra_field_new')}?level={level}&type={kind}"


def field_of(account: Account, label: str, kind: str = "text", **more: Any) -> ExtraField:
    values = {"level": "document"} | more
    return extra_field_create(account=account, actor=None, label=label, type=kind, **values)


def test_an_extra_field_is_added_changed_and_put_away(client: Client, account: Account) -> None:
    client.post(new(account), {"label": "Bestelnummer", "on_pdf": "on"})
    field = ExtraField.objects.get()
    edit = url(account, "settings_extra_field", field.public_id)
    client.post(edit, {"label": "Uw bestelling", "required": "on", "hint": "Staat op de bon."})
    field.refresh_from_db()
    assert (field.label, field.required, field.on_pdf) == ("Uw bestelling", True, False)
    page = text(client.get(url(account, "invoice_new")))
    assert 'name="extra-bestelnummer"' in page
    assert "Staat op de bon." in page
    client.post(url(account, "settings_extra_field_archive", field.public_id))
    assert 'name="extra-bestelnummer"' not in text(client.get(url(account, "invoice_new")))
    assert "Terugzetten" in text(client.get(url(account, "settings_extra_fields")))
    client.post(url(account, "settings_extra_field_restore", field.public_id))
    client.post(url(account, "settings_extra_field_delete", field.public_id))
    assert not ExtraField.objects.exists()


def test_a_field_that_was_filled_in_meanwhile_is_said_to_be_put_away(
    client: Client, account: Account
) -> None:
    field = field_of(account, "Werf")
    make_draft(account, extra={"werf": "12"})
    path = url(account, "settings_extra_field_delete", field.public_id)
    page = text(client.post(path, follow=True))
    assert "Het veld Werf is intussen ingevuld. Het is gearchiveerd" in page
    assert "Het veld Werf is weg" not in page


@pytest.mark.parametrize("query", ["?level=maan&type=text", "?level=line&type=<b>", "?level=line"])
def test_a_kind_that_does_not_exist_is_asked_again(
    client: Client, account: Account, query: str
) -> None:
    answer = client.get(url(account, "settings_extra_field_new") + query)
    assert answer.status_code == 422


def test_an_extra_field_needs_a_name(client: Client, account: Account) -> None:
    answer = client.post(new(account), {"label": ""})
    assert answer.status_code == 422
    assert "Geef het veld een naam." in text(answer)


@pytest.mark.parametrize("kind", ExtraFieldType.values)
def test_the_form_shows_what_fits_the_type_and_keeps_what_was_wrong(
    client: Client, account: Account, kind: str
) -> None:
    page = text(client.get(new(account, kind=kind)))
    assert ('name="options"' in page) == (kind == "choice")
    bad = {"label": "Veld", "automatic": "{klant.geheim} <script>"}
    answer = client.post(new(account, kind=kind), bad)
    assert answer.status_code == 422
    assert "{klant.geheim} &lt;script&gt;" in text(answer)
    assert not ExtraField.objects.exists()


def test_the_order_changes_by_buttons(client: Client, account: Account) -> None:
    first, second = field_of(account, "A"), field_of(account, "B")
    move = url(account, "settings_extra_field_move", second.public_id)
    assert client.get(move).status_code == 405
    client.post(move, {"direction": "up"})
    page = text(client.get(url(account, "settings_extra_fields")))
    assert page.index(second.public_id) < page.index(first.public_id)


def test_a_new_draft_and_a_new_line_start_with_the_defaults(
    client: Client, account: Account
) -> None:
    field_of(account, "Borg", "amount", default="12.5")
    field_of(account, "Werf", level="line", default="Magazijn")
    page = text(client.get(url(account, "invoice_new")))
    assert 'value="12,50"' in page
    assert 'value="Magazijn"' in page
    draft = make_draft(account)
    edit = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert "12,50" not in edit
    assert "Magazijn" not in edit


def test_a_line_with_only_its_default_counts_as_blank(client: Client, account: Account) -> None:
    field_of(account, "Werf", level="line", default="Magazijn")
    post = draft_post(
        **{
            "lines-0-extra-werf": "Elders",
            "lines-1-extra-werf": "Magazijn",
            "lines-1-quantity": "1",
        }
    )
    client.post(url(account, "invoice_new"), post)
    assert [line.extra for line in Document.objects.get().lines.all()] == [{"werf": "Elders"}]


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "stored"),
    [
        ("integer", "twaalf", "1.250", "1250"),
        ("integer", "1,5", "-3", "-3"),
        ("decimal", "1,2,3.4", "2,75", "2.75"),
        ("amount", "12,345", "€ 1.234,5", "1234.50"),
        ("percentage", "veel", "12,5%", "12.5"),
        ("date", "31-02-2026", "14/03/2026", "2026-03-14"),
        ("boolean", "misschien", "0", "0"),
        ("choice", "west", "noord", "noord"),
        ("url", "javascript:alert(1)", "www.x.be", "https://www.x.be"),
        ("text", "a\u202eb", "a b", "a b"),
    ],
)
def test_what_is_typed_is_read_the_readers_way_or_kept_with_an_error(
    client: Client, account: Account, kind: str, wrong: str, right: str, stored: str
) -> None:
    field_of(account, "Veld", kind, options=["Noord"] if kind == "choice" else [])
    refused = client.post(url(account, "invoice_new"), draft_post(**{"extra-veld": wrong}))
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in text(refused)
    client.post(url(account, "invoice_new"), draft_post(**{"extra-veld": right}))
    document = Document.objects.get()
    assert document.extra == {"veld": stored}
    edit = url(account, "invoice_edit", document.public_id)
    assert 'aria-invalid="true"' not in text(client.get(edit))


def test_an_option_that_was_put_away_stays_on_the_draft_that_has_it(
    client: Client, account: Account
) -> None:
    field = field_of(account, "Regio", "choice", options=["Noord", "Zuid"])
    draft = make_draft(account, extra={"regio": "zuid"})
    client.post(
        url(account, "settings_extra_field", field.public_id),
        {"label": "Regio", "options": "Noord", "default": "", "automatic": ""},
    )
    edit = url(account, "invoice_edit", draft.public_id)
    assert 'value="zuid" selected' in text(client.get(edit))
    assert 'value="zuid"' not in text(client.get(url(account, "invoice_new")))


def test_the_page_of_an_issued_document_shows_all_values_and_links_addresses(
    client: Client, account: Account
) -> None:
    field_of(account, "Intern", on_pdf=False)
    field_of(account, "Web", "url")
    extra = {"intern": "<b>stil</b>", "web": "https://x.be/?a=1&b=2"}
    issued = make_issued(account, extra=extra)
    page = text(client.get(url(account, "invoice_detail", issued.public_id)))
    assert "&lt;b&gt;stil&lt;/b&gt;" in page
    assert "niet op de pdf" in page
    assert 'href="https://x.be/?a=1&amp;b=2" rel="noopener noreferrer nofollow"' in page


def test_a_required_customer_field_is_asked_on_the_customers_form(
    client: Client, account: Account
) -> None:
    field_of(account, "Regio", level="customer", required=True)
    data = {"name": "De Zwaan", "country": "BE", "language": "nl", "is_business": "on"}
    answer = client.post(url(account, "customer_new"), data)
    assert answer.status_code == 422
    assert "id_extra-regio_error" in text(answer)
    saved = client.post(url(account, "customer_new"), data | {"extra-regio": "Noord"})
    assert saved.status_code == 302
