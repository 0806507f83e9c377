"""Seller and buyer: checking their numbers, and freezing them as printed on a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from invoicing.documents import Party
from invoicing.identifiers import (
    IdentifierError,
    check_bic,
    check_creditor_id,
    check_enterprise_number,
    check_iban,
    check_payroll_tax_number,
    check_peppol_id,
    check_vat_number,
    vat_number_country,
)
from invoicing.models import Company, Customer
from invoicing.problems import Problem


def checked_identifiers(
    *,
    country: str,
    vat_number: str,
    enterprise_number: str,
    iban: str | None = None,
    bic: str | None = None,
    g_iban: str | None = None,
    g_bic: str | None = None,
    creditor_id: str | None = None,
    peppol_id: str | None = None,
    payroll_tax_number: str | None = None,
) -> tuple[dict[str, str], list[Problem]]:
    """Bring the numbers to their compact form; an empty one stays empty.

    Gives the numbers by field name (VAT and enterprise number always, the others only when given),
    and a problem per number that is none.
    """
    checks: dict[str, tuple[str | None, Callable[[str], str]]] = {
        "vat_number": (vat_number, lambda value: check_vat_number(value, country)),
        "enterprise_number": (
            enterprise_number,
            lambda value: check_enterprise_number(value, country),
        ),
        "iban": (iban, check_iban),
        "bic": (bic, check_bic),
        "g_iban": (g_iban, check_iban),
        "g_bic": (g_bic, check_bic),
        "creditor_id": (creditor_id, check_creditor_id),
        "peppol_id": (peppol_id, check_peppol_id),
        "payroll_tax_number": (payroll_tax_number, check_payroll_tax_number),
    }
    numbers: dict[str, str] = {}
    problems: list[Problem] = []
    for field, (value, check) in checks.items():
        if value is None:
            continue
        if not value.strip():
            numbers[field] = ""
            continue
        try:
            numbers[field] = check(value)
        except IdentifierError as error:
            problems.append(Problem(field, _said(error)))
    return numbers, problems


def checked_party_numbers(
    *, country: str, vat_number: str, **numbers: str
) -> tuple[dict[str, str], list[Problem]]:
    """Check the numbers of a customer or supplier; a VAT number of another EU country than the
    chosen one is told as that.
    """
    found, problems = checked_identifiers(country=country, vat_number=vat_number, **numbers)
    if hint := country_problem(vat_number, country):
        others = [problem for problem in problems if problem.field != "vat_number"]
        problems = [Problem("vat_number", hint), *others]
    return found, problems


def _said(error: IdentifierError) -> str:
    sentence = gettext(error.sentence)
    return sentence % error.params if error.params else sentence


def checked_code(code: str, rows: QuerySet[Any], present: Model | None) -> list[Problem]:
    """Name what is wrong with a code of the account's own: too long, or another row's already.

    `rows` are the account's, `present` is the one that is being changed.
    """
    others = rows.exclude(pk=present.pk) if present else rows
    wanted = code.strip()
    field = others.model._meta.get_field("code")
    if field.max_length is not None and len(wanted) > field.max_length:
        message = gettext("Schrijf hier hoogstens %(n)s tekens.") % {"n": field.max_length}
        return [Problem("code", message)]
    taken = others.filter(code=wanted).first() if wanted else None
    if taken is None:
        return []
    return [Problem("code", gettext("%(name)s heeft dit nummer al.") % {"name": taken})]


def country_problem(vat_number: str, country: str) -> str:
    """Tell that a VAT number is one of another EU country than the chosen one; or nothing."""
    found = vat_number_country(vat_number)
    if not found or found == country:
        return ""
    hints = {
        "BE": gettext("Dit is een Belgisch btw-nummer. Kies eerst het land België."),
        "NL": gettext("Dit is een Nederlands btw-nummer. Kies eerst het land Nederland."),
    }
    other = gettext("Dit is een btw-nummer van een ander land (%(code)s). Kies eerst dat land.")
    return hints.get(found, other % {"code": found})


def seller_party(company: Company) -> Party:
    """Give the seller as it stands now."""
    return Party(
        name=company.name,
        street=company.street,
        postal_code=company.postal_code,
        city=company.city,
        country=company.country,
        vat_number=company.vat_number,
        enterprise_number=company.enterprise_number,
        email=company.email,
        phone=company.phone,
        website=company.website,
        iban=company.iban,
        bic=company.bic,
        language=company.language,
        legal_form=company.legal_form,
        court=company.court,
        peppol_id=company.peppol_id,
        g_iban=company.g_iban,
        g_bic=company.g_bic,
        creditor_id=company.creditor_id,
        payroll_tax_number=company.payroll_tax_number,
        logo_sha256=company.logo_sha256,
        colour=company.colour,
        footer=company.footer,
    )


def buyer_party(customer: Customer) -> Party:
    """Give the buyer as it stands now; `key` is the customer's public id."""
    return Party(
        key=customer.public_id,
        name=customer.name,
        is_business=customer.is_business,
        contact=customer.contact,
        street=customer.street,
        postal_code=customer.postal_code,
        city=customer.city,
        country=customer.country,
        vat_number=customer.vat_number,
        enterprise_number=customer.enterprise_number,
        email=customer.email,
        phone=customer.phone,
        website=customer.website,
        language=customer.language,
        peppol_id=customer.peppol_id,
        is_government=customer.is_government,
    )


def frozen(party: Party) -> dict[str, Any]:
    """Turn a party into the JSON that a document keeps."""
    # Its values are plain: `asdict` would copy each of them, at ten times the cost.
    return dict(vars(party))


def thawed(values: dict[str, Any]) -> Party:
    """Read a party back from a document's JSON."""
    return Party(**values)
