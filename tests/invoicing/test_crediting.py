"""Credit notes: by line, at the original's rate, and never more than is left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import Account
from invoicing.draft_values import DraftContent
from invoicing.models import Company, Document
from invoicing.queries.issued_documents import issued_document
from invoicing.queries.remaining import remaining_of
from invoicing.services.crediting import CreditLine, CreditRefused, credit_draft_create
from invoicing.services.drafts import draft_update
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.services.payment_conditions import (
    PaymentConditionValues,
    payment_condition_create,
)
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def seller() -> Account:
    return make_seller()


def credit(original: Document, *lines: CreditLine) -> Document:
    draft = credit_draft_create(original=original, actor=None, lines=lines or None)
    return document_issue(document=draft, actor=None)


def refusal(original: Document, *lines: CreditLine) -> dict[str, str]:
    with pytest.raises(CreditRefused) as refused:
        credit_draft_create(original=original, actor=None, lines=lines or None)
    return {problem.field: problem.message for problem in refused.value.problems}


def amounts(document: Document) -> tuple[Decimal, Decimal, Decimal]:
    document.refresh_from_db()
    return document.net, document.vat, document.gross


def test_a_whole_credit_note_is_the_invoice_again_in_its_own_series(seller: Account) -> None:
    original = make_issued(seller, *[line("10.02")] * 3)
    note = credit(original)
    assert note.number.startswith("C")
    assert amounts(note) == (D("30.06"), D("6.31"), D("36.37"))
    value = issued_document(note)
    assert (value.original_number, value.original_date) == (original.number, original.issue_date)
    assert [each.vat for each in value.lines] == [D("2.10"), D("2.10"), D("2.11")]
    assert "terug te storten" in value.mentions[0]
    assert remaining_of(original).is_empty


def test_the_last_of_three_parts_takes_the_cents(seller: Account) -> None:
    original = make_issued(seller, *[line("10.02")] * 3)
    notes = [credit(original, CreditLine(line=each)) for each in original.lines.all()]
    assert [note.vat for note in notes] == [D("2.10"), D("2.10"), D("2.11")]
    assert "niets meer" in refusal(original)["original"]


def test_pieces_that_do_not_divide_leave_their_cent_to_the_last(seller: Account) -> None:
    original = make_issued(seller, line("0.3333", quantity=D(3)))
    (only,) = original.lines.all()
    nets = [credit(original, CreditLine(line=only, quantity=D(1))).net for _turn in range(3)]
    assert (original.net, nets) == (D("1.00"), [D("0.33"), D("0.33"), D("0.34")])


def test_an_amount_of_a_line_is_credited_and_then_the_rest(seller: Account) -> None:
    original = make_issued(seller, line("100", quantity=D(3)), discount_percent=D(10))
    (only,) = original.lines.all()
    first = credit(original, CreditLine(line=only, amount=D("100.00")))
    assert (first.net, first.lines.get().quantity) == (D("100.00"), D(2))
    rest = credit(original)
    assert amounts(rest) == (D("170.00"), D("35.70"), D("205.70"))


def test_more_than_is_left_of_a_line_is_refused_with_what_is_left(seller: Account) -> None:
    original = make_issued(seller, line("100", quantity=D(3)))
    (only,) = original.lines.all()
    credit(original, CreditLine(line=only, quantity=D(2)))
    assert "nog 1 " in refusal(original, CreditLine(line=only, quantity=D(2)))["lines.0.quantity"]
    assert (
        "100,00" in refusal(original, CreditLine(line=only, amount=D("100.01")))["lines.0.amount"]
    )
    assert refusal(original, CreditLine(line=only, amount=D("-5")))


def test_more_than_is_left_of_a_rate_is_refused(seller: Account) -> None:
    original = make_issued(seller, line("100"), line("-40"))
    first = original.lines.all()[0]
    assert "60,00" in refusal(original, CreditLine(line=first))["lines"]


def test_a_rate_that_the_invoice_lacks_is_refused(seller: Account) -> None:
    original = make_issued(seller)
    draft = make_draft(seller, line("5", vat_rate=D(6)), kind="credit_note", original=original)
    with pytest.raises(IssueRefused) as refused:
        document_issue(document=draft, actor=None)
    assert {problem.field for problem in refused.value.problems} == {"lines.0.vat_rate"}


def test_a_dutch_hotel_night_of_2025_is_credited_at_9_per_cent_in_2026() -> None:
    hotel = make_seller("NL")
    night = line("100", description="Overnachting", rate_name="accommodation")
    original = make_issued(hotel, night, issue_date=date(2025, 12, 30), day=date(2025, 12, 30))
    note = credit(original)
    value = issued_document(note)
    assert (original.vat, note.vat, value.lines[0].vat_rate) == (D("9.00"), D("9.00"), D(9))
    assert value.issue_date >= date(2026, 1, 1)
    assert value.tax_point == date(2025, 12, 30)
    later = make_issued(hotel, night, issue_date=date(2026, 1, 2), day=date(2026, 1, 2))
    assert later.vat == D("21.00")


def test_a_credit_note_follows_prices_including_vat_to_the_cent(seller: Account) -> None:
    original = make_issued(
        seller, line("33.33"), line("33.33"), line("33.34"), prices_include_vat=True
    )
    notes = [credit(original, CreditLine(line=each)) for each in original.lines.all()]
    assert sum(note.gross for note in notes) == D("100.00")
    assert sum(note.net for note in notes) == original.net == D("82.64")


def test_a_credit_note_follows_the_cash_discount_of_its_invoice(seller: Account) -> None:
    condition = payment_condition_create(
        account=seller,
        actor=None,
        values=PaymentConditionValues(name="2C8", discount_percent=D(2), discount_days=8),
    )
    original = make_issued(seller, line("1000"), payment_condition=condition)
    note = credit(original)
    assert amounts(note) == amounts(original) == (D("1000.00"), D("205.80"), D("1205.80"))


def test_a_small_business_may_credit_what_it_invoiced_with_vat_before(seller: Account) -> None:
    original = make_issued(seller)
    Company.objects.filter(account=seller).update(is_small_business=True)
    assert credit(original).vat == D("21.00")


def test_only_an_issued_invoice_is_credited(seller: Account) -> None:
    note = credit(make_issued(seller))
    for document in (make_draft(seller), note):
        assert "verstuurde factuur" in refusal(document)["original"]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("is_foreign", True, "ander bedrijf"), ("currency", "USD", "in euro")],
)
def test_what_is_not_ours_or_not_in_euro_is_not_credited(
    seller: Account, column: str, value: object, words: str
) -> None:
    original = make_issued(seller)
    setattr(original, column, value)
    assert words in refusal(original)["original"]


def test_a_line_is_asked_for_once(seller: Account) -> None:
    original = make_issued(seller, line("100"), line("100"))
    first = CreditLine(line=original.lines.all()[0])
    with pytest.raises(LookupError, match="twice"):
        credit_draft_create(original=original, actor=None, lines=[first, first])


def test_the_rest_of_a_line_of_which_an_amount_was_credited_is_an_amount(seller: Account) -> None:
    original = make_issued(seller, line("100", quantity=D(3)))
    (only,) = original.lines.all()
    credit(original, CreditLine(line=only, amount=D(150)))
    rest = credit(original, CreditLine(line=only, quantity=D(3))).lines.get()
    assert (rest.quantity, rest.unit_price, rest.net) == (D(1), D(150), D(150))


def test_an_edited_credit_note_stays_a_credit_note_of_its_invoice(seller: Account) -> None:
    original = make_issued(seller)
    draft = credit_draft_create(original=original, actor=None)
    other = make_customer(seller, name="Iemand anders")
    content = DraftContent(customer=other, lines=[line("40")])
    changed = draft_update(document=draft, actor=None, expected_version=1, content=content)
    assert (changed.original, changed.customer) == (original, original.customer)
    assert (changed.net, changed.vat) == (D("40.00"), D("8.40"))


def test_a_draft_made_stale_by_another_credit_note_is_not_issued(seller: Account) -> None:
    original = make_issued(seller, *[line("10.02")] * 3)
    first, second, third = original.lines.all()
    drafts = [
        credit_draft_create(original=original, actor=None, lines=[CreditLine(line=each)])
        for each in (first, second, third)
    ]
    for draft in drafts[:2]:
        document_issue(document=draft, actor=None)
    with pytest.raises(IssueRefused, match="intussen meer gecrediteerd"):
        document_issue(document=drafts[2], actor=None)
    assert credit(original).vat == D("2.11")


def issue_at_once(drafts: list[int]) -> list[bool]:
    gate = threading.Barrier(len(drafts))

    def issue(pk: int) -> bool:
        gate.wait()
        try:
            document_issue(document=Document.objects.get(pk=pk), actor=None)
        except IssueRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(issue, drafts))


@pytest.mark.django_db(transaction=True)
def test_eight_credit_notes_at_once_credit_the_invoice_once() -> None:
    original = make_issued(make_seller())
    drafts = [credit_draft_create(original=original, actor=None).pk for _turn in range(8)]
    assert sorted(issue_at_once(drafts)) == [False] * 7 + [True]
    assert remaining_of(original).is_empty


def test_a_line_that_goes_off_is_credited_along(seller: Account) -> None:
    original = make_issued(
        seller, line("1000"), line("-500", description="Terugname", vat_rate=D(6))
    )
    first, off = original.lines.all()
    assert original.gross == D("680.00")
    for wanted in (CreditLine(line=first), CreditLine(line=off)):
        message = refusal(original, wanted)["lines"]
        assert "-500,00" in message
        assert "680,00" in message
    part = credit(original, CreditLine(line=first, amount=D(500)))
    assert part.gross == D("605.00")
    assert credit(original).gross == D("75.00")
    assert remaining_of(original).is_empty


def test_a_deducted_advance_at_another_rate_is_credited_along(seller: Account) -> None:
    advance = make_issued(seller, line("500", vat_rate=D(6)), is_advance=True)
    taken = line("-500", description="Voorschot", vat_rate=D(6), advance=advance)
    final = make_issued(seller, line("1000"), taken)
    first = final.lines.all()[0]
    assert "Voorschot" in refusal(final, CreditLine(line=first))["lines"]
    assert credit(final).gross == final.gross


def test_only_vat_that_was_charged_here_goes_back_to_the_state(seller: Account) -> None:
    french = make_customer(seller, country="FR", vat_number="FR40303265045", language="nl")
    services = make_issued(seller, line(treatment="eu_services", vat_rate=D(0)), customer=french)
    (mention,) = issued_document(credit(services)).mentions
    assert "verlegd" in mention
    assert "terug te storten" in issued_document(credit(make_issued(seller))).mentions[-1]
