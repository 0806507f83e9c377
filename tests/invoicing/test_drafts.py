"""Drafts: replaced as a whole, computed on the server, and never overwritten behind one's back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accounts.audit import events_for
from accounts.models import Account
from invoicing.models import Document, RevenueGroup
from invoicing.services.drafts import (
    DraftChanged,
    DraftContent,
    DraftRefused,
    draft_create,
    draft_delete,
    draft_update,
)
from invoicing.services.extra_fields import extra_field_archive, extra_field_create
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Account:
    return make_seller()


def update(document: Document, version: int, **content: Any) -> Document:
    return draft_update(
        document=document,
        actor=owner_of(document.account),
        expected_version=version,
        content=DraftContent(**content),
    )


def refused_fields(account: Account, *lines: Any, **content: Any) -> set[str]:
    with pytest.raises(DraftRefused) as refusal:
        make_draft(account, *lines, **content)
    return {problem.field for problem in refusal.value.problems}


def test_amounts_are_computed_from_the_lines(seller: Account) -> None:
    draft = make_draft(
        seller,
        line("33.335", quantity=Decimal("2.5"), discount_percent=Decimal(10)),
        line("10", vat_rate=Decimal(6)),
    )
    assert [row.net for row in draft.lines.all()] == [Decimal("75.00"), Decimal("10.00")]
    assert (draft.net, draft.vat, draft.gross) == (
        Decimal("85.00"),
        Decimal("16.35"),
        Decimal("101.35"),
    )
    assert [total.rate for total in draft.vat_totals.all()] == [Decimal(21), Decimal(6)]


def test_prices_including_vat_lead(seller: Account) -> None:
    draft = make_draft(seller, line("100"), prices_include_vat=True)
    assert (draft.net, draft.vat) == (Decimal("82.64"), Decimal("17.36"))


def test_an_update_replaces_everything_and_raises_the_version(seller: Account) -> None:
    draft = make_draft(seller, line(), line())
    changed = update(draft, 1, customer=draft.customer, lines=[line("7")], note="Dank je")
    assert (changed.version, changed.note, changed.net) == (2, "Dank je", Decimal("7.00"))
    assert [row.position for row in changed.lines.all()] == [1]
    assert changed.vat_totals.get().net == Decimal("7.00")


def test_two_people_editing_one_draft_do_not_overwrite_each_other(seller: Account) -> None:
    draft = make_draft(seller)
    update(draft, 1, lines=[line("7")])
    with pytest.raises(DraftChanged) as refusal:
        update(draft, 1, lines=[line("9")])
    assert refusal.value.document is not None
    assert refusal.value.document.net == Decimal("7.00")
    assert Document.objects.get(pk=draft.pk).net == Decimal("7.00")


def test_an_issued_document_is_no_draft_anymore(seller: Account) -> None:
    document = make_issued(seller)
    with pytest.raises(DraftChanged):
        update(document, document.version, lines=[line("9")])
    with pytest.raises(DraftChanged):
        draft_delete(document=document, actor=None, expected_version=document.version)


def test_a_deleted_draft_is_gone_and_its_event_stays(seller: Account) -> None:
    draft = make_draft(seller)
    public_id = draft.public_id
    draft_delete(document=draft, actor=None, expected_version=1)
    assert not Document.objects.exists()
    actions = [event.action for event in events_for(seller, "document", public_id)]
    assert actions == ["document.created", "document.deleted"]


def test_saving_often_is_one_event_per_person(seller: Account) -> None:
    draft = make_draft(seller)
    for version in (1, 2, 3):
        update(draft, version, lines=[line(str(version))])
    draft_update(document=draft, actor=None, expected_version=4, content=DraftContent())
    actions = [event.action for event in events_for(seller, "document", draft.public_id)]
    assert actions == ["document.created", "document.changed"]


def test_what_is_left_open_comes_from_customer_and_company(seller: Account) -> None:
    walloon = make_customer(seller, language="fr", payment_term_days=8)
    assert (make_draft(seller, customer=walloon).payment_term_days) == 8
    assert make_draft(seller, customer=walloon).language == "fr"
    plain = make_customer(seller)
    assert make_draft(seller, customer=plain).payment_term_days == 30
    assert make_draft(seller).lines.get().revenue_group_key == "diensten"


def test_a_treatment_without_vat_takes_the_rate_away(seller: Account) -> None:
    draft = make_draft(seller, line(treatment="be_cocontractor", vat_rate=Decimal(21)))
    assert draft.lines.get().vat_rate == 0
    assert draft.vat == 0


def test_values_that_cannot_be_stored_are_refused_by_field(seller: Account) -> None:
    assert refused_fields(
        seller,
        line("1E10"),
        line(quantity=Decimal("1E9"), unit_price=Decimal("1E9")),
        line(discount_percent=Decimal(101)),
        line(vat_rate=Decimal(-1)),
        line(description="x" * 10_001),
        line(treatment="margin"),
        payment_term_days=366,
        note="x" * 10_001,
    ) == {
        "lines.0.unit_price",
        "lines.1.unit_price",
        "lines.2.discount_percent",
        "lines.3.vat_rate",
        "lines.4.description",
        "lines.5.treatment",
        "payment_term_days",
        "note",
    }
    assert not Document.objects.exists()


def test_a_total_that_does_not_fit_is_refused(seller: Account) -> None:
    nearly = line("9999999999")
    assert refused_fields(seller, nearly, nearly) == {"lines"}


def test_strange_texts_are_kept_as_they_are(seller: Account) -> None:
    text = "=cmd|' /C calc'!A0 \U0001f9e8 مرحبا " + "x" * 9_900
    draft = make_draft(seller, line(description=text))
    assert draft.lines.get().description == text


def test_rows_of_another_account_are_refused(seller: Account) -> None:
    other = make_seller(name="Ander bedrijf")
    group = RevenueGroup.objects.filter(account=other).first()
    with pytest.raises(LookupError):
        make_draft(seller, customer=make_customer(other))
    with pytest.raises(LookupError):
        make_draft(seller, line(revenue_group=group))
    with pytest.raises(LookupError):
        make_draft(seller, original=make_issued(other))


# Extra fields
def test_extra_values_are_checked_by_type_and_empty_ones_left_out(seller: Account) -> None:
    for label, kind in (("Werf", "text"), ("Vanaf", "date"), ("Uitleg", "multiline")):
        extra_field_create(account=seller, actor=None, level="line", label=label, type=kind)
    values = {"werf": "  Gent\n Zuid ", "vanaf": "2026-02-28", "uitleg": "a\r\nb", "ander": "x"}
    draft = make_draft(seller, line(extra=values), line(extra={"werf": "  "}))
    assert [row.extra for row in draft.lines.all()] == [
        {"werf": "Gent Zuid", "vanaf": "2026-02-28", "uitleg": "a\nb"},
        {},
    ]
    wrong = {"werf": "x" * 501, "vanaf": "2026-02-30", "uitleg": "x" * 10_001}
    assert refused_fields(seller, line(extra=wrong)) == {
        "lines.0.extra.werf",
        "lines.0.extra.vanaf",
        "lines.0.extra.uitleg",
    }


def test_keys_of_extra_fields_are_made_from_the_label_and_stay_unique(seller: Account) -> None:
    keys = [
        extra_field_create(
            account=seller, actor=None, level="document", label=label, type="text"
        ).key
        for label in ("Contract t/m", "Contract t/m", "😀", "x" * 60)
    ]
    assert keys == ["contract-tm", "contract-tm-2", "veld", "x" * 40]


def test_an_archived_field_is_not_asked_anymore(seller: Account) -> None:
    field = extra_field_create(
        account=seller, actor=None, level="document", label="Werf", type="text"
    )
    draft = make_draft(seller, extra={"werf": "Gent"})
    extra_field_archive(field=field, actor=None)
    assert update(draft, 1, extra={"werf": "Brugge"}).extra == {}


def test_a_draft_may_be_empty(seller: Account) -> None:
    draft = draft_create(account=seller, actor=None, content=DraftContent())
    assert (draft.gross, draft.customer) == (0, None)
