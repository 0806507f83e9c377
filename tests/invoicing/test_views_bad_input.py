"""Whatever is typed: accepted, or refused with a reason beside the field; never lost."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from invoicing.models import Company, Customer, Document
from invoicing.services.extra_fields import extra_field_create
from tests.invoicing.builders import make_seller
from tests.invoicing.screens import draft_post, logged_in, text, url

pytestmark = pytest.mark.django_db

ACCEPTED = {
    "ten thousand characters": "a" * 10_000,
    "emoji": "Taart 🎂 met kaarsen 👩‍🍳",
    "right to left": "خبز \u202e قمح",
    "a formula": "=cmd|'/c calc'!A1",
    "markup": "<script>alert(1)</script>\"'&",
    "lines": "eerste\r\ntweede",
}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


@pytest.mark.parametrize("description", ACCEPTED.values(), ids=ACCEPTED)
def test_a_description_may_be_anything(client: Client, account: Account, description: str) -> None:
    data = draft_post(save="1", **{"lines-0-description": description})
    answer = client.post(url(account, "invoice_new"), data, follow=True)
    assert answer.status_code == 200
    stored = Document.objects.get().lines.get().description
    assert stored == description.replace("\r\n", "\n")
    assert "<script>alert" not in text(answer)


REFUSED = {
    "too long": ("lines-0-description", "a" * 10_001, "Schrijf hier hoogstens 10000 tekens."),
    "a NUL byte": ("lines-0-description", "a\x00b", "niet bewaard kan worden"),
    "text for a price": ("lines-0-unit_price", "gratis", "Dit is geen getal."),
    "two decimal marks": ("lines-0-unit_price", "1,2,3", "Dit is geen getal."),
    "not a number": ("lines-0-quantity", "NaN", "Dit is geen getal."),
    "infinity": ("lines-0-quantity", "Infinity", "Dit is geen getal."),
    "an exponent": ("lines-0-quantity", "1e99", "Dit is geen getal."),
    "digits of another script": ("lines-0-quantity", "١٢", "Dit is geen getal."),
    "huge": ("lines-0-unit_price", "9" * 40, "Dit getal is te groot"),
    "too precise": ("lines-0-unit_price", "0,00001", "hoogstens 4 cijfers na de komma"),
    "a percentage for a price": ("lines-0-unit_price", "21%", "Laat het procentteken weg"),
    "a control character": ("lines-0-description", "a\x07b", "onzichtbaar stuurteken"),
    "a non-character": ("note", "a\uffffb", "onzichtbaar stuurteken"),
    "delete": ("lines-0-unit", "a\x7fb", "onzichtbaar stuurteken"),
    "a second line": ("customer_reference", "a\nb", "onzichtbaar stuurteken"),
    "a line mark": ("lines-0-unit", "a\u2028b", "onzichtbaar stuurteken"),
    "turned direction": ("customer_reference", "a\u202eb", "leesrichting"),
    "isolated direction": ("lines-0-unit", "a\u2067b", "leesrichting"),
    "ambiguous": ("lines-0-unit_price", "1.250", "Is dit 1250 of 1,250?"),
    "huge together": ("lines-0-unit_price", "9999999999,9999", "onder 10.000.000.000"),
    "no choice": ("lines-0-vat", "domestisch", "Kies een van de mogelijkheden."),
    "a rate that does not exist": ("lines-0-vat", "domestic:99", "gelden deze btw-tarieven: 21"),
    "no date": ("issue_date", "31-02-2026", "Dit is geen datum."),
    "a slipped year": ("issue_date", "0026-11-20", "Kijk het jaar na"),
    "a negative term": ("payment_term_days", "-1", "van 0 tot 365"),
    "text for days": ("payment_term_days", "dertig", "Vul een aantal dagen van 0 tot 365 in."),
    "a long reference": ("customer_reference", "x" * 101, "hoogstens 100 tekens"),
}


@pytest.mark.parametrize(("name", "value", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_with_the_reason_and_stays_typed(
    client: Client, account: Account, name: str, value: str, reason: str
) -> None:
    answer = client.post(url(account, "invoice_new"), draft_post(save="1", **{name: value}))
    page = text(answer)
    assert answer.status_code == 422
    assert reason in page
    assert f'href="#id_{name}"' in page
    assert name == "lines-0-vat" or value.replace("\x00", "") in page.replace("\x00", "")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("vat_number", "BE 0777.000.188", "BE0777000188 klopt niet: de controlecijfers"),
        ("vat_number", "BE 0777.000", "Een Belgisch btw-nummer heeft 10 cijfers"),
        ("enterprise_number", "123", "Een ondernemingsnummer heeft 10 cijfers"),
        ("email", "geen adres", "Een e-mailadres ziet eruit als"),
        ("name", "", "Vul de naam van de klant in."),
        ("name", "a\x00b", "niet bewaard kan worden"),
        ("name", "x" * 201, "hoogstens 200 tekens"),
        ("name", "a\x1bb", "onzichtbaar stuurteken"),
        ("name", "a\r\nb", "onzichtbaar stuurteken"),
        ("name", "a\u202eb", "leesrichting"),
        ("vat_number", "NL850000014B01", "Kies eerst het land Nederland."),
        ("vat_number", "DE136695976", "Kies eerst dat land."),
        ("payment_term_days", "abc", "Vul een aantal dagen van 0 tot 365 in."),
        ("country", "XX", "Kies een van de mogelijkheden."),
    ],
)
def test_a_customer_is_refused_with_the_reason(
    client: Client, account: Account, name: str, value: str, reason: str
) -> None:
    data = {"name": "Café", "country": "BE", "language": "nl", "is_business": "on"}
    answer = client.post(url(account, "customer_new"), data | {name: value})
    assert answer.status_code == 422
    assert reason in text(answer)
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    "name", ["=cmd|'/c calc'!A1", "مخبز السلام", "Hotel De Zwaan 🦢", "@SUM(A1)", "-2+3"]
)
def test_a_customer_may_have_any_name(client: Client, account: Account, name: str) -> None:
    data = {"name": name, "country": "BE", "language": "nl"}
    client.post(url(account, "customer_new"), data)
    assert Customer.objects.get().name == name
    assert client.get(url(account, "customer_list")).status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("iban", "BE80 7770 0000 0178", "Een IBAN begint met de landcode"),
        ("bic", "GKCC", "Een BIC heeft 8 of 11 tekens"),
        ("bic", "12345678", "Een BIC heeft 8 of 11 tekens"),
        ("name", "a\x1bb", "onzichtbaar stuurteken"),
        ("vat_number", "NL850000014B01", "Een Belgisch btw-nummer heeft 10 cijfers"),
        ("vat_number", "NL1", "Een Belgisch btw-nummer heeft 10 cijfers"),
        ("website", "niet een site", "Een website ziet eruit als"),
        ("payment_term_days", "400", "365"),
        ("name", "", "Vul dit in."),
    ],
)
def test_company_details_are_refused_with_the_reason(
    client: Client, account: Account, name: str, value: str, reason: str
) -> None:
    data = {"name": "Oven BV", "country": "BE", "language": "nl", "payment_term_days": "30"}
    answer = client.post(url(account, "settings_company"), data | {name: value})
    assert answer.status_code == 422
    assert reason in text(answer)
    assert value in text(answer)


def test_an_extra_field_is_checked_as_every_text(client: Client, account: Account) -> None:
    extra_field_create(account=account, actor=None, level="line", label="Werf", type="text")
    data = draft_post(save="1", **{"lines-0-extra-werf": "a\u202eb"})
    assert "leesrichting" in text(client.post(url(account, "invoice_new"), data))


def test_the_country_of_a_company_is_that_of_its_account(client: Client, account: Account) -> None:
    data = {"name": "Oven BV", "country": "NL", "language": "nl", "payment_term_days": "30"}
    client.post(url(account, "settings_company"), data | {"bic": "gkcc be bb"})
    company = Company.objects.get(account=account)
    assert (company.name, company.country, company.bic) == ("Oven BV", "BE", "GKCCBEBB")


def test_addresses_with_odd_ids_are_just_not_found(client: Client, account: Account) -> None:
    for odd in ("x" * 300, "a%00b", "..", "1'--"):
        assert client.get(f"/{account.slug}/invoices/{odd}/").status_code == 404
    answer = client.post(url(account, "invoice_new"), draft_post(draft="a\x00b"))
    assert answer.status_code == 404
