"""What happened to a document, one line each, as people tell it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from accounts import clock
from accounts.audit import events_for
from accounts.models import Account, AuditEvent
from connectors.core.tellers import booking_words
from invoicing.models import Document
from invoicing.services.crediting import credit_draft_create
from invoicing.services.drafts import DraftContent, draft_update
from invoicing.services.issuing import document_issue
from invoicing.services.payments import payment_record, payment_reverse
from invoicing.timeline import moments
from tests.accounts.builders import add_member, owner_of
from tests.invoicing.builders import line, make_draft, make_issued, make_seller

D = Decimal


@pytest.fixture
def seller(db: None) -> Account:
    return make_seller()


def told(document: Document) -> list[tuple[str, str]]:
    """The timeline from the beginning."""
    events = events_for(document.account, "document", document.public_id)
    return [(moment.text, moment.detail.replace("\u00a0", " ")) for moment in moments(events)][::-1]


def test_the_story_of_an_invoice_is_whole(seller: Account) -> None:
    draft = make_draft(seller, line("100"))
    other = add_member(seller, "bookkeeper")
    content = DraftContent(customer=draft.customer, lines=[line("150")])
    draft = draft_update(
        document=draft, actor=other, content=content, expected_version=draft.version
    )
    issued = document_issue(document=draft, actor=other)
    payment, _new = payment_record(
        document=issued,
        date=clock.today(),
        amount=D("181.50"),
        source="manual",
        source_reference="1",
        actor=owner_of(seller),
    )
    payment_reverse(payment=payment, actor=owner_of(seller))
    words = told(issued)
    assert [text.replace("\u00a0", " ") for text, _detail in words] == [
        "Concept gemaakt",
        "Concept gewijzigd",
        "Factuur verstuurd",
        "€ 181,50 betaald: ontvangen",
        "€ 181,50 staat weer open: teruggedraaid",
    ]
    assert words[1][1] == "Totaal van € 121,00 naar € 181,50"
    assert issued.number in words[2][1]


def test_a_credit_note_is_called_one(seller: Account) -> None:
    draft = credit_draft_create(original=make_issued(seller), actor=owner_of(seller))
    issued = document_issue(document=draft, actor=owner_of(seller))
    assert told(issued)[-1][0] == "Creditnota verstuurd"
    with override("fr"):
        assert told(issued)[-1][0] != ""


def event(action: str, **after: Any) -> AuditEvent:
    return AuditEvent(action=action, after=after, before={})


@pytest.mark.parametrize(
    ("given", "text", "detail"),
    [
        (event("booking.sending"), "Naar de boekhouding gestuurd", ""),
        (event("booking.booked", number="77"), "Geboekt in de boekhouding", "77"),
        (
            event(
                "booking.refused",
                code="x",
                original="Periode gesloten",
                message="De periode van %(day)s is gesloten.",
                params={"day": "20-11"},
            ),
            "Niet geboekt",
            "De periode van 20-11 is gesloten. (Periode gesloten)",
        ),
        (event("booking.refused", original="Fout 7"), "Niet geboekt", "(Fout 7)"),
        (event("booking.unknown"), "Geen duidelijk antwoord", ""),
        (event("booking.absent"), "De boeking staat er niet", ""),
        (event("booking.conflict"), "Verschil tussen de factuur en de boeking", ""),
        (event("booking.number_changed", got="8", sent="7"), "8 gekregen in plaats van 7", ""),
    ],
)
def test_every_step_of_a_booking_has_words(given: AuditEvent, text: str, detail: str) -> None:
    words = booking_words(given)
    assert words is not None
    assert text in words.text
    assert detail in words.detail
