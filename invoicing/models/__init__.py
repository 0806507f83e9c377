"""The domain's tables, one module per noun."""

from invoicing.models.company import Company
from invoicing.models.customer import Customer
from invoicing.models.document import (
    Document,
    DocumentFile,
    DocumentLine,
    DocumentVatTotal,
)
from invoicing.models.extra_field import DocumentExtraText, ExtraField
from invoicing.models.logo import Logo
from invoicing.models.number_series import NumberFormat, NumberSeries
from invoicing.models.payment import Payment
from invoicing.models.payment_condition import PaymentCondition
from invoicing.models.product import Product
from invoicing.models.revenue_group import RevenueGroup
from invoicing.models.supplier import Supplier
from invoicing.models.vat_rate import VatRate

__all__ = [
    "Company",
    "Customer",
    "Document",
    "DocumentExtraText",
    "DocumentFile",
    "DocumentLine",
    "DocumentVatTotal",
    "ExtraField",
    "Logo",
    "NumberFormat",
    "NumberSeries",
    "Payment",
    "PaymentCondition",
    "Product",
    "RevenueGroup",
    "Supplier",
    "VatRate",
]
