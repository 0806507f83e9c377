"""The screens of customers, suppliers, products, revenue groups and payment conditions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account, Role
from invoicing.forms.customer_choice import customers_offered
from invoicing.models import (
    Company,
    Customer,
    ExtraField,
    PaymentCondition,
    Product,
    RevenueGroup,
    Supplier,
)
from invoicing.services.customers import CustomerValues, customer_update
from invoicing.services.extra_fields import extra_field_archive, extra_field_create
from invoicing.services.payment_conditions import payment_conditions_furnish
from invoicing.services.products import ProductValues, product_create
from invoicing.services.suppliers import SupplierValues, supplier_create
from tests.accounts.builders import add_member
from tests.invoicing.builders import make_customer, make_issued, make_seller
from tests.invoicing.screens import logged_in, text, url

pytestmark = pytest.mark.django_db
CUSTOMER = {"name": "Café De Zwaan", "country": "BE", "language": "nl", "is_business": "on"}
SUPPLIER = {"name": "Molens NV", "country": "BE", "language": "nl", "is_business": "on"}
PRODUCT = {"name": "Dekoven", "rate_name": "standard", "nature": "goods", "unit_price": "1250"}
CONDITION = {"name": "60 dagen", "days": "60", "method": "transfer"}


@pytest.fixture
def account() -> Account:
    return make_seller()


@pytest.fixture
def client(account: Account) -> Client:
    return logged_in(account)


def seen_in(page: str) -> str:
    """The mark of the row that a form carries."""
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_customer_is_kept_in_full(client: Client, account: Account) -> None:
    payment_conditions_furnish(account=account, actor=None)
    condition = PaymentCondition.objects.get(account=account, code="30E")
    data = CUSTOMER | {
        "is_government": "on",
        "code": "K-12",
        "contact": "An Peeters",
        "phone": "09 123 45 67",
        "website": "www.zwaan.be",
        "payment_condition": condition.public_id,
        "default_treatment": "be_cocontractor",
        "payment_term_days": "14",
        "mandate_reference": "M-1",
        "mandate_date": "2026-01-05",
        "cost_centre": "10",
        "peppol_id": "0208:0428759497",
    }
    assert client.post(url(account, "customer_new"), data).status_code == 302
    customer = Customer.objects.get()
    assert (customer.is_government, customer.payment_condition) == (True, condition)
    assert (customer.mandate_date, customer.payment_term_days) == (date(2026, 1, 5), 14)
    assert customer.website == "https://www.zwaan.be"
    page = text(client.get(url(account, "customer_edit", customer.public_id)))
    for part in ('value="K-12"', 'value="M-1"', 'value="2026-01-05"', "0208:0428759497"):
        assert part in page
    assert f'<option value="{condition.public_id}" selected>' in page
    assert page.count('<details class="form-part fold-part" open>') == 2


def test_the_g_account_is_asked_in_the_netherlands_only(client: Client, account: Account) -> None:
    assert "G-rekening" not in text(client.get(url(account, "customer_new")))
    dutch = make_seller("NL", name="Flexwerk")
    browser = logged_in(dutch)
    data = CUSTOMER | {"country": "NL", "g_account_percent": "25 %"}
    browser.post(url(dutch, "customer_new"), data)
    customer = Customer.objects.get(account=dutch)
    assert customer.g_account_percent == Decimal(25)
    edit = url(dutch, "customer_edit", customer.public_id)
    assert 'value="25"' in text(browser.get(edit))
    refused = browser.post(edit, data | {"g_account_percent": "125"})
    assert (refused.status_code, "Dit is hoogstens 100." in text(refused)) == (422, True)


def test_a_government_is_an_organisation(client: Client, account: Account) -> None:
    client.post(url(account, "customer_new"), CUSTOMER | {"is_business": "", "is_government": "on"})
    assert Customer.objects.get().is_business


def test_a_new_customer_with_a_known_vat_number_is_told(client: Client, account: Account) -> None:
    make_customer(account)
    data = CUSTOMER | {"vat_number": "0428.759.497"}
    page = text(client.post(url(account, "customer_new"), data, follow=True))
    assert "Met hetzelfde btw-nummer staat ook in de lijst: Bakkerij De Korst." in page


def test_a_customer_is_archived_and_put_back(client: Client, account: Account) -> None:
    customer = make_customer(account)
    invoice = make_issued(account)
    listed = url(account, "customer_list")
    assert "Gearchiveerd" not in text(client.get(listed))
    answer = client.post(url(account, "customer_archive", customer.public_id), follow=True)
    assert "Bakkerij De Korst is gearchiveerd." in text(answer)
    assert customers_offered(account, "korst") == []
    assert client.get(url(account, "invoice_detail", invoice.public_id)).status_code == 200
    assert "Bakkerij De Korst" not in text(client.get(listed))
    assert "Bakkerij De Korst" in text(client.get(listed + "?archived=1"))
    assert "Terugzetten" in text(client.get(url(account, "customer_edit", customer.public_id)))
    client.post(url(account, "customer_restore", customer.public_id))
    assert customers_offered(account, "korst") == ["Bakkerij De Korst, Gent"]
    assert client.get(url(account, "customer_archive", customer.public_id)).status_code == 405


@pytest.mark.parametrize(
    "search",
    [
        "korst",
        "KORST gent",
        "K-12",
        "info@korst",
        "BE 0428.759.497",
        "be0428759497",
        "428.759.497",
        "BE 428 759 497",
        "0428759497 korst",
    ],
)
def test_a_customer_is_found_in_any_notation(client: Client, account: Account, search: str) -> None:
    make_customer(account, code="K-12", email="info@korst.example")
    make_customer(account, name="Een ander", vat_number="", city="Brugge")
    page = text(client.get(url(account, "customer_list"), {"customer": search}))
    assert ("Bakkerij De Korst" in page, "Een ander" in page) == (True, False)


def test_a_name_with_an_accent_is_found_in_any_case(client: Client, account: Account) -> None:
    make_customer(account, name="Élan Vital")
    for search in ("élan", "ÉLAN", "Élan vital"):
        page = client.get(url(account, "customer_list"), {"customer": search})
        assert "Élan Vital" in text(page), search


def test_extra_fields_are_asked_kept_and_required(client: Client, account: Account) -> None:
    for label, level in (("Sector", "customer"), ("Bestelnummer", "document")):
        extra_field_create(account=account, actor=None, level=level, label=label, type="text")
    new = url(account, "customer_new")
    assert "Altijd invullen op facturen aan deze klant" in text(client.get(new))
    data = CUSTOMER | {"extra-sector": "Horeca", "required_extra": ["bestelnummer"]}
    client.post(new, data)
    customer = Customer.objects.get()
    assert (customer.extra, customer.required_extra) == ({"sector": "Horeca"}, ["bestelnummer"])
    field = ExtraField.objects.get(key="sector")
    ExtraField.objects.filter(pk=field.pk).update(required=True)
    edit = url(account, "customer_edit", customer.public_id)
    refused = client.post(edit, CUSTOMER)
    assert (refused.status_code, 'href="#id_extra-sector"' in text(refused)) == (422, True)
    extra_field_archive(field=field, actor=None)
    client.post(edit, CUSTOMER)
    customer.refresh_from_db()
    assert (customer.extra, customer.required_extra) == ({"sector": "Horeca"}, [])


def test_a_product_has_extra_fields_too(client: Client, account: Account) -> None:
    extra_field_create(account=account, actor=None, level="product", label="Merk", type="text")
    client.post(url(account, "product_new"), PRODUCT | {"extra-merk": "Rational"})
    product = Product.objects.get()
    assert product.extra == {"merk": "Rational"}
    page = text(client.get(url(account, "product_edit", product.public_id)))
    assert '<details class="form-part fold-part" open>' in page


def test_a_customer_made_inside_an_invoice_gets_the_companys_language(
    client: Client, account: Account
) -> None:
    Company.objects.filter(account=account).update(language="fr")
    client.post(url(account, "customer_inline"), {"new-name": "Boulangerie", "new-country": "BE"})
    assert Customer.objects.get().language == "fr"


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    client: Client, account: Account
) -> None:
    customer = make_customer(account)
    edit = url(account, "customer_edit", customer.public_id)
    seen = seen_in(text(client.get(edit)))
    customer_update(
        customer=customer, actor=None, values=CustomerValues(name="Korst", city="Aalst")
    )
    typed = CUSTOMER | {"city": "Brugge", "seen": seen}
    answer = client.post(edit, typed)
    page = text(answer)
    assert answer.status_code == 422
    assert "gewijzigd: " in page
    assert "Plaats" in page.split("gewijzigd: ")[1].split(".")[0]
    assert 'value="Brugge"' in page
    customer.refresh_from_db()
    assert customer.city == "Aalst"
    assert client.post(edit, typed | {"seen": seen_in(page)}).status_code == 302
    customer.refresh_from_db()
    assert customer.city == "Brugge"


def test_ten_thousand_customers_are_listed_with_few_queries(
    client: Client, account: Account, django_assert_max_num_queries: object
) -> None:
    Customer.objects.bulk_create(
        Customer(account=account, name=f"Klant {number:05d}", city="Gent")
        for number in range(10_000)
    )
    listed = url(account, "customer_list")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = text(client.get(listed + "?page=400"))
    assert "Klant 09999" in page
    assert "Bladzijde 400 van 400" in page
    assert "Klant 04321" in text(client.get(listed + "?customer=04321"))


def test_a_supplier_is_made_refused_changed_and_archived(client: Client, account: Account) -> None:
    new = url(account, "supplier_new")
    assert "bedrijven die jou facturen sturen" in text(client.get(url(account, "supplier_list")))
    refused = client.post(new, SUPPLIER | {"iban": "BE68 5390 0754 7035", "name": ""})
    page = text(refused)
    assert (refused.status_code, 'value="BE68 5390 0754 7035"' in page) == (422, True)
    assert "Vul de naam van de leverancier in." in page
    client.post(new, SUPPLIER | {"iban": "BE68 5390 0754 7034", "code": "L1"})
    supplier = Supplier.objects.get()
    edit = url(account, "supplier_edit", supplier.public_id)
    assert 'value="BE68 5390 0754 7034"' in text(client.get(edit))
    client.post(edit, SUPPLIER | {"city": "Aalst", "seen": seen_in(text(client.get(edit)))})
    supplier.refresh_from_db()
    assert (supplier.city, supplier.code) == ("Aalst", "")
    client.post(url(account, "supplier_archive", supplier.public_id), follow=True)
    listed = url(account, "supplier_list")
    assert "Molens NV" not in text(client.get(listed, {"supplier": "molens"}))
    assert "Molens NV" in text(client.get(listed, {"supplier": "molens", "archived": "1"}))
    client.post(url(account, "supplier_restore", supplier.public_id))
    assert "Molens NV" in text(client.get(listed))


def test_a_supplier_is_found_by_its_iban(client: Client, account: Account) -> None:
    values = SupplierValues(name="Molens NV", iban="BE68 5390 0754 7034")
    supplier_create(account=account, actor=None, values=values)
    page = client.get(url(account, "supplier_list"), {"supplier": "BE68 5390"})
    assert "Molens NV" in text(page)


def test_a_product_is_kept_in_full(client: Client, account: Account) -> None:
    new = url(account, "product_new")
    assert "Normaal tarief (21 %)" in text(client.get(new))
    data = PRODUCT | {
        "code": "OV-1",
        "unit": "stuk",
        "unit_price": "0,1234",
        "price_includes_vat": "1",
        "revenue_group": "goederen",
        "treatment": "exempt",
        "cost_centre": "20",
        "months": "12",
    }
    client.post(new, data)
    product = Product.objects.get()
    assert (product.unit_price, product.price_includes_vat) == (Decimal("0.1234"), True)
    assert (product.revenue_group, product.months) == (
        RevenueGroup.objects.get(account=account, key="goederen"),
        0,
    )
    edit = url(account, "product_edit", product.public_id)
    page = text(client.get(edit))
    assert 'value="0,1234"' in page
    client.post(edit, data | {"nature": "deferred", "treatment": ""})
    product.refresh_from_db()
    assert (product.nature, product.months, product.treatment) == ("deferred", 12, "")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("name", "", "Geef het artikel een naam."),
        ("unit_price", "gratis", "Dit is geen getal."),
        ("unit_price", "0,12345", "hoogstens 4 cijfers na de komma"),
        ("rate_name", "huge", "Kies een van de mogelijkheden."),
        ("revenue_group", "bestaat-niet", "Kies een van de mogelijkheden."),
        ("treatment", "disbursement", "Kies een van de mogelijkheden."),
        ("months", "twaalf", "van 1 tot 120"),
        ("months", "", "van 1 tot 120"),
        ("unit", "x" * 21, "hoogstens 20 tekens"),
    ],
)
def test_a_product_is_refused_with_the_reason(
    client: Client, account: Account, name: str, value: str, reason: str
) -> None:
    data = PRODUCT | {"nature": "deferred", "months": "12"}
    answer = client.post(url(account, "product_new"), data | {name: value})
    assert answer.status_code == 422
    assert reason in text(answer)
    assert not Product.objects.exists()


def test_disbursements_and_back_again_leave_no_treatment_behind(
    client: Client, account: Account
) -> None:
    client.post(url(account, "product_new"), PRODUCT | {"nature": "disbursement"})
    product = Product.objects.get()
    assert product.treatment == "disbursement"
    listed = text(client.get(url(account, "product_list")))
    assert "Voorgeschoten kosten" in listed
    client.post(url(account, "product_edit", product.public_id), PRODUCT | {"nature": "service"})
    product.refresh_from_db()
    assert product.treatment == ""


def test_a_product_is_found_archived_and_put_back(client: Client, account: Account) -> None:
    values = ProductValues(name="Dekoven", code="OV-1", unit_price=Decimal("1250"))
    product = product_create(account=account, actor=None, values=values)
    listed = url(account, "product_list")
    page = text(client.get(listed, {"product": "ov-1"}))
    assert ("Dekoven" in page, "1.250,00" in page, ">21 %<" in page) == (True, True, True)
    client.post(url(account, "product_archive", product.public_id), follow=True)
    assert "Dekoven" not in text(client.get(listed))
    assert "Dekoven" in text(client.get(listed + "?archived=1"))
    client.post(url(account, "product_restore", product.public_id))
    assert "Dekoven" in text(client.get(listed))


def test_a_thousand_products_are_listed_with_few_queries(
    client: Client, account: Account, django_assert_max_num_queries: object
) -> None:
    group = RevenueGroup.objects.get(account=account, key="goederen")
    Product.objects.bulk_create(
        Product(account=account, name=f"Artikel {number:04d}", revenue_group=group)
        for number in range(1000)
    )
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        assert "Artikel 0024" in text(client.get(url(account, "product_list")))


def test_a_revenue_group_is_added_renamed_made_the_usual_and_archived(
    client: Client, account: Account
) -> None:
    listed = url(account, "settings_revenue_groups")
    client.post(listed, {"name": "Verhuur"})
    group = RevenueGroup.objects.get(account=account, key="verhuur")
    edit = url(account, "settings_revenue_group", "verhuur")
    client.post(edit, {"name": "Verhuur machines", "is_default": "on"})
    group.refresh_from_db()
    assert (group.name, group.is_default) == ("Verhuur machines", True)
    refused = client.post(edit, {"name": "Verhuur machines"})
    assert "Maak eerst een andere omzetgroep de gewone." in text(refused)
    answer = client.post(url(account, "revenue_group_archive", "verhuur"), follow=True)
    assert "Maak eerst een andere omzetgroep de gewone." in text(answer)
    client.post(url(account, "revenue_group_archive", "goederen"))
    assert "Gearchiveerd" in text(client.get(listed))
    refused = client.post(
        url(account, "settings_revenue_group", "goederen"), {"name": "Goed", "is_default": "on"}
    )
    assert "Zet de omzetgroep eerst terug." in text(refused)
    client.post(url(account, "revenue_group_restore", "goederen"))
    assert not RevenueGroup.objects.filter(archived_at__isnull=False).exists()
    assert client.get(url(account, "settings_revenue_group", "nergens")).status_code == 404


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "Geef de omzetgroep een naam."), ("goederen", "Er is al een omzetgroep met deze naam.")],
)
def test_a_revenue_group_is_refused_with_the_reason(
    client: Client, account: Account, name: str, reason: str
) -> None:
    answer = client.post(url(account, "settings_revenue_groups"), {"name": name})
    assert (answer.status_code, reason in text(answer)) == (422, True)


def test_payment_conditions_are_furnished_changed_and_archived(
    client: Client, account: Account
) -> None:
    listed = url(account, "settings_payment_conditions")
    assert "Nu geldt overal 30 dagen." in text(client.get(listed))
    for _twice in range(2):
        client.post(url(account, "payment_conditions_usual"))
    page = text(client.get(listed))
    for sentence in (
        "Betalen binnen 30 dagen.",
        "Betalen binnen 30 dagen, tot het einde van de maand.",
        "Betalen binnen 30 dagen; 2 % korting binnen 8 dagen.",
        "Automatische incasso na 14 dagen.",
    ):
        assert page.count(sentence) == 1
    client.post(listed, CONDITION | {"is_default": "on", "code": "60"})
    usual = PaymentCondition.objects.get(account=account, is_default=True)
    assert usual.name == "60 dagen"
    assert "De gewone: 60 dagen" in text(client.get(url(account, "customer_new")))
    edit = url(account, "settings_payment_condition", usual.public_id)
    client.post(edit, CONDITION | {"name": "Twee maanden", "days": "61"}, follow=True)
    usual.refresh_from_db()
    assert (usual.name, usual.days, usual.is_default) == ("Twee maanden", 61, False)
    client.post(url(account, "payment_condition_archive", usual.public_id), follow=True)
    assert "Twee maanden" not in text(client.get(url(account, "customer_new")))
    refused = client.post(edit, CONDITION | {"is_default": "on"})
    assert "Zet de betaalvoorwaarde eerst terug." in text(refused)
    client.post(url(account, "payment_condition_restore", usual.public_id))
    assert "Twee maanden" in text(client.get(url(account, "customer_new")))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "Geef de betaalvoorwaarde een naam."),
        ({"days": "400"}, "van 0 tot 365"),
        ({"days": ""}, "Vul dit in."),
        ({"discount_percent": "2"}, "Vul in binnen hoeveel dagen de korting geldt."),
        ({"discount_percent": "2", "discount_days": "90"}, "niet langer dan de betaaltermijn"),
        ({"discount_percent": "101", "discount_days": "8"}, "van 0 tot 100"),
        ({"code": "30"}, "Een andere betaalvoorwaarde heeft deze code al."),
        ({"method": "barter"}, "Kies een van de mogelijkheden."),
    ],
)
def test_a_payment_condition_is_refused_with_the_reason(
    client: Client, account: Account, changes: dict[str, str], reason: str
) -> None:
    payment_conditions_furnish(account=account, actor=None)
    answer = client.post(url(account, "settings_payment_conditions"), CONDITION | changes)
    assert (answer.status_code, reason in text(answer)) == (422, True)


def test_an_archived_condition_stays_with_the_customer_that_has_it(
    client: Client, account: Account
) -> None:
    payment_conditions_furnish(account=account, actor=None)
    condition = PaymentCondition.objects.get(account=account, code="30E")
    customer = make_customer(account, payment_condition=condition)
    client.post(url(account, "payment_condition_archive", condition.public_id))
    edit = url(account, "customer_edit", customer.public_id)
    assert "30 dagen einde maand (gearchiveerd)" in text(client.get(edit))
    client.post(edit, CUSTOMER | {"payment_condition": condition.public_id})
    customer.refresh_from_db()
    assert (customer.name, customer.payment_condition) == ("Café De Zwaan", condition)


def test_a_viewer_reads_the_lists_and_changes_nothing(account: Account) -> None:
    customer = make_customer(account)
    product = product_create(account=account, actor=None, values=ProductValues(name="Dekoven"))
    browser = Client()
    browser.force_login(add_member(account, Role.VIEWER))
    for name in ("customer", "supplier", "product"):
        answer = browser.get(url(account, f"{name}_list"))
        new = url(account, f"{name}_new")
        assert (answer.status_code, new in text(answer)) == (200, False), name
    forbidden = [
        url(account, "customer_new"),
        url(account, "supplier_new"),
        url(account, "product_new"),
        url(account, "customer_edit", customer.public_id),
        url(account, "customer_archive", customer.public_id),
        url(account, "product_archive", product.public_id),
        url(account, "settings_payment_conditions"),
        url(account, "settings_revenue_groups"),
        url(account, "revenue_group_archive", "goederen"),
    ]
    assert {browser.post(path, CUSTOMER).status_code for path in forbidden} == {403}
    assert not Customer.objects.filter(archived_at__isnull=False).exists()
