"""What the owner reads when an e-invoice may not go: what to change and where, no rule ids."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Account
from invoicing.models import Company, Customer, Document, DocumentLine, NumberSeries
from invoicing.services.issuing import IssueRefused, document_issue
from tests.invoicing.builders import line, make_customer, make_draft, make_seller
from tests.invoicing.screens import logged_in, text, url
from tests.shared_data import shared_file

pytestmark = pytest.mark.django_db
RULE_ID = re.compile(r"\b(BR|PEPPOL|NL-R|UBL-(SR|CR|DT))-|urn:|XSD|xpath")
GOODS = {"treatment": "eu_goods", "vat_rate": Decimal(0)}

# What is wrong -> (whose row, its columns, what the screen says).
CASES: dict[str, tuple[type, dict[str, Any], str]] = {
    "no address": (Customer, {"street": "", "city": ""}, "Vul het adres van de klant aan"),
    "no number": (Company, {"enterprise_number": ""}, "ondernemings- of KvK-nummer"),
    "no bank account": (Company, {"iban": ""}, "Vul eerst je bedrijfsgegevens aan: IBAN"),
    "own VAT number without BE": (Company, {"vat_number": "0777000187"}, "met de landcode"),
    "a slip in the number": (Customer, {"enterprise_number": "0428759490"}, "tikfout"),
    "a number too short": (Customer, {"enterprise_number": "04287"}, "10 cijfers"),
    "a scheme of Peppol": (Customer, {"peppol_id": "0000:1"}, "bv. 0208:0777000187"),
    "own Peppol address": (Company, {"peppol_id": "0208:123"}, "je Peppol-adres na"),
    "a country": (Customer, {"country": "XX"}, "Kies een land uit de lijst"),
    "reverse charge, no number": (Customer, {"vat_number": ""}, "Zet het btw-nummer bij de klant"),
    "no text on a line": (DocumentLine, {"description": ""}, "Schrijf wat je levert"),
    "goods that stay at home": (
        DocumentLine,
        {"treatment": "eu_goods", "vat_rate": Decimal(0)},
        "ander EU-land",
    ),
}


@pytest.fixture
def seller(settings: Settings) -> Account:
    settings.UBL_RULES_DIR = str(shared_file("einvoice"))
    return make_seller()


def spoiled(seller: Account, wrong: str) -> Document:
    """A draft with one thing wrong that no form would let through."""
    model, columns, _words = CASES[wrong]
    given = line(treatment="be_cocontractor") if "reverse" in wrong else line()
    customer = make_customer(seller)
    if model is Customer:
        Customer.objects.filter(pk=customer.pk).update(**columns)
    if model is Company:
        Company.objects.filter(account=seller).update(**columns)
    draft = make_draft(seller, given, customer=Customer.objects.get(pk=customer.pk))
    if model is DocumentLine:
        draft.lines.update(**columns)
    return draft


@pytest.mark.parametrize("wrong", CASES)
def test_the_owner_reads_what_to_change_in_plain_words(seller: Account, wrong: str) -> None:
    draft = spoiled(seller, wrong)
    page = text(logged_in(seller).get(url(seller, "invoice_issue", draft.public_id)))
    assert CASES[wrong][2] in page
    assert RULE_ID.search(re.sub(r"<[^>]*>", " ", page)) is None
    with pytest.raises(IssueRefused):
        document_issue(document=draft, actor=None)
    assert not NumberSeries.objects.exists()
