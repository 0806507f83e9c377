"""The seller's own details."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, User
from invoicing.models import Company
from invoicing.parties import checked_identifiers
from invoicing.pdf.view import FOOTER_LINES
from invoicing.problems import Problem, Refused
from invoicing.queries.logos import logo_exists
from invoicing.services.changes import row_change

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# It stands at the foot of every page.
FOOTER_LENGTH = 400


class CompanyRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class CompanyValues:
    """What can be changed about the company; numbers and IBAN in any notation.

    `colour` is #rrggbb or empty; `court` the register of legal persons (RPR), such as 'Gent';
    `logo_sha256` is that of a logo kept by `logo_keep`, or empty for none.
    """

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "BE"
    vat_number: str = ""
    enterprise_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    iban: str = ""
    bic: str = ""
    language: str = "nl"
    payment_term_days: int = 30
    is_small_business: bool = False
    uses_oss: bool = False
    legal_form: str = ""
    court: str = ""
    peppol_id: str = ""
    g_iban: str = ""
    g_bic: str = ""
    payroll_tax_number: str = ""
    creditor_id: str = ""
    einvoice_with_pdf: bool = True
    colour: str = ""
    footer: str = ""
    logo_sha256: str = ""


@transaction.atomic
def company_create(*, account: Account) -> Company:
    """Give a new account its company, with the name and country it signed up with."""
    company, _created = Company.objects.get_or_create(
        account=account, defaults={"name": account.name, "country": account.country}
    )
    return company


@transaction.atomic
def company_update(*, company: Company, actor: User | None, values: CompanyValues) -> Company:
    """Store the details, with numbers in their compact form.

    Raises CompanyRefused when a VAT number, enterprise or KvK number, IBAN or BIC is not one, and
    when the country is not the account's: its VAT rates and rules go by that country.
    """
    numbers, problems = compact_numbers(values)
    if values.colour and not COLOUR.fullmatch(values.colour):
        problems.append(Problem("colour", _("Een kleur ziet eruit als #1f6feb.")))
    if values.g_iban and numbers.get("g_iban") == numbers.get("iban"):
        message = _("De G-rekening is een andere rekening dan de gewone.")
        problems.append(Problem("g_iban", message))
    problems += _footer_problems(values.footer)
    if values.logo_sha256 and not logo_exists(account=company.account, sha256=values.logo_sha256):
        problems.append(Problem("logo", _("Dit logo is er niet meer. Kies het opnieuw.")))
    if values.country != company.account.country:
        problems.append(Problem("country", _("Het land is dat van je account.")))
    if problems:
        raise CompanyRefused(problems)
    return row_change(row=company, actor=actor, wanted=asdict(values) | numbers)


def _footer_problems(footer: str) -> list[Problem]:
    if len(footer) > FOOTER_LENGTH:
        message = _("Schrijf hier hoogstens %(n)s tekens.") % {"n": FOOTER_LENGTH}
    elif len(footer.strip().splitlines()) > FOOTER_LINES:
        message = _("Schrijf hier hoogstens %(n)s lijnen.") % {"n": FOOTER_LINES}
    else:
        return []
    return [Problem("footer", message)]


def compact_numbers(values: CompanyValues) -> tuple[dict[str, str], list[Problem]]:
    """Give the numbers in their compact form by field, and a problem per number that is none."""
    return checked_identifiers(
        country=values.country,
        vat_number=values.vat_number,
        enterprise_number=values.enterprise_number,
        iban=values.iban,
        bic=values.bic,
        g_iban=values.g_iban,
        g_bic=values.g_bic,
        creditor_id=values.creditor_id,
        peppol_id=values.peppol_id,
        payroll_tax_number=values.payroll_tax_number,
    )
