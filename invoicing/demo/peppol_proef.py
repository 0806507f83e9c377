"""Peppol Proef BV: a Belgian test account, to import other companies' documents into."""

from __future__ import annotations

from invoicing.demo.shapes import DemoAccount
from invoicing.services.companies import CompanyValues

PEPPOL_PROEF = DemoAccount(
    slug="peppol-proef",
    company=CompanyValues(
        name="Peppol Proef BV",
        street="Testlaan 1",
        postal_code="1000",
        city="Brussel",
        country="BE",
        vat_number="BE0777000286",
        enterprise_number="0777000286",
        email="facturen@peppolproef.example",
        iban="BE69777000000278",
    ),
)
