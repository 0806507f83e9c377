"""The seller's own details."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import event_record
from accounts.models import Account, User
from invoicing.models import Company
from invoicing.parties import checked_identifiers
from invoicing.problems import Problem, Refused


class CompanyRefused(Refused):
    """The details cannot be right; per field."""


@dataclass(frozen=True, kw_only=True)
class CompanyValues:
    """What can be changed about the company; numbers and IBAN in any notation."""

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
    wanted = asdict(values)
    numbers, problems = checked_identifiers(
        country=values.country,
        vat_number=values.vat_number,
        enterprise_number=values.enterprise_number,
        iban=values.iban,
        bic=values.bic,
    )
    if values.country != company.account.country:
        problems.append(Problem("country", _("Het land is dat van je account.")))
    if problems:
        raise CompanyRefused(problems)
    wanted |= numbers
    before = {name: getattr(company, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if not changed:
        return company
    for name, value in changed.items():
        setattr(company, name, value)
    company.save(update_fields=list(changed))
    event_record(
        account=company.account,
        actor=actor,
        action="company.changed",
        subject_type="company",
        subject_id=str(company.pk),
        before={name: before[name] for name in changed},
        after=changed,
    )
    return company
