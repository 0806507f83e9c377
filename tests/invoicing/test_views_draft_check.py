"""What issuing would refuse stands beside the fields when the draft is opened from the review."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Document
from invoicing.services.extra_fields import extra_field_create
from tests.invoicing.builders import line, make_draft, make_issued, make_seller
from tests.invoicing.screens import draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db
COOKED = {"rate_name": "accommodation"}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def checked(client: Client, account: Account, draft: Document) -> str:
    """Follow the first link of the review that leads to the draft."""
    review = text(client.get(url(account, "invoice_issue", draft.public_id)))
    path = url(account, "invoice_edit", draft.public_id)
    found = re.search(rf'href="({re.escape(path)}[^"#]*)#', review)
    assert found
    return text(client.get(found[1]))


def beside(page: str, field: str) -> str:
    """Give what is said beside a field, once the summary on top links to it."""
    assert f'href="#id_{field}"' in page
    found = re.search(rf'id="id_{field}_error">([^<]*)<', page)
    return found[1] if found else ""


def test_a_line_without_words_says_so_at_its_description(client: Client, account: Account) -> None:
    draft = make_draft(account, line(), line(description=""))
    page = checked(client, account, draft)
    assert beside(page, "lines-1-description")
    assert page.count('aria-invalid="true"') == 1
    assert "data-error-summary" in page
    unasked = text(client.get(url(account, "invoice_edit", draft.public_id)))
    assert "data-error-summary" not in unasked


def test_a_date_before_the_last_invoice_is_refused_at_the_date(
    client: Client, account: Account
) -> None:
    make_issued(account)
    draft = make_draft(account, issue_date=date(2026, 1, 2))
    assert "De laatste factuur is van" in beside(checked(client, account, draft), "issue_date")


def test_a_rate_that_ended_is_said_at_the_line_and_saving_again_mends_it(
    client: Client, account: Account
) -> None:
    draft = make_draft(account, line(**COOKED), tax_point=date(2026, 2, 10))
    Document.objects.update(tax_point=None)
    page = checked(client, account, draft)
    said = beside(page, "lines-0-vat")
    assert "is dit tarief 12 %, niet 6 %" in said
    assert "Concept bewaren" in said
    assert "Concept bewaren</button>" in page
    values = {"draft": draft.public_id, "version": draft.version, "customer": "korst"}
    accommodation = {"lines-0-vat": "domestic:accommodation"}
    path = url(account, "invoice_edit", draft.public_id)
    client.post(path, draft_post(**values, **accommodation, save="1"))
    assert "data-error-summary" not in text(
        client.get(url(account, "invoice_issue", draft.public_id))
    )


def test_a_missing_extra_field_is_said_at_that_field(client: Client, account: Account) -> None:
    extra_field_create(
        account=account, actor=None, level="document", label="Werf", type="text", required=True
    )
    page = checked(client, account, make_draft(account))
    assert beside(page, "extra-werf")
