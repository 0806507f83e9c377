"""Crediting on the screen: by line, twice pressed, by two people, refused with what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, Membership, Role, User
from invoicing.models import Document
from invoicing.services.crediting import CreditLine, credit_draft_create
from invoicing.services.extra_fields import extra_field_create
from invoicing.services.issuing import document_issue
from invoicing.services.payments import payment_record
from tests.accounts.builders import make_user, owner_of
from tests.invoicing.builders import line, make_draft, make_issued, make_seller
from tests.invoicing.screens import HTMX, logged_in, text, url

pytestmark = pytest.mark.django_db
D = Decimal
KEY = "creditkeycredit2"


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


@pytest.fixture
def original(account: Account) -> Document:
    oven, flour = line("100", quantity=D(3)), line("50", description="Bloem", vat_rate=D(6))
    return make_issued(account, oven, flour)


def post(*choices: str, **values: Any) -> dict[str, Any]:
    """What the form sends: per line 'all', 'nothing', 'quantity 2' or 'amount 12,50'."""
    data: dict[str, Any] = {"form_key": KEY, "draft": "", "version": "", "review": "1"} | values
    for index, choice in enumerate(choices):
        what, _blank, value = choice.partition(" ")
        data |= {f"lines-{index}-what": what, f"lines-{index}-value": value}
    return data


def notes(original: Document) -> list[Document]:
    return list(Document.objects.filter(original=original).order_by("pk"))


def credited(original: Document, **values: Any) -> Document:
    draft = credit_draft_create(original=original, actor=None, **values)
    return document_issue(document=draft, actor=None)


def test_the_page_shows_each_line_with_what_is_left(
    client: Client, account: Account, original: Document
) -> None:
    first = original.lines.all()[0]
    credited(original, lines=[CreditLine(line=first, quantity=D(1))])
    page = text(client.get(url(account, "credit_new", original.public_id)))
    assert "€ 200,00" in page
    assert "2 st." in page
    assert "€ 50,00" in page


def test_a_choice_per_line_makes_a_draft_and_goes_on_to_the_last_look(
    client: Client, account: Account, original: Document
) -> None:
    data = post("quantity 2", "amount 12,50", note="Te veel geleverd")
    answer = client.post(url(account, "credit_new", original.public_id), data)
    (draft,) = notes(original)
    assert answer["Location"] == url(account, "invoice_issue", draft.public_id)
    assert (draft.net, draft.vat, draft.note) == (D("212.50"), D("42.75"), "Te veel geleverd")
    page = text(client.get(answer["Location"]))
    assert "Creditnota versturen" in page
    assert original.number in page


def test_everything_is_chosen_by_one_button_and_what_was_typed_stays(
    client: Client, account: Account, original: Document
) -> None:
    data = post("nothing", "nothing", choose="all", note="Retour")
    page = text(client.post(url(account, "credit_new", original.public_id), data))
    assert page.count('value="all" selected') == 2
    assert "€ 416,00" in page
    assert "Retour" in page
    assert notes(original) == []


def test_pressing_twice_makes_one_draft(
    client: Client, account: Account, original: Document
) -> None:
    path = url(account, "credit_new", original.public_id)
    answers = [client.post(path, post("all", "all")) for _turn in range(3)]
    (draft,) = notes(original)
    assert draft.public_id == KEY
    assert {answer.status_code for answer in answers} == {302}


def test_too_much_is_said_next_to_its_line_and_nothing_typed_is_lost(
    client: Client, account: Account, original: Document
) -> None:
    data = post("quantity 4", "amount 50,01", note="Blijft staan")
    answer = client.post(url(account, "credit_new", original.public_id), data)
    page = text(answer)
    assert answer.status_code == 422
    assert "Van deze lijn zijn er nog 3 te crediteren." in page
    assert "Van deze lijn is nog € 50,00 te crediteren." in page
    assert 'href="#id_lines-0-value"' in page
    assert 'value="50,01"' in page
    assert "Blijft staan" in page
    assert notes(original) == []


def test_what_is_left_is_said_in_the_language_of_the_reader(
    client: Client, account: Account, original: Document
) -> None:
    data = post("nothing", "amount 50,01")
    path = url(account, "credit_new", original.public_id)
    User.objects.filter(pk=owner_of(account).pk).update(language="fr")
    assert "50,00 €" in text(client.post(path, data))


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("quantity", "Vul in hoeveel stuks je crediteert."),
        ("amount", "Vul in welk bedrag je crediteert."),
        ("amount veel", "Dit is geen getal"),
        ("amount 1,005", "Schrijf hoogstens 2 cijfers na de komma."),
        ("quantity 0", "Vul meer dan 0 in."),
        ("quantity -1", "Vul meer dan 0 in."),
        ("amount 0", "Vul meer dan 0 in."),
        ("amount -5", "Vul meer dan 0 in."),
        ("alles", "Kies een van de mogelijkheden."),
        ("amount 99999999999", "te groot"),
    ],
)
def test_bad_input_is_answered_with_what_is_expected(
    client: Client, account: Account, original: Document, choice: str, words: str
) -> None:
    answer = client.post(url(account, "credit_new", original.public_id), post(choice, "nothing"))
    assert answer.status_code == 422
    assert words in text(answer)
    assert notes(original) == []


def test_choosing_nothing_is_told(client: Client, account: Account, original: Document) -> None:
    answer = client.post(url(account, "credit_new", original.public_id), post("nothing", "nothing"))
    assert answer.status_code == 422
    assert "Kies wat je crediteert." in text(answer)
    assert client.post(url(account, "credit_new", original.public_id), {}).status_code == 422


def test_a_figure_that_the_choice_does_not_need_is_left_alone(
    client: Client, account: Account, original: Document
) -> None:
    client.post(url(account, "credit_new", original.public_id), post("all 2x", "nothing 5"))
    assert notes(original)[0].net == D("300.00")


def test_htmx_gets_the_amounts_and_stores_nothing(
    client: Client, account: Account, original: Document
) -> None:
    path = url(account, "credit_new", original.public_id)
    page = text(client.post(path, post("quantity 2", "amount 60"), headers=HTMX))
    assert "<html" not in page
    assert "€ 242,00" in page
    assert "Van deze lijn is nog € 50,00 te crediteren." in page
    assert notes(original) == []


def test_a_draft_is_chosen_anew_and_shows_what_was_chosen(
    client: Client, account: Account, original: Document
) -> None:
    client.post(url(account, "credit_new", original.public_id), post("quantity 2", "amount 12,5"))
    (draft,) = notes(original)
    page = text(client.get(url(account, "credit_edit", draft.public_id)))
    assert 'value="2"' in page
    assert 'value="12,50"' in page or 'value="12,5"' in page
    data = post("all", "nothing", draft=draft.public_id, version=draft.version, language="fr")
    answer = client.post(url(account, "credit_edit", draft.public_id), data)
    assert answer["Location"] == url(account, "invoice_issue", draft.public_id)
    draft.refresh_from_db()
    assert (draft.net, draft.language, draft.original) == (D("300.00"), "fr", original)


def test_the_editor_of_invoices_sends_a_credit_note_to_its_own(
    client: Client, account: Account, original: Document
) -> None:
    draft = credit_draft_create(original=original, actor=None)
    answer = client.get(url(account, "invoice_edit", draft.public_id))
    assert answer["Location"] == url(account, "credit_edit", draft.public_id)
    assert client.get(url(account, "credit_edit", original.public_id)).status_code == 404


def test_the_second_person_is_told_and_nothing_is_overwritten(
    client: Client, account: Account, original: Document
) -> None:
    draft = credit_draft_create(original=original, actor=None)
    path = url(account, "credit_edit", draft.public_id)
    seen = {"draft": draft.public_id, "version": draft.version, "save": "1"}
    client.post(path, post("quantity 1", "nothing", **seen))
    colleague = Client()
    colleague.force_login(owner_of(account))
    late = post("quantity 2", "nothing", **seen) | {"form_key": "anotherkeyanothe"}
    answer = colleague.post(path, late)
    assert answer.status_code == 409
    assert "Iemand anders heeft deze creditnota intussen gewijzigd." in text(answer)
    assert 'value="2"' in text(answer)
    draft.refresh_from_db()
    assert draft.net == D("100.00")
    colleague.post(path, late | {"overwrite": draft.version})
    draft.refresh_from_db()
    assert draft.net == D("200.00")


def test_a_rest_that_somebody_else_took_is_said_with_what_is_left_now(
    client: Client, account: Account, original: Document
) -> None:
    first, second = original.lines.all()
    mine = credit_draft_create(
        original=original,
        actor=None,
        lines=[CreditLine(line=first, quantity=D(2)), CreditLine(line=second, amount=D(40))],
    )
    credited(original, lines=[CreditLine(line=first, quantity=D(2))])
    page = text(client.get(url(account, "credit_edit", mine.public_id)))
    assert "Er is intussen meer gecrediteerd." in page
    assert "Van deze lijn zijn er nog 1 te crediteren." in page
    assert 'value="40,00"' in page or 'value="40"' in page
    issue = client.post(url(account, "invoice_issue", mine.public_id), {"version": mine.version})
    assert issue.status_code == 422
    assert url(account, "credit_edit", mine.public_id) in text(issue)
    data = post("quantity 2", "amount 40", draft=mine.public_id, version=mine.version)
    refused = client.post(url(account, "credit_edit", mine.public_id), data)
    assert refused.status_code == 422
    assert "Van deze lijn zijn er nog 1 te crediteren." in text(refused)


def test_a_draft_of_which_nothing_is_left_says_so(
    client: Client, account: Account, original: Document
) -> None:
    mine = credit_draft_create(original=original, actor=None)
    credited(original)
    path = url(account, "credit_edit", mine.public_id)
    assert "Van deze lijn is niets meer te crediteren." in text(client.get(path))
    data = post("all", "all", draft=mine.public_id, version=mine.version)
    assert "niets meer te crediteren" in text(client.post(path, data))
    client.post(url(account, "invoice_delete", mine.public_id), {"version": mine.version})
    assert mine not in notes(original)


def test_an_open_draft_is_pointed_at(client: Client, account: Account, original: Document) -> None:
    draft = credit_draft_create(original=original, actor=None)
    page = text(client.get(url(account, "credit_new", original.public_id)))
    assert "Er is al een concept-creditnota bij deze factuur: € 416,00" in page
    assert url(account, "credit_edit", draft.public_id) in page
    assert "Er is een concept-creditnota" in text(
        client.get(url(account, "invoice_detail", original.public_id))
    )
    own = text(client.get(url(account, "credit_edit", draft.public_id)))
    assert "Er is al een concept" not in own


@pytest.mark.parametrize("kind", ["draft", "note", "whole"])
def test_what_cannot_be_credited_says_why(client: Client, account: Account, kind: str) -> None:
    document = make_issued(account)
    if kind == "draft":
        document = make_draft(account)
    elif kind in ("note", "whole"):
        note = credited(document)
        document = note if kind == "note" else document
    words = {
        "draft": "Alleen een verstuurde factuur kan gecrediteerd worden.",
        "note": "Alleen een verstuurde factuur kan gecrediteerd worden.",
        "whole": "niets meer te crediteren",
    }
    path = url(account, "credit_new", document.public_id)
    for answer in (client.get(path, follow=True), client.post(path, post("all"), follow=True)):
        assert words[kind] in text(answer)
    if kind != "draft":
        assert path not in text(client.get(url(account, "invoice_detail", document.public_id)))


def test_the_invoice_and_its_credit_note_point_at_each_other(
    client: Client, account: Account, original: Document
) -> None:
    note = credited(original)
    mine = text(client.get(url(account, "invoice_detail", original.public_id)))
    assert "€ 416,00 gecrediteerd met" in mine
    assert note.number in mine
    assert "Gecrediteerd" in mine
    theirs = text(client.get(url(account, "invoice_detail", note.public_id)))
    assert url(account, "invoice_detail", original.public_id) in theirs
    assert "Verrekend" in theirs
    assert "Te betalen" not in theirs
    assert "Creditnota verstuurd" in theirs


def test_what_was_paid_is_to_be_paid_back(
    client: Client, account: Account, original: Document
) -> None:
    payment_record(
        document=original,
        date=original.issue_date,  # type: ignore[arg-type]
        amount=original.gross,
        source="manual",
        source_reference="1",
    )
    note = credited(original)
    assert "Nog terug te storten: € 416,00" in text(
        client.get(url(account, "invoice_detail", original.public_id))
    )
    page = text(client.get(url(account, "invoice_detail", note.public_id)))
    assert "Terug te storten" in page
    assert "Terugstorting noteren" in page


def test_extra_fields_are_those_of_the_invoice_and_can_be_changed(
    client: Client, account: Account
) -> None:
    for level, label in (("document", "Werf"), ("line", "Lot")):
        extra_field_create(account=account, actor=None, level=level, label=label, type="text")
    original = make_issued(account, line(extra={"lot": "L1"}), extra={"werf": "Dok 3"})
    path = url(account, "credit_new", original.public_id)
    page = text(client.get(path))
    assert 'value="Dok 3"' in page
    assert 'value="L1"' in page
    client.post(path, post("all", **{"extra-werf": "Dok 4", "lines-0-extra-lot": "L2"}))
    (draft,) = notes(original)
    assert (draft.extra, draft.lines.get().extra) == ({"werf": "Dok 4"}, {"lot": "L2"})


def test_who_may_only_look_credits_nothing(account: Account, original: Document) -> None:
    viewer = make_user("kijker")
    Membership.objects.create(account=account, user=viewer, role=Role.VIEWER)
    browser = Client()
    browser.force_login(viewer)
    path = url(account, "credit_new", original.public_id)
    assert {browser.get(path).status_code, browser.post(path, post("all")).status_code} == {403}
    assert path not in text(browser.get(url(account, "invoice_detail", original.public_id)))
    assert notes(original) == []


def test_the_list_shows_credit_notes_apart(
    client: Client, account: Account, original: Document
) -> None:
    note = credited(original)
    page = text(client.get(url(account, "invoice_list") + "?filter=credit"))
    assert note.number in page
    assert f">{original.number}<" not in page
    assert "€ -416,00" in page or "-€ 416,00" in page or "€ −416,00" in page
