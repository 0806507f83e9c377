"""Payments that a person notes: true, once, and undone by their opposite."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts import clock
from accounts.models import PaymentSource
from invoicing.models import Document, Payment
from invoicing.services.payments import PaymentRefused, payment_record, payment_reverse
from tests.accounts.builders import owner_of
from tests.invoicing.builders import make_issued, make_seller

pytestmark = pytest.mark.django_db


def note(document: Document, reference: str = "one", days: int = 0) -> Payment:
    payment, _is_new = payment_record(
        document=document,
        date=clock.today() + timedelta(days=days),
        amount=Decimal("121.00"),
        source=PaymentSource.MANUAL,
        source_reference=reference,
    )
    return payment


def test_one_reference_belongs_to_one_invoice() -> None:
    account = make_seller()
    note(make_issued(account))
    with pytest.raises(PaymentRefused, match="andere factuur"):
        note(make_issued(account))


def test_a_payment_of_tomorrow_is_not_noted() -> None:
    with pytest.raises(PaymentRefused, match="vandaag"):
        note(make_issued(make_seller()), days=1)


def test_undoing_twice_is_undoing_once() -> None:
    account = make_seller()
    document = make_issued(account)
    payment = note(document)
    for expected in (True, False):
        _payment, is_new = payment_reverse(payment=payment, actor=owner_of(account))
        assert is_new is expected
    assert sum(document.payments.values_list("amount", flat=True)) == 0


def test_the_button_undoes(client: Client) -> None:
    account = make_seller()
    document = make_issued(account)
    payment = note(document)
    client.force_login(owner_of(account))
    page = f"/{account.slug}/invoices/{document.public_id}/"
    assert "Terugdraaien" in client.get(page).content.decode()
    client.post(f"{page}payments/{payment.public_id}/reverse/")
    assert document.payments.count() == 2


def test_the_opposite_itself_is_not_undone() -> None:
    account = make_seller()
    opposite, _is_new = payment_reverse(payment=note(make_issued(account)), actor=owner_of(account))
    with pytest.raises(PaymentRefused, match="met de hand"):
        payment_reverse(payment=opposite, actor=owner_of(account))
