"""What a form does not ask for stays as it is: a company loses nothing by it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from invoicing.models import Company
from invoicing.services.companies import CompanyValues


def company_kept(company: Company, typed: dict[str, Any]) -> CompanyValues:
    """Give the company's values with what was typed in their place."""
    present = {each.name: getattr(company, each.name) for each in fields(CompanyValues)}
    return CompanyValues(**(present | typed))
