"""Exact's refusals have no code, only words: each is told apart, and nothing else is taken for
one."""

from __future__ import annotations

import json

import pytest

from connectors.core.errors import Who
from connectors.exact.refusals import is_known, is_outage, problem_for, stops_everything
from tests.connectors.exact.shop import BE, Shop
from tests.shared_data import reference_file

KNOWN = [
    ("Periode is afgesloten: 2026 - 1", "period_closed"),
    ("Period is closed: 2026 - 1", "period_closed"),
    ("La période est clôturée : 2026 - 1", "period_closed"),
    ("In gebruik: Boekstuknummer", "number_in_use"),
    ("In use: Entry number", "number_in_use"),
    ("Utilisé : Numéro d'écriture", "number_in_use"),
    ("Already exists - Entry number", "number_in_use"),
    ("Ongeldig: Boekstuknummer", "number_refused"),
    ("Ongeldig: Klant (Type)", "not_a_customer"),
    ("Invalid: Customer (Type)", "not_a_customer"),
    ("Non valide : Client (Type)", "not_a_customer"),
    ("Ongeldige referentie: Klant", "relation_gone"),
    ("Invalid reference: Customer", "relation_gone"),
    ("Référence non valide : Client", "relation_gone"),
    (
        "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte "
        "verkoopdagboek",
        "receivables_account",
    ),
    ("Ongeldig: Grootboekrekeningtype", "account_type"),
    ("Non valide : Type de compte général", "account_type"),
    ("Invalid: G/L account type", "account_type"),
    ("Ongeldige referentie: Journals", "journal"),
    ("Ongeldig: Dagboek", "journal"),
    ("Ongeldig: Btw-percentage []", "vat_code"),
    ("Niet toegestaan: Btw-code", "vat_code"),
    ("Non autorisé : Code TVA", "vat_code"),
    ("Verplicht: Betalingsconditie", "payment_condition"),
    ("Verplicht: Kostenplaats", "cost_centre"),
    ("Obligatoire : Centre de frais", "cost_centre"),
    ("Document Type not allowed", "my_office_user"),
    ("Documenttype niet toegestaan", "my_office_user"),
    ("Bestaat reeds: Code", "business"),
    ("Ongeldig: T/m", "business"),
    ("Te lang: YourRef", "business"),
    ("Reeds verwerkt", "business"),
]
UNKNOWN = [
    "",
    "Unknown error in journal",
    "Unknown error",
    "Not found",
    "Invalid operation while reading the journal of sales entries",
    "Timeout expired. The timeout period elapsed prior to completion of the operation.",
    "A problem has occurred. The cause of this issue will be investigated as soon as possible.",
    "Object reference not set to an instance of an object.",
    "Transaction was deadlocked: the entry number may be in use",
    "De sterren staan niet goed",
]


@pytest.mark.parametrize(("text", "code"), KNOWN)
def test_known_words_name_their_cause_and_a_cure(text: str, code: str) -> None:
    assert is_known(text)
    problem = problem_for(500, text, "")
    assert problem.code == code
    assert problem.original == text
    assert problem.message_text
    assert problem.cure_text


@pytest.mark.parametrize("text", UNKNOWN)
def test_other_words_are_never_taken_for_a_refusal(text: str) -> None:
    assert not is_known(text)


def test_an_outage_is_told_from_a_refusal() -> None:
    assert is_outage("A problem has occurred. The cause of this issue will be investigated ...")
    assert not is_outage("Ongeldig: Dagboek")


@pytest.mark.parametrize(
    "reason",
    [
        "BlockedUser",
        "InactiveUser",
        "BlockedCustomer",
        "LicenseExpired",
        "DivisionBlocked",
        "NoDivisionAccess",
    ],
)
def test_the_reason_of_a_403_comes_before_its_words(reason: str) -> None:
    problem = problem_for(403, "Forbidden", reason)
    assert problem.code == f"reason_{reason}"
    assert problem.who in (Who.OWNER, Who.BOOKKEEPER)
    assert stops_everything(problem)


def test_a_scope_is_for_the_helpdesk_and_a_bare_403_for_the_bookkeeper() -> None:
    scope = problem_for(403, "Forbidden - Application Scope Violated. Cannot read", "")
    assert (scope.code, scope.who) == ("scope", Who.HELPDESK)
    assert problem_for(403, "Forbidden", "").code == "forbidden"


def test_every_recorded_business_text_is_understood() -> None:
    bodies = json.loads(reference_file("exact/error-bodies.json").read_text())
    texts = [
        row["body"]["error"]["message"]["value"]
        for row in bodies["rest"]
        if row["http"] == 500 and isinstance(row.get("body"), dict)
    ]
    assert len(texts) > 3
    assert [text for text in texts if not is_known(text) and not is_outage(text)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_simulators_refusals_are_known_in_every_language(shop: Shop, language: str) -> None:
    shop.sim.control("user", user="kantoor", language=language)
    other = shop.book().relation_id
    codes = []
    shop.change_relation(other, GLAR="00000000-0000-4000-8000-000000000001")
    codes.append(shop.book().problem["code"])
    shop.change_relation(other, GLAR=None, Status="A")
    codes.append(shop.book().problem["code"])
    shop.change_relation(other, Status="C")
    shop.sim.control("period", division=BE, year=2027, period=5)
    codes.append(shop.book().problem["code"])
    assert codes == ["receivables_account", "not_a_customer", "period_closed"]
    assert not shop.calls(method="GET"), "none of them needed a second look"
