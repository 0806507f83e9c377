"""Documents of another package: taken over whole, once, and under their own number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import clock
from accounts.audit import chain_verify, events_for
from accounts.models import Account, AuditEvent
from invoicing import events
from invoicing.documents import DocumentKind, Party, VatTotal
from invoicing.models import Customer, Document, Payment
from invoicing.queries.documents import document_get
from invoicing.queries.issued_documents import issued_document
from invoicing.services.importing import ImportRefused, document_import
from invoicing.services.products import ProductValues, product_create
from invoicing.services.revenue_groups import revenue_group_create
from invoicing.ubl.document import ImportedDocument, ImportedLine
from tests.invoicing.builders import make_customer, make_issued, make_seller
from tests.shared_data import shared_file

pytestmark = pytest.mark.django_db
SELLER = Party(name="Oventechniek Demo BV", country="BE", vat_number="BE0777000187")
BUYER = Party(
    name="Hotel Zon",
    city="Gent",
    country="BE",
    vat_number="BE0428759497",
    enterprise_number="0428759497",
    language="nl",
)
LINE = ImportedLine(
    description="Oven",
    quantity=Decimal(1),
    unit="stuk",
    unit_price=Decimal(100),
    discount_percent=Decimal(0),
    net=Decimal("100.00"),
    vat=Decimal("25.00"),
    treatment="domestic",
    vat_rate=Decimal("25.00"),
)


def imported(**values: Any) -> ImportedDocument:
    wanted: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "number": "F-17",
        "issue_date": date(2026, 3, 1),
        "tax_point": date(2026, 2, 27),
        "due_date": date(2026, 3, 31),
        "currency": "EUR",
        "seller": SELLER,
        "buyer": BUYER,
        "lines": (LINE,),
        "vat_totals": (
            VatTotal(
                treatment="domestic",
                rate=Decimal(25),
                net=Decimal("100.00"),
                vat=Decimal("25.00"),
            ),
        ),
        "net": Decimal("100.00"),
        "vat": Decimal("25.00"),
        "gross": Decimal("125.00"),
        "prepaid": Decimal("0.00"),
    }
    return ImportedDocument(**(wanted | values))


def take(account: Account, **values: Any) -> Document:
    read = imported(**values)
    return document_import(
        account=account, actor=None, imported=read, digest=sha256(repr(read).encode()).hexdigest()
    )


def refusal(account: Account, **values: Any) -> str:
    rows = (Document.objects.count(), Customer.objects.count(), AuditEvent.objects.count())
    with pytest.raises(ImportRefused) as refused:
        take(account, **values)
    assert rows == (
        Document.objects.count(),
        Customer.objects.count(),
        AuditEvent.objects.count(),
    )
    return str(refused.value)


@pytest.fixture
def seller() -> Account:
    return make_seller()


def test_number_date_and_foreign_rate_are_kept(seller: Account) -> None:
    document = take(seller, payment_reference="090933755493", note="Dank je")
    frozen = issued_document(document)
    assert (frozen.number, frozen.issue_date, frozen.tax_point, frozen.due_date) == (
        "F-17",
        date(2026, 3, 1),
        date(2026, 2, 27),
        date(2026, 3, 31),
    )
    assert frozen.lines[0].vat_rate == 25
    assert frozen.gross == Decimal("125.00")
    assert frozen.payment_reference == "090933755493"
    assert document.is_imported
    assert document.lines.get().revenue_group_key == "diensten"


def test_the_import_is_announced_and_recorded(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Decimal] = []
    monkeypatch.setattr(
        events.documents_issued,
        "_listeners",
        [lambda d: heard.append(issued_document(d[0]).prepaid)],
    )
    document = take(seller, prepaid=Decimal("25.00"))
    assert heard == [Decimal("25.00")]
    actions = [event.action for event in events_for(seller, "document", document.public_id)]
    assert actions == ["payment.recorded", "document.imported"]
    assert chain_verify(seller) == []


def test_a_prepaid_amount_is_a_payment_that_counts_under_every_source(seller: Account) -> None:
    document = take(seller, prepaid=Decimal("25.00"))
    Account.objects.filter(pk=seller.pk).update(payment_source="exact")
    seller.refresh_from_db()
    row = document_get(account=seller, public_id=document.public_id)
    assert row.open_amount == Decimal("100.00")
    assert Payment.objects.get().reason == "prepaid"


def test_the_same_document_twice_is_refused(seller: Account) -> None:
    take(seller)
    assert refusal(seller) == "Factuur F-17 staat er al in."
    credit = take(seller, kind=DocumentKind.CREDIT_NOTE, original_number="F-17")
    assert credit.original == Document.objects.get(kind="invoice")


def test_a_document_of_another_company_is_refused(seller: Account) -> None:
    message = refusal(seller, seller=replace(SELLER, name="Iemand BV", vat_number="BE0428759497"))
    assert "Iemand BV (BE0428759497)" in message
    assert "BE0428759497" in refusal(
        seller, seller=Party(name="X", country="NL", vat_number="BE0428759497")
    )


def test_the_seller_is_known_by_its_enterprise_number_too(seller: Account) -> None:
    take(seller, seller=Party(name="Oven", country="BE", enterprise_number="0777.000.187"))
    dutch = make_seller("NL", name="Flexwerk")
    take(dutch, seller=Party(name="Flex", country="NL", enterprise_number="85000001"))


def test_a_seller_without_numbers_matches_nobody(seller: Account) -> None:
    assert "zonder nummer" in refusal(seller, seller=Party(name="Oventechniek Demo BV"))


def test_another_currency_is_refused(seller: Account) -> None:
    assert "GBP" in refusal(seller, currency="GBP")


def test_what_does_not_fit_is_refused(seller: Account) -> None:
    assert "langer dan 40" in refusal(seller, number="9" * 41)
    assert "31-12-9999" in refusal(seller, issue_date=date(9999, 12, 31), due_date=None)
    assert "10.000.000.000" in refusal(seller, gross=Decimal("1E10"), net=Decimal("1E10"))


def test_a_due_date_that_is_missing_follows_from_the_term(seller: Account) -> None:
    assert take(seller, due_date=None).due_date == date(2026, 3, 31)


# Customers
def test_customers_are_matched_by_number_before_name(seller: Account) -> None:
    by_name = make_customer(seller, name="Hotel Zon", city="Gent", vat_number="")
    by_number = make_customer(
        seller, name="Andere naam", vat_number="", enterprise_number="0428759497"
    )
    assert take(seller, number="1").customer == by_number
    by_vat = make_customer(seller, name="Derde naam", vat_number="BE0428759497")
    assert take(seller, number="2").customer == by_vat
    unnumbered = replace(BUYER, vat_number="", enterprise_number="")
    assert take(seller, number="3", buyer=unnumbered).customer == by_name


def test_customers_of_another_account_are_not_matched(seller: Account) -> None:
    make_customer(make_seller(name="Ander bedrijf"))
    made = take(seller).customer
    assert made is not None
    assert made.account == seller


def test_a_new_customer_keeps_the_numbers_of_the_file(seller: Account) -> None:
    buyer = Party(
        name="N" * 300, country="SE", vat_number="SE8765456787", language="sv", city="Malmö"
    )
    document = take(seller, buyer=buyer)
    assert document.customer is not None
    assert (document.customer.vat_number, document.customer.language) == ("SE8765456787", "en")
    assert len(document.customer.name) == 200
    assert len(document.buyer["name"]) == 300
    assert document.buyer["key"] == document.customer.public_id


# The command, with the real files
def run(*args: str) -> tuple[str, str, int]:
    said, complained, status = StringIO(), StringIO(), 0
    try:
        call_command("import_ubl", *args, stdout=said, stderr=complained)
    except SystemExit as stop:
        status = int(str(stop.code))
    return said.getvalue(), complained.getvalue(), status


def test_the_official_examples_in_euro_are_taken_over_and_the_others_refused(
    seller: Account,
) -> None:
    folder = shared_file("einvoice/peppol-examples")
    paths = sorted(str(path) for path in folder.glob("*.xml"))
    said, complained, status = run("--account", seller.slug, "--any-seller", *paths)
    assert status == 1
    assert len(said.splitlines()) == Document.objects.count() == len(paths) - 3
    assert complained.count(" in GBP") == 2
    assert complained.count(" in SEK") == 1
    assert chain_verify(seller) == []
    again, complained, status = run("--account", seller.slug, "--any-seller", *paths)
    assert (again, status) == ("", 1)
    assert complained.count("staat er al in") == len(paths) - 3


def test_numbers_of_other_companies_may_be_the_same_and_take_none_of_ours(seller: Account) -> None:
    number = f"{clock.today().year}-0001"
    foreign = Party(name="Iemand BV", country="BE", vat_number="BE0428759497")
    for note in ("een", "twee"):
        read = imported(number=number, seller=foreign, note=note)
        document_import(account=seller, actor=None, imported=read, digest=note, any_seller=True)
    assert make_issued(seller, customer=make_customer(seller)).number == number
    assert "staat er al in" in refusal(seller, number=number)


def test_the_dutch_example_is_taken_over_with_its_totals(seller: Account) -> None:
    path = shared_file("einvoice/nlcius/SI-UBL-2.0_ok_base.xml")
    said, complained, status = run("--account", seller.slug, "--any-seller", str(path))
    assert (complained, status) == ("", 0)
    document = Document.objects.get()
    assert document.number in said
    assert document.net + document.vat == document.gross


def test_the_seller_of_a_real_file_is_checked(seller: Account) -> None:
    path = shared_file("einvoice/nlcius/SI-UBL-2.0_ok_base.xml")
    said, complained, status = run("--account", seller.slug, str(path))
    assert (said, status) == ("", 1)
    assert len(complained.splitlines()) == 1


def test_one_bad_file_does_not_stop_the_others(seller: Account, tmp_path: Path) -> None:
    broken = tmp_path / "kapot.xml"
    broken.write_text("<geen xml", encoding="utf-8")
    good = shared_file("einvoice/peppol-examples/base-example.xml")
    huge = tmp_path / "groot.xml"
    huge.write_bytes(b" " * (10 * 1024 * 1024 + 1))
    names = [str(broken), str(tmp_path / "weg.xml"), str(tmp_path), str(huge), str(good), str(good)]
    said, complained, status = run("--account", seller.slug, "--any-seller", *names)
    assert status == 1
    assert len(said.splitlines()) == 1
    assert [text.split(":")[0] for text in complained.splitlines()] == [
        "kapot.xml",
        "weg.xml",
        tmp_path.name,
        "groot.xml",
        "base-example.xml",
    ]
    assert "staat er al in" in complained


def test_an_unknown_account_is_said() -> None:
    with pytest.raises(CommandError, match="geen account"):
        run("--account", "niemand", "x.xml")


def test_an_advance_goes_to_the_group_of_advances_and_is_refused_without_one(
    seller: Account,
) -> None:
    assert "voorschottenrekening" in refusal(seller, is_advance=True)
    group = revenue_group_create(account=seller, actor=None, key="vooruit", name="Vooruit")
    values = ProductValues(
        name="Voorschot", nature="advance", revenue_group=group, unit_price=Decimal(1)
    )
    product_create(account=seller, actor=None, values=values)
    document = take(seller, is_advance=True)
    row = document.lines.get()
    assert document.is_advance
    assert (row.revenue_group_key, row.nature) == ("vooruit", "advance")


def test_the_country_of_oss_is_kept(seller: Account) -> None:
    document = take(
        seller,
        lines=(replace(LINE, treatment="oss", vat_country="SE"),),
        vat_totals=(replace(imported().vat_totals[0], treatment="oss", country="SE"),),
    )
    value = issued_document(document)
    assert [row.vat_country for row in value.lines] == ["SE"]
    assert [row.country for row in value.vat_totals] == ["SE"]
