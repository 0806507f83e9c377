"""What a screen does not show is not lost by saving it."""

from decimal import Decimal

import pytest
from django.test import Client

from invoicing.forms.draft import vat_value
from invoicing.models import Company
from tests.accounts.builders import owner_of
from tests.invoicing.builders import make_draft, make_seller

pytestmark = pytest.mark.django_db


def test_a_company_keeps_what_the_form_does_not_ask(client: Client) -> None:
    account = make_seller("NL")
    Company.objects.filter(account=account).update(g_iban="NL02INGB0990000123")
    client.force_login(owner_of(account))
    typed = {"name": "Flexwerk", "language": "nl", "payment_term_days": "30"}
    assert client.post(f"/{account.slug}/settings/company/", typed).status_code == 302
    assert Company.objects.get(account=account).g_iban == "NL02INGB0990000123"


def test_a_draft_keeps_its_discount(client: Client) -> None:
    account = make_seller()
    draft = make_draft(account, discount_percent=Decimal(5))
    client.force_login(owner_of(account))
    typed = {
        "draft": draft.public_id,
        "version": "1",
        "customer_id": draft.customer.public_id,
        "customer": draft.customer.name,
        "lines-0-description": "Onderhoud oven",
        "lines-0-quantity": "1",
        "lines-0-unit_price": "200",
        "lines-0-vat": vat_value("domestic", Decimal(21)),
        "payment_term_days": "30",
        "language": "nl",
        "prices_include_vat": "0",
        "save": "1",
    }
    answer = client.post(f"/{account.slug}/invoices/{draft.public_id}/edit/", typed)
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    assert (draft.discount_percent, draft.net) == (Decimal(5), Decimal("190.00"))
