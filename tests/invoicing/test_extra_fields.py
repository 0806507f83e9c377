"""The user's own fields on documents, customers and products: from definition to frozen value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.models import Account, AuditEvent
from invoicing.extra_definitions import FieldDetails
from invoicing.models import Customer, Document, DocumentExtraText, ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType
from invoicing.queries.customers import customer_page
from invoicing.queries.documents import document_page
from invoicing.queries.extra_field_uses import extra_field_is_used
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.issued_documents import draft_preview, issued_document
from invoicing.queries.products import product_page
from invoicing.services.bulk_issuing import documents_issue
from invoicing.services.crediting import credit_draft_create
from invoicing.services.customers import CustomerRefused, CustomerValues, customer_update
from invoicing.services.drafts import DraftContent, draft_create, draft_update
from invoicing.services.extra_fields import (
    ExtraFieldRefused,
    extra_field_archive,
    extra_field_create,
    extra_field_delete,
    extra_field_move,
    extra_field_restore,
    extra_field_update,
)
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.services.products import ProductRefused, ProductValues, product_create
from tests.accounts.builders import owner_of
from tests.invoicing.builders import line, make_customer, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Account:
    return make_seller()


def make_field(
    account: Account, label: str, level: str = "document", kind: str = "text", **more: Any
) -> ExtraField:
    details = FieldDetails(label=label, **more)
    return extra_field_create(account=account, actor=None, level=level, type=kind, **details)


def issue(draft: Document) -> Document:
    return document_issue(document=draft, actor=None)


def values_of(document: Document) -> dict[str, str]:
    return {each.key: each.value for each in issued_document(document).extra}


def found(account: Account, search: str) -> list[str]:
    return [each.public_id for each in document_page(account=account, search=search).object_list]


@pytest.mark.parametrize("level", ExtraFieldLevel.values)
@pytest.mark.parametrize("kind", ExtraFieldType.values)
def test_every_type_stands_on_every_level(seller: Account, level: str, kind: str) -> None:
    options = ["Noord", "Zuid"] if kind == "choice" else []
    field = make_field(seller, "Veld", level, kind, options=options)
    good = {
        "text": "x",
        "multiline": "x\ny",
        "integer": "1",
        "decimal": "1.5",
        "amount": "1.50",
        "date": "2026-01-02",
        "percentage": "5",
        "boolean": "0",
        "choice": "zuid",
        "url": "https://x.be",
    }[kind]
    extra = {"veld": good}
    if level == "customer":
        assert make_customer(seller, extra=extra).extra == extra
    elif level == "product":
        values = ProductValues(name="Oven", extra=extra)
        assert product_create(account=seller, actor=None, values=values).extra == extra
    elif level == "line":
        issued = issued_document(make_issued(seller, line(extra=extra)))
        assert [each.value for each in issued.lines[0].extra] == [good]
    else:
        assert values_of(make_issued(seller, extra=extra)) == extra
    assert extra_field_is_used(field)


def test_the_database_refuses_what_the_service_would_not_write(seller: Account) -> None:
    wrong = (
        {"level": "supplier", "type": "text"},
        {"level": "document", "type": "number"},
        {"level": "document", "type": "text", "default": "a", "automatic": "b"},
        {"level": "document", "type": "text", "label": ""},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ExtraField.objects.create(account=seller, key="x", **{"label": "X", **values})


@pytest.mark.parametrize(
    ("kind", "details", "place"),
    [
        ("integer", {"default": "veel"}, "default"),
        ("text", {"automatic": "{klant.geheim}"}, "automatic"),
        ("text", {"default": "a", "automatic": "b"}, "automatic"),
        ("choice", {}, "options"),
        ("choice", {"options": ["A", "a"]}, "options"),
        ("choice", {"options": ["x" * 101]}, "options"),
        ("choice", {"options": [f"{n}" for n in range(101)]}, "options"),
        ("choice", {"options": ["A"], "default": "B"}, "default"),
        ("url", {"default": "javascript:alert(1)"}, "default"),
        ("text", {"label": "x" * 61}, "label"),
        ("text", {"label": " \t"}, "label"),
        ("text", {"label": "a\u202eb"}, "label"),
        ("text", {"hint": "x" * 201}, "hint"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_at_its_field(
    seller: Account, kind: str, details: dict[str, Any], place: str
) -> None:
    with pytest.raises(ExtraFieldRefused) as refused:
        make_field(seller, **({"label": "Veld", "kind": kind} | details))
    assert place in {problem.field for problem in refused.value.problems}


def test_there_is_an_end_to_how_many_fields_a_line_asks(seller: Account) -> None:
    fields = [make_field(seller, f"Veld {n}", "line") for n in range(10)]
    with pytest.raises(ExtraFieldRefused, match="Archiveer"):
        make_field(seller, "Een te veel", "line")
    extra_field_archive(field=fields[0], actor=None)
    make_field(seller, "Nu wel", "line")
    with pytest.raises(ExtraFieldRefused):
        extra_field_restore(field=fields[0], actor=None)


def test_fields_change_places_within_their_level(seller: Account) -> None:
    first, second, third = (make_field(seller, label) for label in "ABC")
    make_field(seller, "L", "line")
    extra_field_move(field=third, actor=None, up=True)
    extra_field_move(field=first, actor=None, up=True)
    extra_field_move(field=second, actor=None, up=False)
    order = [field.label for field in extra_fields_active(account=seller, level="document")]
    assert order == ["A", "C", "B"]
    issued = make_issued(seller, extra={"a": "1", "b": "2", "c": "3"})
    assert [each.key for each in issued_document(issued).extra] == ["a", "c", "b"]
    assert AuditEvent.objects.filter(action="extra_field.moved").count() == 1


def test_an_option_that_is_left_out_stays_on_what_has_it(seller: Account) -> None:
    field = make_field(seller, "Regio", kind="choice", options=["Noord", "Zuid"], default="Noord")
    draft = make_draft(seller, extra={"regio": "zuid"})
    field = extra_field_update(
        field=field, actor=None, label="Regio", options=["Oost", "noord"], default="noord"
    )
    assert [(each["key"], each["archived"]) for each in field.choices] == [
        ("oost", False),
        ("noord", False),
        ("zuid", True),
    ]
    (value,) = issued_document(issue(draft)).extra
    assert (value.value, value.choice) == ("zuid", "Zuid")
    field = extra_field_update(field=field, actor=None, label="Regio", options=["Zuid", "Oost"])
    assert field.choices[0] == {"key": "zuid", "label": "Zuid", "archived": False}


def test_a_frozen_choice_keeps_the_label_of_then(seller: Account) -> None:
    field = make_field(seller, "Regio", kind="choice", options=["Noord"])
    issued = make_issued(seller, extra={"regio": "noord"})
    field.choices = [{"key": "noord", "label": "Heel anders", "archived": False}]
    field.save()
    assert issued_document(Document.objects.get(pk=issued.pk)).extra[0].choice == "Noord"


def test_what_is_required_is_asked_at_issue_of_everybody_or_of_one_customer(
    seller: Account,
) -> None:
    make_field(seller, "Bestelbon")
    make_field(seller, "Werf", "line")
    make_field(seller, "Altijd", required=True)
    strict = make_customer(seller, name="Streng", required_extra=["bestelbon", "werf"])
    easy = make_customer(seller, name="Soepel")
    with pytest.raises(IssueRefused) as refused:
        issue(make_draft(seller, line(), line(extra={"werf": "W"}), customer=strict))
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["extra.bestelbon", "extra.altijd", "lines.0.extra.werf"]
    issue(make_draft(seller, customer=easy, extra={"altijd": "ja"}))
    answered = {"altijd": "ja", "bestelbon": "B1"}
    issue(make_draft(seller, line(extra={"werf": "W"}), customer=strict, extra=answered))


def test_no_is_an_answer_to_a_required_yes_or_no(seller: Account) -> None:
    make_field(seller, "Retour", kind="boolean", required=True)
    with pytest.raises(IssueRefused):
        issue(make_draft(seller))
    assert values_of(issue(make_draft(seller, extra={"retour": "0"}))) == {"retour": "0"}


def test_customers_and_products_are_asked_when_they_are_saved(seller: Account) -> None:
    make_field(seller, "Regio", "customer", required=True)
    make_field(seller, "Gewicht", "product", "decimal", required=True)
    with pytest.raises(CustomerRefused, match="Regio"):
        make_customer(seller, extra={})
    values = ProductValues(name="Oven", extra={})
    with pytest.raises(ProductRefused, match="Gewicht"):
        product_create(account=seller, actor=None, values=values)
    # Inside an invoice nobody is shown the field; it is asked when the customer's card is saved.
    customer = make_customer(seller)
    values_asked = CustomerValues(name="De Korst", extra={"regio": " "})
    with pytest.raises(CustomerRefused):
        customer_update(customer=customer, actor=None, values=values_asked)


def test_a_customer_that_is_made_without_its_fields_gets_the_defaults(seller: Account) -> None:
    make_field(seller, "Regio", "customer", default="Vlaanderen")
    customer = make_customer(seller)
    assert customer.extra == {"regio": "Vlaanderen"}
    changed = customer_update(
        customer=customer, actor=None, values=CustomerValues(name="De Korst", extra={})
    )
    assert changed.extra == {}
    kept = customer_update(customer=changed, actor=None, values=CustomerValues(name="De K"))
    assert kept.extra == {}


def test_what_does_not_fit_a_customer_is_said_at_its_field(seller: Account) -> None:
    make_field(seller, "Sinds", "customer", "date")
    with pytest.raises(CustomerRefused) as refused:
        make_customer(seller, extra={"sinds": "lang geleden"})
    assert [problem.field for problem in refused.value.problems] == ["extra.sinds"]


def test_a_customers_automatic_value_follows_until_somebody_types(seller: Account) -> None:
    make_field(seller, "Zoeknaam", "customer", automatic="{klant.naam} {klant.plaats}")
    customer = make_customer(seller, name="De Korst", city="Gent", extra={})
    assert customer.extra == {"zoeknaam": "De Korst Gent"}
    values = {"name": "De Korst", "city": "Aalst", "extra": customer.extra}
    customer = customer_update(customer=customer, actor=None, values=CustomerValues(**values))
    assert customer.extra == {"zoeknaam": "De Korst Aalst"}
    values = {"name": "De Korst", "city": "Brugge", "extra": {"zoeknaam": "Korst"}}
    customer = customer_update(customer=customer, actor=None, values=CustomerValues(**values))
    assert customer.extra == {"zoeknaam": "Korst"}


def test_automatic_values_flow_from_customer_to_document_to_line(seller: Account) -> None:
    make_field(seller, "Regio", "customer", "choice", options=["Regio Noord", "Zuid"])
    make_field(seller, "Dossier", automatic="{klant.veld.regio}/{klant.nummer}")
    make_field(seller, "Maand", automatic="{factuur.datum:maand} {factuur.datum:jaar}")
    make_field(seller, "Vervalt", kind="date", automatic="{factuur.vervaldatum}")
    make_field(seller, "Merk", "line", automatic="{factuur.veld.dossier} x {lijn.aantal}")
    customer = make_customer(seller, code="K7", extra={"regio": "regio-noord"})
    draft = make_draft(seller, line(), line(extra={"merk": "zelf"}), customer=customer)
    assert draft.extra == {}
    preview = draft_preview(draft)
    shown = {each.key: each.value for each in preview.extra}
    day = clock.today()
    assert shown["dossier"] == "Regio Noord/K7"
    assert shown["maand"].endswith(str(day.year))
    assert shown["vervalt"] == preview.due_date.isoformat()
    issued = issue(draft)
    assert values_of(issued) == shown
    lines = issued_document(Document.objects.get(pk=issued.pk)).lines
    assert [each.value for each in (*lines[0].extra, *lines[1].extra)] == [
        "Regio Noord/K7 x 1",
        "zelf",
    ]


def test_the_number_is_put_in_by_the_transaction_that_takes_it(seller: Account) -> None:
    make_field(seller, "Dossier", automatic="Dossier {factuur.nummer}", required=True)
    make_field(seller, "Merk", "line", automatic="{factuur.veld.dossier}")
    drafts = [make_draft(seller) for _each in range(3)]
    assert draft_preview(drafts[0]).extra[0].value == "Dossier (nummer volgt)"
    one = issue(drafts[0])
    documents_issue(account=seller, actor=owner_of(seller), drafts=drafts[1:])
    for draft in drafts:
        issued = Document.objects.get(pk=draft.pk)
        assert values_of(issued) == {"dossier": f"Dossier {issued.number}"}
        assert issued.lines.get().extra == {"merk": f"Dossier {issued.number}"}
        assert found(seller, f"dossier {issued.number}") == [issued.public_id]
    assert one.number


def test_an_automatic_value_that_does_not_fit_is_said_before_issuing(seller: Account) -> None:
    make_field(seller, "Stuks", "line", "integer", automatic="{lijn.aantal}")
    whole = make_draft(seller, line(quantity=Decimal(3)))
    assert draft_preview(whole).lines[0].extra[0].value == "3"
    with pytest.raises(IssueRefused) as refused:
        issue(make_draft(seller, line(quantity=Decimal("2.5"))))
    (problem,) = refused.value.problems
    assert problem.field == "lines.0.extra.stuks"
    assert "2.5" in problem.message


def test_a_value_leaves_room_for_the_number(seller: Account) -> None:
    make_field(seller, "Lang", automatic="{factuur.referentie} {factuur.nummer} " + "x" * 440)
    issue(make_draft(seller, customer_reference=""))
    with pytest.raises(IssueRefused):
        issue(make_draft(seller, customer_reference="y" * 12))


def test_a_field_that_feeds_another_is_not_put_away_before_it(seller: Account) -> None:
    regio = make_field(seller, "Regio", "customer")
    dossier = make_field(seller, "Dossier", automatic="{klant.veld.regio}")
    for act in (extra_field_archive, extra_field_delete):
        with pytest.raises(ExtraFieldRefused, match="Dossier"):
            act(field=regio, actor=None)
    extra_field_archive(field=dossier, actor=None)
    extra_field_delete(field=regio, actor=None)
    assert not ExtraField.objects.filter(pk=regio.pk).exists()


def test_only_a_field_that_was_never_filled_in_is_deleted(seller: Account) -> None:
    used, asked, unused = (make_field(seller, label) for label in ("Werf", "Bon", "Los"))
    make_draft(seller, extra={"werf": "12"})
    make_customer(seller, required_extra=["bon"])
    for field in (used, asked, unused):
        extra_field_delete(field=field, actor=None)
    kept = ExtraField.objects.filter(account=seller)
    assert {field.key for field in kept} == {"werf", "bon"}
    assert all(field.archived_at for field in kept)
    extra_field_restore(field=kept[0], actor=None)
    assert extra_fields_active(account=seller).count() == 1


def test_a_credit_note_has_the_values_of_its_original(seller: Account) -> None:
    old = make_field(seller, "Oud")
    on_line = make_field(seller, "Werf", "line")
    make_field(seller, "Vanzelf", automatic="{factuur.datum:jaar}")
    issued = make_issued(seller, line(extra={"werf": "W"}), extra={"oud": "toen"})
    extra_field_archive(field=old, actor=None)
    extra_field_archive(field=on_line, actor=None)
    make_field(seller, "Nieuw", required=True)
    draft = credit_draft_create(original=issued, actor=None)
    content = DraftContent(
        lines=[line(original_line=issued.lines.get(), quantity=Decimal(1))],
        original=issued,
        extra={"vanzelf": draft.extra["vanzelf"]},
    )
    draft = draft_update(document=draft, actor=None, expected_version=1, content=content)
    note = issue(draft)
    year = str(clock.today().year)
    assert values_of(note) == {"oud": "toen", "vanzelf": year}
    assert issued_document(note).lines[0].extra[0].value == "W"


def test_the_search_finds_documents_by_their_values(seller: Account) -> None:
    make_field(seller, "Werf")
    make_field(seller, "Regio", kind="choice", options=["Regio Noord"])
    make_field(seller, "Op", "line", "date")
    make_field(seller, "Borg", "line", "amount")
    make_field(seller, "Vip", kind="boolean")
    draft = make_draft(seller, extra={"werf": "École Élan", "vip": "1"})
    issued = make_issued(
        seller,
        line(extra={"op": "2026-03-14", "borg": "1234.50"}),
        extra={"regio": "regio-noord"},
    )
    assert found(seller, "éLAN") == [draft.public_id]
    for text in ("regio noord", "14-03-2026", "2026-03-14", "1234,5", "1.234,50", "NOORD 14/03"):
        assert found(seller, text) == [issued.public_id], text
    assert found(seller, "regio zuid") == []
    other = make_seller(name="Ander")
    assert found(other, "noord") == []
    content = DraftContent(customer=draft.customer, lines=[line()])
    draft_update(document=draft, actor=None, expected_version=1, content=content)
    assert found(seller, "élan") == []
    assert DocumentExtraText.objects.filter(document=draft).count() == 0


def test_the_search_finds_customers_and_products_by_their_values(seller: Account) -> None:
    make_field(seller, "Regio", "customer")
    make_field(seller, "Maat", "product")
    make_customer(seller, name="Niet")
    wanted = make_customer(seller, name="Wel", extra={"regio": "Pajottenland"})
    product = product_create(
        account=seller, actor=None, values=ProductValues(name="Oven", extra={"maat": "XXL"})
    )
    assert list(customer_page(account=seller, search="pajot").object_list) == [wanted]
    assert list(product_page(account=seller, search="xxl").object_list) == [product]
    values = CustomerValues(name="Wel", extra={})
    customer_update(customer=wanted, actor=None, values=values)
    assert list(customer_page(account=seller, search="pajot").object_list) == []
    assert "extra_text" not in str(AuditEvent.objects.last().after)  # type: ignore[union-attr]


def test_values_of_a_field_that_was_put_away_stay_with_a_customer(seller: Account) -> None:
    field = make_field(seller, "Regio", "customer")
    customer = make_customer(seller, extra={"regio": "Noord"})
    extra_field_archive(field=field, actor=None)
    values = CustomerValues(name="Ander", extra=customer.extra)
    assert customer_update(customer=customer, actor=None, values=values).extra == {"regio": "Noord"}


def test_a_value_that_no_field_knows_is_not_stored(seller: Account) -> None:
    assert make_customer(seller, extra={"onbekend": "x"}).extra == {}
    draft = draft_create(account=seller, actor=None, content=DraftContent(extra={"onbekend": "x"}))
    assert draft.extra == {}
    assert Customer.objects.get().extra_text == ""
