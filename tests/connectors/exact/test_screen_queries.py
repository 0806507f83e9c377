"""A connection costs the list and the invoice few queries, whatever the number of rows."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectors.core import runner
from connectors.core.models import Job
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import set_up
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db
MOST = 10


@pytest.mark.parametrize("rows", [1, 12])
def test_list_and_invoice_take_ten_queries_at_most(
    exact: Running,
    client: Client,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    account = make_seller()
    set_up(account, owner_of(account))
    documents = [make_issued(account) for _ in range(rows)]
    for job in Job.objects.filter(document=documents[0]):
        runner.run(job.pk)
    client.force_login(owner_of(account))
    addresses = (
        f"/{account.slug}/invoices/",
        f"/{account.slug}/invoices/{documents[0].public_id}/",
        f"/{account.slug}/invoices/{documents[-1].public_id}/",
    )
    for address in addresses:
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200
