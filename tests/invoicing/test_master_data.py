"""Customers, suppliers, products, revenue groups, the company: kept, checked, found, archived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.audit import chain_verify, events_for
from accounts.models import Account
from invoicing.line_proposals import line_from_product
from invoicing.models import Customer, Product
from invoicing.queries.companies import company_get
from invoicing.queries.customers import customer_page
from invoicing.queries.logos import logo_content
from invoicing.queries.products import product_get, product_page, products_active
from invoicing.queries.revenue_groups import revenue_group_get, revenue_groups
from invoicing.queries.suppliers import supplier_get, supplier_page
from invoicing.services.companies import CompanyRefused, company_update
from invoicing.services.customers import (
    CustomerRefused,
    CustomerValues,
    customer_archive,
    customer_create,
    customer_restore,
    customer_update,
)
from invoicing.services.logos import LogosRefused, logo_keep
from invoicing.services.payment_conditions import (
    PaymentConditionValues,
    payment_condition_create,
)
from invoicing.services.products import (
    ProductRefused,
    ProductValues,
    product_archive,
    product_create,
    product_restore,
    product_update,
)
from invoicing.services.revenue_groups import (
    RevenueGroupRefused,
    revenue_group_archive,
    revenue_group_create,
    revenue_group_key,
    revenue_group_restore,
    revenue_group_update,
)
from invoicing.services.suppliers import (
    SupplierRefused,
    SupplierValues,
    supplier_archive,
    supplier_create,
    supplier_restore,
    supplier_update,
)
from tests.invoicing.builders import COMPANIES, make_customer, make_seller

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2026, 11, 20)


@pytest.fixture
def seller() -> Account:
    return make_seller()


def make_product(account: Account, **values: Any) -> Product:
    wanted = ProductValues(**({"name": "Dekoven", "unit_price": D("1250")} | values))
    return product_create(account=account, actor=None, values=wanted)


def test_a_customer_keeps_all_its_details_in_compact_form(seller: Account) -> None:
    customer = make_customer(
        seller,
        code=" K-12 ",
        website="https://korst.example",
        peppol_id="0208:0428759497",
        g_account_percent=D("25"),
        mandate_reference="M-1",
        mandate_date=date(2026, 1, 5),
        cost_centre="10",
        is_government=True,
        required_extra=["bestelnummer"],
    )
    customer.refresh_from_db()
    assert (customer.code, customer.peppol_id) == ("K-12", "0208:0428759497")
    assert (customer.g_account_percent, customer.required_extra) == (D("25.00"), ["bestelnummer"])
    assert chain_verify(seller) == []


def test_a_customer_number_is_one_customers(seller: Account) -> None:
    make_customer(seller, code="12")
    with pytest.raises(CustomerRefused) as refused:
        make_customer(seller, code="12", name="Een ander")
    assert "Bakkerij De Korst" in refused.value.problems[0].message
    assert make_customer(make_seller(name="Ander bedrijf"), code="12").code == "12"
    assert [make_customer(seller, name=name).code for name in "ab"] == ["", ""]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("vat_number", {"vat_number": "BE0428759498"}),
        ("peppol_id", {"peppol_id": "0208:0428759498"}),
        ("peppol_id", {"peppol_id": "iets"}),
        ("g_account_percent", {"g_account_percent": D(101)}),
        ("mandate_reference", {"mandate_date": DAY}),
        ("mandate_date", {"mandate_date": date(2999, 1, 1), "mandate_reference": "M-1"}),
        ("default_treatment", {"default_treatment": "margin_scheme"}),
        ("code", {"code": "1234567890123456789"}),
    ],
)
def test_a_customer_that_cannot_be_is_refused(seller: Account, field: str, values: Any) -> None:
    with pytest.raises(CustomerRefused) as refused:
        make_customer(seller, **values)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Customer.objects.filter(account=seller).exists()


def test_another_accounts_rows_are_never_taken(seller: Account) -> None:
    other = make_seller(name="Ander bedrijf")
    group = revenue_groups(account=other)[0]
    with pytest.raises(LookupError):
        make_product(seller, revenue_group=group)


def test_a_customer_is_archived_found_there_and_put_back(seller: Account) -> None:
    customer = make_customer(seller, code="K-12")
    customer_update(
        customer=customer, actor=None, values=CustomerValues(name="Korst", contact="An Peeters")
    )
    customer_archive(customer=customer, actor=None)
    assert not customer_page(account=seller).object_list
    assert list(customer_page(account=seller, search="peeters", archived=True)) == [customer]
    customer_restore(customer=customer, actor=None)
    assert list(customer_page(account=seller, search="KORST an")) == [customer]
    actions = [event.action for event in events_for(seller, "customer", customer.public_id)]
    assert actions[-2:] == ["customer.archived", "customer.restored"]


def test_a_customer_with_a_condition_is_recorded_by_its_name(seller: Account) -> None:
    condition = payment_condition_create(
        account=seller, actor=None, values=PaymentConditionValues(name="30 dagen")
    )
    customer = customer_create(
        account=seller, actor=None, values=CustomerValues(name="x", payment_condition=condition)
    )
    event = events_for(seller, "customer", customer.public_id)[0]
    assert event.after["payment_condition"] == "30 dagen"


def test_a_supplier_is_made_changed_found_and_archived(seller: Account) -> None:
    values = SupplierValues(name="Molens NV", code="L1", iban="BE68 5390 0754 7034")
    supplier = supplier_create(account=seller, actor=None, values=values)
    assert supplier.iban == "BE68539007547034"
    supplier_update(supplier=supplier, actor=None, values=replace(values, city="Aalst"))
    assert list(supplier_page(account=seller, search="aalst l1")) == [supplier]
    supplier_archive(supplier=supplier, actor=None)
    assert list(supplier_page(account=seller, archived=True)) == [supplier]
    supplier_restore(supplier=supplier, actor=None)
    assert supplier_get(account=seller, public_id=supplier.public_id).archived_at is None
    for wrong in (replace(values, iban="BE68539007547035"), values):
        with pytest.raises(SupplierRefused):
            supplier_create(account=seller, actor=None, values=wrong)


def test_a_product_is_made_changed_found_and_archived(seller: Account) -> None:
    product = make_product(seller, code="OV-3")
    changed = ProductValues(name="Dekoven", code="OV-3", description="Drie etages")
    product_update(product=product, actor=None, values=changed)
    assert list(products_active(account=seller, search="etages")) == [product]
    product_archive(product=product, actor=None)
    assert list(product_page(account=seller, archived=True)) == [product]
    product_restore(product=product, actor=None)
    assert product_get(account=seller, public_id=product.public_id).description == "Drie etages"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("rate_name", {"rate_name": "hoog"}),
        ("unit_price", {"unit_price": D(10) ** 10}),
        ("months", {"nature": "deferred"}),
        ("treatment", {"treatment": "margin_scheme"}),
        ("code", {"code": "OV-3"}),
        ("unit", {"unit": "x" * 21}),
    ],
)
def test_a_product_that_cannot_be_is_refused(seller: Account, field: str, values: Any) -> None:
    make_product(seller, code="OV-3")
    with pytest.raises(ProductRefused) as refused:
        make_product(seller, **values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_revenue_group_keeps_its_key_and_one_is_the_default(seller: Account) -> None:
    group = revenue_group_get(account=seller, key="goederen")
    usual = revenue_group_get(account=seller, key="diensten")
    with pytest.raises(RevenueGroupRefused):
        revenue_group_update(group=usual, actor=None, name="Diensten", is_default=False)
    with pytest.raises(RevenueGroupRefused):
        revenue_group_archive(group=usual, actor=None)
    with pytest.raises(RevenueGroupRefused):
        revenue_group_update(group=group, actor=None, name="  ", is_default=False)
    revenue_group_update(group=group, actor=None, name="Handel", is_default=True)
    assert [(each.key, each.is_default) for each in revenue_groups(account=seller)] == [
        ("goederen", True),
        ("diensten", False),
    ]
    usual.refresh_from_db()
    revenue_group_archive(group=usual, actor=None)
    assert [each.key for each in revenue_groups(account=seller)] == ["goederen"]
    revenue_group_restore(group=usual, actor=None)
    assert revenue_groups(account=seller).count() == 2


def test_a_new_revenue_group_gets_a_key_that_is_free(seller: Account) -> None:
    for name, expected in (("Verhuur", "verhuur"), ("Verhuur!", "verhuur-2")):
        key = revenue_group_key(account=seller, name=name)
        assert key == expected
        revenue_group_create(account=seller, actor=None, key=key, name=name)
    with pytest.raises(RevenueGroupRefused, match="al een omzetgroep"):
        revenue_group_create(account=seller, actor=None, key="iets", name=" verhuur ")


def test_the_company_keeps_what_the_law_wants_printed(seller: Account) -> None:
    values = replace(
        COMPANIES["BE"],
        legal_form="BV",
        court="Gent",
        creditor_id="be68 zzz 0123456789",
        peppol_id="0208:0777000187",
        g_iban="NL02 INGB 0990 0001 23",
        payroll_tax_number="850000014 L 01",
        colour="#1f6feb",
    )
    company = company_update(company=company_get(account=seller), actor=None, values=values)
    assert (company.creditor_id, company.g_iban) == ("BE68ZZZ0123456789", "NL02INGB0990000123")
    assert company.payroll_tax_number == "850000014L01"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("creditor_id", "BE00ZZZ0123456789"),
        ("g_iban", "NL02INGB0990000124"),
        ("g_iban", "BE80 7770 0000 0177"),
        ("payroll_tax_number", "850000014B01"),
        ("colour", "blauw"),
        ("peppol_id", "0777000187"),
    ],
)
def test_company_numbers_that_are_none_are_refused(seller: Account, field: str, value: str) -> None:
    company = company_get(account=seller)
    with pytest.raises(CompanyRefused) as refused:
        company_update(
            company=company, actor=None, values=replace(COMPANIES["BE"], **{field: value})
        )
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_logo_is_kept_with_its_hash_which_is_all_that_the_chain_tells(seller: Account) -> None:
    logo = logo_keep(account=seller, picture=b"png")
    assert logo_keep(account=seller, picture=b"png") == logo
    for sha256 in (logo.sha256, ""):
        company = company_get(account=seller)
        values = replace(COMPANIES["BE"], logo_sha256=sha256)
        company_update(company=company, actor=None, values=values)
    first, put, taken = events_for(seller, "company", str(company.pk))
    assert "logo_sha256" not in first.after
    assert put.after == {"logo_sha256": logo.sha256}
    assert taken.after == {"logo_sha256": ""}
    assert logo_content(account=seller, sha256=logo.sha256) == b"png"


def test_a_logo_of_another_account_or_of_nobody_is_refused(seller: Account) -> None:
    others = logo_keep(account=make_seller(name="Ander"), picture=b"png")
    for sha256 in (others.sha256, "0" * 64):
        with pytest.raises(CompanyRefused) as refused:
            company_update(
                company=company_get(account=seller),
                actor=None,
                values=replace(COMPANIES["BE"], logo_sha256=sha256),
            )
        assert [problem.field for problem in refused.value.problems] == ["logo"]


def test_logos_are_kept_up_to_a_limit(seller: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invoicing.services.logos.MOST_LOGOS", 2)
    for picture in (b"1", b"2", b"1"):
        logo_keep(account=seller, picture=picture)
    with pytest.raises(LogosRefused):
        logo_keep(account=seller, picture=b"3")


def test_a_line_from_a_product_takes_the_rate_of_the_tax_point() -> None:
    hotel = make_seller("NL")
    night = make_product(hotel, name="Overnachting", unit_price=D(100), rate_name="accommodation")
    guest = make_customer(hotel, country="NL", vat_number="", is_business=False)
    rates = [
        line_from_product(account=hotel, product=night, customer=guest, tax_point=day).line.vat_rate
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert rates == [D(9), D(21)]


def test_a_line_from_a_product_turns_the_price_and_says_why(seller: Account) -> None:
    oven = make_product(seller, nature="goods", price_includes_vat=True, unit_price=D("1512.50"))
    french = make_customer(seller, country="FR", vat_number="FR83404833048")
    proposed = line_from_product(account=seller, product=oven, customer=french, tax_point=DAY)
    assert (proposed.line.treatment, proposed.line.unit_price) == ("eu_goods", D("1250.0000"))
    assert "EU-land" in proposed.reason["nl"]
    home = line_from_product(
        account=seller, product=oven, customer=None, tax_point=DAY, prices_include_vat=True
    ).line
    assert (home.treatment, home.vat_rate, home.unit_price) == ("domestic", D(21), D("1512.50"))


def test_a_zero_rated_product_is_the_zero_rate_treatment(seller: Account) -> None:
    paper = make_product(seller, name="Krant", rate_name="zero")
    line = line_from_product(account=seller, product=paper, customer=None, tax_point=DAY).line
    assert (line.treatment, line.vat_rate) == ("zero_rate", D(0))


def test_a_contract_of_1200_runs_over_whole_months(seller: Account) -> None:
    contract = make_product(seller, nature="deferred", months=12, unit_price=D(1200))
    line = line_from_product(account=seller, product=contract, customer=None, tax_point=DAY).line
    assert (line.deferred_from, line.deferred_to) == (date(2026, 11, 1), date(2027, 10, 31))
