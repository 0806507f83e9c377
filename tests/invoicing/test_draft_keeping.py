"""What a screen does not show is not lost by saving it."""

import pytest
from django.test import Client

from invoicing.models import Company
from tests.accounts.builders import owner_of
from tests.invoicing.builders import make_seller

pytestmark = pytest.mark.django_db


def test_a_company_keeps_what_the_form_does_not_ask(client: Client) -> None:
    account = make_seller("BE")
    Company.objects.filter(account=account).update(g_iban="NL02INGB0990000123")
    client.force_login(owner_of(account))
    typed = {"name": "Oventechniek", "language": "nl", "payment_term_days": "30"}
    assert client.post(f"/{account.slug}/settings/company/", typed).status_code == 302
    assert Company.objects.get(account=account).g_iban == "NL02INGB0990000123"
