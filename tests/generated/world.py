"""The sellers and customers that generated documents are between."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Account
from invoicing.documents import PaymentMethod
from invoicing.models import Company, Customer, PaymentCondition
from invoicing.services.companies import CompanyValues, company_update
from invoicing.services.customers import CustomerValues, customer_create
from invoicing.services.extra_fields import extra_field_create
from invoicing.services.payment_conditions import (
    PaymentConditionValues,
    payment_condition_create,
)
from tests.accounts.builders import make_account

D = Decimal
CREDITOR = "BE68ZZZ0123456789"
BE = {
    "name": "Oventechniek & Zonen BV",
    "street": "Bakkersstraat 7",
    "postal_code": "9000",
    "city": "Gent",
    "country": "BE",
    "vat_number": "BE0777000187",
    "enterprise_number": "0777000187",
    "iban": "BE80777000000177",
    "bic": "GKCCBEBB",
    "legal_form": "BV",
    "court": "RPR Gent",
    "uses_oss": True,
    "creditor_id": CREDITOR,
}
NL = {
    "name": "Flexwerk Demo BV",
    "street": "Markt 1",
    "postal_code": "4811 XX",
    "city": "Breda",
    "country": "NL",
    "vat_number": "NL850000014B01",
    "enterprise_number": "85000001",
    "iban": "NL20INGB0001234567",
    "g_iban": "NL02INGB0990000123",
    "payroll_tax_number": "850000014L01",
    "uses_oss": True,
    "creditor_id": CREDITOR,
}
SMALL = {"is_small_business": True, "uses_oss": False}
SELLERS = {
    "be": BE,
    "nl": NL,
    "be_small": BE | SMALL | {"name": "Bakkerij Els", "vat_number": "BE0123456749"},
    "nl_small": NL | SMALL | {"name": "Naaiatelier Roos", "vat_number": "", "g_iban": ""},
}
ADDRESS = {"street": "Korenmarkt 3", "postal_code": "2800", "city": "Mechelen"}
DUTCH = {"street": "Dijk 8", "postal_code": "5611 AB", "city": "Eindhoven", "country": "NL"}
CUSTOMERS = {
    "be": ADDRESS | {"name": "Café 't Hoekje <&> BV", "vat_number": "BE0428759497"},
    "be_fr": ADDRESS | {"name": "Éts Léon", "vat_number": "BE0403019261", "language": "fr"},
    "be_consumer": {"name": "Jan Peeters", "is_business": False},
    "be_government": ADDRESS
    | {"name": "Stad Mechelen", "enterprise_number": "0207499430", "is_government": True},
    "nl": DUTCH
    | {
        "name": "Bouwbedrijf Zuid BV",
        "vat_number": "NL004495445B01",
        "enterprise_number": "12345678",
    },
    "nl_without_kvk": DUTCH | {"name": "Zorg BV", "vat_number": "NL004495445B01"},
    "nl_consumer": {"name": "Sanne de Wit", "country": "NL", "is_business": False},
    "nl_government": DUTCH
    | {
        "name": "Gemeente Breda",
        "peppol_id": "0190:00000001002306608000",
        "is_government": True,
    },
    "de": {
        "name": "Backhaus GmbH",
        "street": "Hauptstraße 1",
        "postal_code": "10115",
        "city": "Berlin",
        "country": "DE",
        "vat_number": "DE136695976",
        "language": "en",
    },
    "fr": {
        "name": "Boulangerie Dupont SARL",
        "street": "Rue de la Paix 2",
        "postal_code": "75002",
        "city": "Paris",
        "country": "FR",
        "vat_number": "FR40303265045",
        "language": "fr",
    },
    "de_consumer": {"name": "Eva Müller", "country": "DE", "is_business": False, "language": "en"},
    "fr_consumer": {"name": "Zoé Dubois", "country": "FR", "is_business": False, "language": "fr"},
    "us": {
        "name": "Ovens Inc.",
        "street": "5th Avenue 1",
        "postal_code": "10001",
        "city": "New York",
        "country": "US",
        "language": "en",
    },
}
FIELDS = (
    ("document", "Werf", "text"),
    ("document", "Besteld op", "date"),
    ("line", "Toelichting", "multiline"),
)
MANDATE = {"mandate_reference": "MANDAAT-7", "mandate_date": date(2026, 1, 5)}
CONDITIONS = {
    "30": PaymentConditionValues(name="30 dagen", code="30", is_default=True),
    "30E": PaymentConditionValues(name="30 dagen einde maand", code="30E", end_of_month=True),
    "2C8": PaymentConditionValues(
        name="2 % binnen 8 dagen", code="2C8", discount_percent=D(2), discount_days=8
    ),
    "3C5": PaymentConditionValues(
        name="3,5 % binnen 5 dagen", code="3C5", discount_percent=D("3.5"), discount_days=5
    ),
    "IN": PaymentConditionValues(
        name="Domiciliëring", code="IN", method=PaymentMethod.DIRECT_DEBIT
    ),
}


@dataclass
class Shop:
    """One seller with everybody that it sells to."""

    key: str
    account: Account
    company: Company
    customers: dict[str, Customer] = field(default_factory=dict)
    conditions: dict[str, PaymentCondition] = field(default_factory=dict)


def make_shop(key: str) -> Shop:
    values = SELLERS[key]
    account = make_account(name=key, country=values["country"])
    company = Company.objects.get(account=account)
    company_update(company=company, actor=None, values=CompanyValues(**values))
    shop = Shop(key=key, account=account, company=Company.objects.get(account=account))
    for level, label, kind in FIELDS:
        extra_field_create(account=account, actor=None, level=level, label=label, type=kind)
    for code, condition in CONDITIONS.items():
        shop.conditions[code] = payment_condition_create(
            account=account, actor=None, values=condition
        )
    for name, customer in CUSTOMERS.items():
        shop.customers[name] = customer_create(
            account=account, actor=None, values=CustomerValues(**(customer | MANDATE))
        )
    return shop
