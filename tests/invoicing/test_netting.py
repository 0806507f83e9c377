"""What an invoice and its credit notes take off each other, and what is paid back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts import clock
from accounts.models import Account
from accounts.services import account_change_payment_source
from invoicing.models import Document, Payment
from invoicing.queries.ageing import receivables_by_age
from invoicing.queries.documents import document_counts, document_get, document_page
from invoicing.services.crediting import CreditLine, credit_draft_create
from invoicing.services.issuing import document_issue
from invoicing.services.payments import payment_record
from tests.invoicing.builders import line, make_issued, make_seller

pytestmark = pytest.mark.django_db
D = Decimal
References = iter(range(1000))


@pytest.fixture
def seller() -> Account:
    return make_seller()


def credit(original: Document, amount: str = "") -> Document:
    """A credit note of an amount without VAT, or of all that is left."""
    only = original.lines.get()
    lines = [CreditLine(line=only, amount=D(amount))] if amount else None
    draft = credit_draft_create(original=original, actor=None, lines=lines)
    return document_issue(document=draft, actor=None)


def pay(document: Document, amount: str, source: str = "manual") -> None:
    payment_record(
        document=document,
        date=clock.today(),
        amount=D(amount),
        source=source,
        source_reference=str(next(References)),
        reason="received" if source == "manual" else "settled",
    )


def state(document: Document) -> tuple[str, str]:
    account = Account.objects.get(pk=document.account_id)
    row = document_get(account=account, public_id=document.public_id)
    return row.payment_state, str(row.open_amount)


def test_an_unpaid_invoice_that_is_credited_as_a_whole_asks_for_nothing(seller: Account) -> None:
    invoice = make_issued(seller)
    note = credit(invoice)
    assert state(invoice) == ("credited", "0.00")
    assert state(note) == ("settled", "0.00")
    assert not Payment.objects.exists()


def test_a_part_that_is_credited_is_no_longer_to_be_paid(seller: Account) -> None:
    invoice = make_issued(seller)
    note = credit(invoice, "40")
    assert (state(invoice), state(note)) == (("open", "72.60"), ("settled", "0.00"))
    pay(invoice, "72.60")
    assert (state(invoice), state(note)) == (("paid", "0.00"), ("settled", "0.00"))


def test_what_was_paid_before_is_to_be_paid_back(seller: Account) -> None:
    invoice = make_issued(seller)
    pay(invoice, "121")
    note = credit(invoice, "40")
    assert (state(invoice), state(note)) == (("paid", "0.00"), ("refund", "48.40"))
    pay(note, "48.40")
    assert (state(invoice), state(note)) == (("paid", "0.00"), ("settled", "0.00"))


def test_half_is_netted_and_half_is_paid_back(seller: Account) -> None:
    invoice = make_issued(seller)
    pay(invoice, "100")
    note = credit(invoice, "40")
    assert (state(invoice), state(note)) == (("paid", "0.00"), ("refund", "27.40"))


def test_a_customer_that_pays_all_in_spite_of_a_credit_note_is_paid_back(seller: Account) -> None:
    invoice = make_issued(seller)
    note = credit(invoice, "40")
    pay(invoice, "121")
    assert (state(invoice), state(note)) == (("paid", "0.00"), ("refund", "48.40"))


def test_the_oldest_of_two_credit_notes_is_netted_first(seller: Account) -> None:
    invoice = make_issued(seller)
    pay(invoice, "60.50")
    first, second = credit(invoice, "40"), credit(invoice)
    assert state(invoice) == ("paid", "0.00")
    assert (state(first), state(second)) == (("settled", "0.00"), ("refund", "60.50"))
    pay(second, "60.50")
    assert state(invoice) == ("credited", "0.00")


def test_a_match_in_the_ledger_is_counted_once(seller: Account) -> None:
    account_change_payment_source(account=seller, actor=None, source="exact")
    invoice = make_issued(seller)
    note = credit(invoice, "40")
    assert (state(invoice), state(note)) == (("open", "72.60"), ("settled", "0.00"))
    for document in (invoice, note):
        pay(document, "48.40", "exact")
    assert (state(invoice)[1], state(note)) == ("72.60", ("settled", "0.00"))


def test_a_part_match_in_the_ledger_is_counted_once(seller: Account) -> None:
    account_change_payment_source(account=seller, actor=None, source="exact")
    invoice = make_issued(seller)
    note = credit(invoice)
    for document in (invoice, note):
        pay(document, "20", "exact")
    assert (state(invoice), state(note)) == (("credited", "0.00"), ("settled", "0.00"))


def test_a_draft_credit_note_takes_nothing_off(seller: Account) -> None:
    invoice = make_issued(seller)
    credit_draft_create(original=invoice, actor=None)
    assert state(invoice) == ("open", "121.00")


def test_list_overview_and_ageing_count_what_is_left_to_pay(seller: Account) -> None:
    gone, half, _whole = make_issued(seller), make_issued(seller), make_issued(seller)
    credit(gone)
    note = credit(half, "40")
    paid = make_issued(seller)
    pay(paid, "121")
    back = credit(paid, "10")
    counts = document_counts(account=seller)
    assert (counts.open, counts.open_amount, counts.credit) == (2, D("193.60"), 3)
    buckets = receivables_by_age(account=seller, today=clock.today())
    assert sum(bucket.amount for bucket in buckets) == D("193.60")
    page = document_page(account=seller, filter="credit")
    assert {row.pk for row in page} >= {note.pk, back.pk}
    totals = document_page(account=seller).paginator.totals  # type: ignore[attr-defined]
    assert totals.gross == D("484.00") - D("121.00") - D("48.40") - D("12.10")
    assert totals.open == D("193.60")


def test_cents_net_exactly_on_every_database(seller: Account) -> None:
    invoice = make_issued(seller, line("0.30", vat_rate=D(6)))
    pay(invoice, "0.10")
    note = credit(invoice, "0.20")
    assert (state(invoice), state(note)) == (("partly_paid", "0.01"), ("settled", "0.00"))


def test_many_small_credit_notes_make_a_whole_one(seller: Account) -> None:
    invoice = make_issued(seller, line("0.10", vat_rate=D(0), treatment="exempt", quantity=D(7)))
    for _turn in range(6):
        credit(invoice, "0.10")
    credit(invoice)
    assert state(invoice) == ("credited", "0.00")
