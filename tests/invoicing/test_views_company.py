"""The page of the company: what is saved, what is refused beside its field, and the example."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Account
from invoicing.models import Company, Logo
from invoicing.pdf.pictures import BROKEN, DRAWING, NO_PICTURE, TOO_HEAVY, TOO_LARGE
from invoicing.services.logos import logo_keep
from tests.invoicing.builders import make_seller
from tests.invoicing.pictures import JPEG, PNG_WITH_SCRIPT, SVG, png
from tests.invoicing.screens import logged_in, text, url

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Oventechniek Demo BV",
    "legal_form": "BV",
    "street": "Bakkersstraat 7",
    "postal_code": "9000",
    "city": "Gent",
    "court": "Gent",
    "vat_number": "BE 0777.000.187",
    "enterprise_number": "0777.000.187",
    "iban": "BE80 7770 0000 0177",
    "payment_term_days": "30",
    "language": "nl",
    "creditor_id": "BE96 ZZZ 0777 000 187",
    "uses_oss": "on",
    "colour": "#9a3412",
    "footer": "Onze voorwaarden staan op oventechniek.example.",
    "peppol_id": "0208:0777000187",
}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def with_file(content: bytes, **more: Any) -> dict[str, Any]:
    return TYPED | {"logo": SimpleUploadedFile("logo.png", content)} | more


def shown_sha256(page: str) -> str:
    found = re.search(r'name="logo_sha256" value="(\w*)"', page)
    assert found
    return found[1]


def sample_in(page: str) -> str:
    found = re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
    assert found
    return base64.b64decode(found[1]).decode()


def test_every_detail_is_kept(client: Client, account: Account) -> None:
    answer = client.post(url(account, "settings_company"), TYPED)
    assert answer.status_code == 302
    company = Company.objects.get(account=account)
    kept = {name: getattr(company, name) for name in TYPED}
    assert kept == TYPED | {
        "vat_number": "BE0777000187",
        "enterprise_number": "0777000187",
        "iban": "BE80777000000177",
        "creditor_id": "BE96ZZZ0777000187",
        "payment_term_days": 30,
        "uses_oss": True,
    }
    assert not company.einvoice_with_pdf


def test_each_country_is_asked_its_own() -> None:
    asked = {}
    for country in ("BE", "NL"):
        account = make_seller(country, name=country)
        page = text(logged_in(account).get(url(account, "settings_company")))
        asked[country] = set(re.findall(r'name="(\w+)"', page))
    assert asked["NL"] - asked["BE"] == {"g_iban", "g_bic", "payroll_tax_number"}
    assert asked["BE"] - asked["NL"] == {"court"}


def test_a_dutch_company_keeps_its_g_account() -> None:
    account = make_seller("NL")
    typed = {
        "name": "Flexwerk",
        "language": "nl",
        "payment_term_days": "14",
        "g_iban": "NL02 INGB 0990 0001 23",
        "g_bic": "ingbnl2a",
        "payroll_tax_number": "850000014 L 01",
    }
    client = logged_in(account)
    assert client.post(url(account, "settings_company"), typed).status_code == 302
    company = Company.objects.get(account=account)
    assert (company.g_iban, company.g_bic) == ("NL02INGB0990000123", "INGBNL2A")
    assert company.payroll_tax_number == "850000014L01"
    refused = client.post(url(account, "settings_company"), typed | {"g_bic": "GEEN BIC"})
    assert refused.status_code == 422
    assert "Een BIC heeft 8 of 11 tekens" in text(refused)


def test_a_logo_is_cleaned_kept_and_shown(client: Client, account: Account) -> None:
    assert (
        client.post(url(account, "settings_company"), with_file(PNG_WITH_SCRIPT)).status_code == 302
    )
    company = Company.objects.get(account=account)
    page = text(client.get(url(account, "settings_company")))
    assert shown_sha256(page) == company.logo_sha256
    picture = client.get(url(account, "company_logo", company.logo_sha256))
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert b"script" not in picture.content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, DRAWING),
        (png(30_000, 30_000, rows=1), TOO_LARGE),
        (b"Dit is gewone tekst.", NO_PICTURE),
        (png()[:70], BROKEN),
        (png() + b"x" * 2 * 1024 * 1024, TOO_HEAVY),
    ],
    ids=["svg with a script", "bomb", "text", "cut off", "too heavy"],
)
def test_a_logo_that_cannot_be_one_is_refused_beside_its_field(
    client: Client, account: Account, content: bytes, sentence: str
) -> None:
    answer = client.post(url(account, "settings_company"), with_file(content, name="Nieuwe naam"))
    page = text(answer)
    assert answer.status_code == 422
    assert page.count(sentence) == 2
    assert 'id="id_logo_error"' in page
    assert 'value="Nieuwe naam"' in page
    assert not Logo.objects.exists()
    assert Company.objects.get(account=account).name != "Nieuwe naam"


def test_a_good_logo_is_not_lost_by_a_mistake_elsewhere(client: Client, account: Account) -> None:
    refused = client.post(url(account, "settings_company"), with_file(JPEG, iban="BE00"))
    assert refused.status_code == 422
    sha256 = shown_sha256(text(refused))
    assert Logo.objects.get().sha256 == sha256
    assert Company.objects.get(account=account).logo_sha256 == ""
    client.post(url(account, "settings_company"), TYPED | {"logo_sha256": sha256})
    assert Company.objects.get(account=account).logo_sha256 == sha256


def test_a_logo_is_taken_away_or_replaced(client: Client, account: Account) -> None:
    address = url(account, "settings_company")
    client.post(address, with_file(png()))
    first = Company.objects.get(account=account).logo_sha256
    client.post(address, with_file(JPEG, logo_sha256=first, logo_remove="on"))
    second = Company.objects.get(account=account).logo_sha256
    assert second not in {"", first}
    client.post(address, TYPED | {"logo_sha256": second, "logo_remove": "on"})
    assert Company.objects.get(account=account).logo_sha256 == ""
    assert Logo.objects.count() == 2


def test_the_example_shows_what_is_typed_and_keeps_nothing(
    client: Client, account: Account
) -> None:
    address = url(account, "company_sample")
    typed = TYPED | {"colour": "#fde047", "iban": "geen", "footer": ""}
    plain = sample_in(text(client.get(url(account, "settings_company"))))
    assert "#fde047" not in plain
    page = text(client.post(address, typed, headers={"HX-Request": "true"}))
    assert "#fde047" in sample_in(page)
    assert "<form" not in page
    whole = text(client.post(address, typed))
    assert "#fde047" in sample_in(whole)
    assert 'value="geen"' in whole
    assert Company.objects.get(account=account).colour == ""


def test_the_example_tells_at_once_that_a_logo_is_none(client: Client, account: Account) -> None:
    address = url(account, "company_sample")
    refused = text(client.post(address, with_file(SVG), headers={"HX-Request": "true"}))
    assert DRAWING in refused
    assert 'hx-swap-oob="true"' in refused
    taken = text(client.post(address, with_file(png()), headers={"HX-Request": "true"}))
    assert "data:image/png;base64," in sample_in(taken)
    assert shown_sha256(taken) == Logo.objects.get().sha256


def test_a_logo_of_another_account_does_not_exist(client: Client, account: Account) -> None:
    others = logo_keep(account=make_seller(name="Ander"), picture=b"png")
    assert client.get(url(account, "company_logo", others.sha256)).status_code == 404
    typed = TYPED | {"logo_sha256": others.sha256}
    assert client.post(url(account, "company_sample"), typed).status_code == 200
    answer = client.post(url(account, "settings_company"), typed)
    assert answer.status_code == 422
    assert "Dit logo is er niet meer" in text(answer)


def test_an_enormous_upload_is_refused_unread(client: Client, account: Account) -> None:
    answer = client.post(url(account, "settings_company"), with_file(b"x" * 11 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_company_keeps_what_its_country_is_not_asked(client: Client, account: Account) -> None:
    Company.objects.filter(account=account).update(g_iban="NL02INGB0990000123")
    assert client.post(url(account, "settings_company"), TYPED).status_code == 302
    assert Company.objects.get(account=account).g_iban == "NL02INGB0990000123"


def test_a_footer_of_many_lines_is_refused_beside_its_field(
    client: Client, account: Account
) -> None:
    footer = "\r\n".join(["x"] * 7)
    answer = client.post(url(account, "settings_company"), TYPED | {"footer": footer})
    assert answer.status_code == 422
    assert "Schrijf hier hoogstens 6 lijnen." in text(answer)
    six = TYPED | {"footer": "\r\n".join(["x"] * 6)}
    assert client.post(url(account, "settings_company"), six).status_code == 302
