"""Issuing: one transaction that checks, numbers and freezes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts import clock
from accounts.audit import chain_verify, events_for
from accounts.models import Account
from invoicing import events
from invoicing.identifiers import is_structured_communication
from invoicing.models import Company, Document, NumberSeries
from invoicing.queries.issue_check import issue_check
from invoicing.queries.issued_documents import NotIssued, draft_preview, issued_document
from invoicing.services.customers import CustomerValues, customer_update
from invoicing.services.drafts import DraftChanged
from invoicing.services.extra_fields import (
    extra_field_archive,
    extra_field_create,
    extra_field_update,
)
from invoicing.services.issuing import IssueRefused, document_issue
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def seller() -> Account:
    return make_seller()


def problems(document: Document, day: date | None = None) -> dict[str, str]:
    """What stands in the way, by field; the same before issuing and at issuing."""
    with pytest.raises(IssueRefused) as refusal:
        document_issue(document=document, actor=None, issue_date=day)
    found = {problem.field: problem.message for problem in refusal.value.problems}
    checked = issue_check(document=document, issue_date=day)
    assert found == {problem.field: problem.message for problem in checked}
    return found


def test_numbers_follow_each_other_per_kind_and_year(seller: Account) -> None:
    year = TODAY.year
    assert make_issued(seller).number == f"{year}-0001"
    assert make_issued(seller).number == f"{year}-0002"
    credit = make_issued(seller, kind="credit_note", original=Document.objects.first())
    assert credit.number == f"C{year}-0001"
    assert credit.payment_reference == ""
    other = make_seller(name="Ander bedrijf")
    assert make_issued(other).number == f"{year}-0001"


def test_a_forgotten_price_is_asked_for_before_an_invoice_of_nothing_goes_out(
    seller: Account,
) -> None:
    forgotten = make_draft(seller, line("0"), line("0"))
    found = problems(forgotten)
    assert set(found) == {"lines.0.unit_price", "lines.1.unit_price"}
    assert "Vul de prijs in" in found["lines.0.unit_price"]
    assert make_issued(seller, line("100", discount_percent=Decimal(100))).gross == 0
    assert make_issued(seller, line("100"), line("0")).gross == 121
    assert make_issued(seller, line("100"), line("-100")).gross == 0


def test_a_number_that_was_imported_is_passed_over(seller: Account) -> None:
    taken = make_draft(seller)
    Document.objects.filter(pk=taken.pk).update(
        state="issued",
        number=f"{TODAY.year}-0001",
        issue_date=TODAY,
        due_date=TODAY,
        is_imported=True,
    )
    assert make_issued(seller).number == f"{TODAY.year}-0002"


def test_a_refused_draft_takes_no_number(seller: Account) -> None:
    empty = make_draft(seller, line(description=""))
    assert "lines.0.description" in problems(empty)
    assert NumberSeries.objects.count() == 0
    assert make_issued(seller).number == f"{TODAY.year}-0001"


def test_issuing_twice_gives_the_same_number(seller: Account) -> None:
    draft = make_draft(seller)
    first = document_issue(document=draft, actor=None)
    second = document_issue(document=draft, actor=None, expected_version=1)
    assert second.number == first.number
    assert NumberSeries.objects.get().last_number == 1


def test_issuing_another_version_than_was_seen_is_refused(seller: Account) -> None:
    draft = make_draft(seller)
    with pytest.raises(DraftChanged):
        document_issue(document=draft, actor=None, expected_version=draft.version + 1)


def test_a_listener_that_fails_takes_the_number_back(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(documents: list[Document]) -> None:
        raise ZeroDivisionError

    draft = make_draft(seller)
    monkeypatch.setattr(events.documents_issued, "_listeners", [fail])
    with pytest.raises(ZeroDivisionError):
        document_issue(document=draft, actor=None)
    monkeypatch.undo()
    draft.refresh_from_db()
    assert not draft.is_issued
    assert make_issued(seller).number == f"{TODAY.year}-0001"


def test_listeners_hear_of_the_issued_document(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        events.documents_issued, "_listeners", [lambda d: heard.append(d[0].number)]
    )
    make_issued(seller)
    assert heard == [f"{TODAY.year}-0001"]


def test_everything_is_frozen_as_it_was(seller: Account) -> None:
    customer = make_customer(seller)
    field = extra_field_create(
        account=seller, actor=None, level="document", label="Bestelnummer klant", type="text"
    )
    period = extra_field_create(
        account=seller, actor=None, level="line", label="Contract vanaf", type="date"
    )
    document = make_issued(
        seller,
        line("10.02", extra={period.key: "2026-11-01"}),
        line("10.02"),
        line("10.02"),
        customer=customer,
        extra={field.key: "PO 77"},
        payment_term_days=14,
    )
    frozen = issued_document(document)
    Company.objects.filter(account=seller).update(name="Nieuwe naam", iban="")
    customer_update(customer=customer, actor=None, values=CustomerValues(name="Andere klant"))
    extra_field_update(field=field, actor=None, label="Iets", on_pdf=False, required=True)
    extra_field_archive(field=period, actor=None)
    again = issued_document(Document.objects.get(pk=document.pk))
    assert again == frozen
    assert frozen.seller.iban == "BE80777000000177"
    assert frozen.buyer.key == customer.public_id
    assert (frozen.net, frozen.vat, frozen.gross) == (
        Decimal("30.06"),
        Decimal("6.31"),
        Decimal("36.37"),
    )
    assert [row.vat for row in frozen.lines] == [
        Decimal("2.10"),
        Decimal("2.10"),
        Decimal("2.11"),
    ]
    assert frozen.due_date == TODAY + timedelta(days=14)
    assert [(value.label, value.value) for value in frozen.extra] == [
        ("Bestelnummer klant", "PO 77")
    ]
    assert [(value.type, value.value) for value in frozen.lines[0].extra] == [
        ("date", "2026-11-01")
    ]
    assert frozen.lines[1].extra == ()


def test_a_belgian_invoice_gets_a_structured_communication(seller: Account) -> None:
    first, second = make_issued(seller), make_issued(seller)
    assert first.payment_reference.startswith(f"{TODAY.year}000001")
    assert is_structured_communication(first.payment_reference)
    assert first.payment_reference != second.payment_reference


def test_a_structured_communication_is_unique_within_the_account(seller: Account) -> None:
    elsewhere = make_seller(name="Ander bedrijf")
    taken = make_issued(elsewhere).payment_reference
    draft = make_draft(seller)
    Document.objects.filter(pk=draft.pk).update(payment_reference=taken)
    made = make_issued(seller).payment_reference
    assert made != taken
    assert is_structured_communication(made)


def test_a_dutch_invoice_gets_no_structured_communication() -> None:
    assert make_issued(make_seller("NL")).payment_reference == ""


def test_mentions_stand_on_the_document(seller: Account) -> None:
    document = make_issued(
        seller, line(treatment="be_cocontractor"), customer=make_customer(seller)
    )
    assert document.mentions[0].startswith("Verlegging van heffing")
    assert document.vat == 0


def test_the_events_tell_who_did_it_and_the_chain_is_whole(seller: Account) -> None:
    document = make_issued(seller)
    actions = [event.action for event in events_for(seller, "document", document.public_id)]
    assert actions == ["document.created", "document.issued"]
    assert document.issued_by == owner_of(seller)
    assert chain_verify(seller) == []


def test_a_draft_has_a_preview_and_no_frozen_value(seller: Account) -> None:
    draft = make_draft(seller)
    with pytest.raises(NotIssued):
        issued_document(draft)
    preview = draft_preview(draft)
    assert (preview.number, preview.gross) == ("", Decimal("121.00"))
    assert preview.buyer.name == "Bakkerij De Korst"
    draft.refresh_from_db()
    assert draft.seller == {}


def test_a_preview_without_customer_or_lines_is_possible(seller: Account) -> None:
    preview = draft_preview(make_draft(seller, line(description=""), customer=None))
    assert preview.buyer.name == ""


def test_without_customer_or_lines_nothing_is_issued(seller: Account) -> None:
    draft = make_draft(seller, customer=None)
    draft.lines.all().delete()
    assert set(problems(draft)) == {"customer", "lines"}


def test_without_company_details_nothing_is_issued(seller: Account) -> None:
    Company.objects.filter(account=seller).update(iban="", vat_number="")
    message = problems(make_draft(seller))["seller"]
    assert "IBAN" in message
    assert "btw-nummer" in message


def test_the_date_is_not_after_today(seller: Account) -> None:
    assert set(problems(make_draft(seller), TODAY + timedelta(days=1))) == {"issue_date"}


def test_the_date_is_not_before_the_last_of_its_series(seller: Account) -> None:
    first_of_year = date(TODAY.year, 1, 1)
    make_issued(seller, day=TODAY)
    if first_of_year < TODAY:
        assert "issue_date" in problems(make_draft(seller), first_of_year)
    assert make_issued(seller, day=TODAY).number.endswith("0002")


def test_last_year_has_a_series_of_its_own(seller: Account) -> None:
    make_issued(seller, day=TODAY)
    last_year = TODAY.year - 1
    assert make_issued(seller, day=date(last_year, 12, 31)).number == f"{last_year}-0001"


def test_a_rate_must_exist_on_the_tax_point(seller: Account) -> None:
    assert "lines.0.vat_rate" in problems(make_draft(seller, line(vat_rate=Decimal(19))))
    dutch = make_seller("NL", name="Flexwerk")
    ended = make_draft(dutch, line(vat_rate=Decimal(6)))
    assert "9\xa0%" in problems(ended)["lines.0.vat_rate"]
    old = make_draft(dutch, line(vat_rate=Decimal(6)), tax_point=date(2018, 12, 31))
    assert document_issue(document=old, actor=None).tax_point == date(2018, 12, 31)


def test_a_tax_point_without_rates_is_refused(seller: Account) -> None:
    draft = make_draft(seller, tax_point=date(1990, 1, 1))
    assert "lines.0.vat_rate" in problems(draft)


def test_the_treatment_must_fit_seller_and_rate(seller: Account) -> None:
    assert "lines.0.treatment" in problems(make_draft(seller, line(treatment="nl_reverse_charge")))
    assert "lines.0.treatment" in problems(make_draft(seller, line(treatment="small_business")))
    assert "lines.0.vat_rate" in problems(make_draft(seller, line(vat_rate=Decimal(0))))


def test_a_small_business_charges_no_vat(seller: Account) -> None:
    Company.objects.filter(account=seller).update(is_small_business=True)
    assert "lines.0.treatment" in problems(make_draft(seller))
    assert make_issued(seller, line(treatment="small_business")).vat == 0


def test_reverse_charge_needs_the_number_of_a_customer_abroad(seller: Account) -> None:
    belgian = make_customer(seller, vat_number="")
    draft = make_draft(seller, line(treatment="eu_services"), customer=belgian)
    assert set(problems(draft)) == {"customer"}
    dutch = make_customer(seller, country="NL", vat_number="NL850000014B01")
    assert make_issued(seller, line(treatment="eu_services"), customer=dutch).vat == 0


def test_a_business_needs_an_address_and_a_consumer_does_not(seller: Account) -> None:
    bare = {"street": "", "postal_code": "", "city": "", "vat_number": ""}
    business = make_customer(seller, **bare)
    assert set(problems(make_draft(seller, customer=business))) == {"customer"}
    consumer = make_customer(seller, is_business=False, **bare)
    assert make_issued(seller, customer=consumer).is_issued


def test_a_negative_invoice_is_refused(seller: Account) -> None:
    assert "creditnota" in problems(make_draft(seller, line("-5")))["lines"]


def test_a_credit_note_names_its_invoice(seller: Account) -> None:
    assert set(problems(make_draft(seller, kind="credit_note"))) == {"original"}


def test_required_extra_fields_are_asked_at_issue_only(seller: Account) -> None:
    field = extra_field_create(
        account=seller, actor=None, level="line", label="Werf", type="text", required=True
    )
    draft = make_draft(seller)
    assert problems(draft) == {f"lines.0.extra.{field.key}": "Vul 'Werf' nog in."}
