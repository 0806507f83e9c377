"""How a company's invoices look, shown on an invoice that does not exist."""

from __future__ import annotations

from dataclasses import asdict

from accounts import clock
from invoicing.models import Company
from invoicing.parties import seller_party
from invoicing.pdf.render import render_page
from invoicing.pdf.sample import sample_document
from invoicing.queries.logos import logo_content, logo_exists
from invoicing.services.companies import CompanyValues, compact_numbers


def company_sample(*, company: Company, values: CompanyValues) -> bytes:
    """Give a picture (SVG) of an invoice as it would be with these values; nothing is stored."""
    wanted = Company(account=company.account, **(asdict(values) | compact_numbers(values)[0]))
    document = sample_document(
        seller_party(wanted),
        language=wanted.language,
        day=clock.today(),
        term_days=wanted.payment_term_days,
        charges_vat=not wanted.is_small_business,
    )
    is_kept = logo_exists(account=company.account, sha256=wanted.logo_sha256)
    sha256 = wanted.logo_sha256 if is_kept else ""
    return render_page(document, logo=logo_content(account=company.account, sha256=sha256))
