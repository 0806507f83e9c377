"""What must be right before a document takes a number.

Mandatory contents: directive 2006/112/EC art. 226, Belgian royal decree no. 1 art. 5, Dutch Wet OB
1968 art. 35a.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from invoicing.extra_values import values_missing
from invoicing.issue_content import IssueContent
from invoicing.models import Company, DocumentLine
from invoicing.models.document import DocumentKindChoice
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem
from invoicing.queries.vat_rates import vat_percentages_at
from invoicing.vat import (
    EU_COUNTRIES,
    VatRuleError,
    check_rate,
    treatment_for_code,
    treatments_for_country,
)

# The buyer accounts for the VAT, so its VAT number must be on the invoice (art. 226, 4).
BUYER_NUMBER_TREATMENTS = frozenset(
    {"be_cocontractor", "nl_reverse_charge", "eu_services", "eu_goods"}
)
EU_TREATMENTS = frozenset({"eu_services", "eu_goods"})


def issue_problems(content: IssueContent, *, today: date) -> list[Problem]:
    """Name everything that stands in the way of issuing; an empty list means nothing does."""
    return [
        *_date(content.issue_date, today),
        *_seller(content.company),
        *_buyer(content),
        *_lines(content),
        *_amount(content),
        *_extra(content),
    ]


def date_problems(issue_date: date, last_issue_date: date | None) -> list[Problem]:
    """Refuse a date before the last one of the series: numbers and dates run in the same order."""
    if last_issue_date is None or issue_date >= last_issue_date:
        return []
    message = _("De laatste factuur is van %(date)s. Kies die datum of een latere.") % {
        "date": date_format(last_issue_date, "d-m-Y")
    }
    return [Problem("issue_date", message)]


def _date(issue_date: date, today: date) -> Iterator[Problem]:
    if issue_date > today:
        yield Problem("issue_date", _("De factuurdatum kan niet na vandaag liggen."))


def _seller(company: Company) -> Iterator[Problem]:
    wanted = {
        "name": _("bedrijfsnaam"),
        "street": _("straat en nummer"),
        "postal_code": _("postcode"),
        "city": _("plaats"),
        "enterprise_number": _("ondernemings- of KvK-nummer"),
        "iban": _("IBAN"),
    }
    # A Belgian small business has a VAT number and prints it; a Dutch one may have none.
    if not company.is_small_business or company.country == "BE":
        wanted["vat_number"] = _("btw-nummer")
    missing = [label for name, label in wanted.items() if not getattr(company, name)]
    if missing:
        message = _("Vul eerst je bedrijfsgegevens aan: %(fields)s.")
        yield Problem("seller", message % {"fields": ", ".join(missing)})


def _buyer(content: IssueContent) -> Iterator[Problem]:
    customer = content.customer
    if customer is None:
        yield Problem("customer", _("Kies voor wie de factuur is."))
        return
    if customer.is_business and not (customer.street and customer.postal_code and customer.city):
        yield Problem("customer", _("Vul het adres van de klant aan: straat, postcode en plaats."))
    treatments = {line.treatment for line in content.lines}
    if treatments & BUYER_NUMBER_TREATMENTS and not customer.vat_number:
        yield Problem("customer", _("Zet het btw-nummer bij de klant: de btw is voor de koper."))
    is_abroad_in_eu = customer.country in EU_COUNTRIES - {content.company.country}
    if treatments & EU_TREATMENTS and not is_abroad_in_eu:
        yield Problem("customer", _("Dit btw-stelsel is voor een klant in een ander EU-land."))


def _lines(content: IssueContent) -> Iterator[Problem]:
    if not content.lines:
        yield Problem("lines", _("Zet minstens één lijn op de factuur."))
    rates = vat_percentages_at(country=content.company.country, tax_point=content.tax_point)
    for index, line in enumerate(content.lines):
        path = f"lines.{index}"
        if not line.description:
            yield Problem(f"{path}.description", _("Schrijf wat je levert."))
        yield from _treatment(path, line, content.company)
        yield from _rate(path, line, rates, content.tax_point)


def _treatment(path: str, line: DocumentLine, company: Company) -> Iterator[Problem]:
    allowed = {treatment.code for treatment in treatments_for_country(company.country)}
    if line.treatment not in allowed:
        yield Problem(
            f"{path}.treatment", _("Dit btw-stelsel hoort niet bij het land van je bedrijf.")
        )
    if company.is_small_business and line.treatment == "domestic":
        yield Problem(
            f"{path}.treatment",
            _("Een kleine onderneming rekent geen btw: kies 'Kleine onderneming'."),
        )
    if not company.is_small_business and line.treatment == "small_business":
        yield Problem(
            f"{path}.treatment",
            _("Je bedrijf staat niet als kleine onderneming zonder btw in de instellingen."),
        )


def _rate(
    path: str, line: DocumentLine, rates: Sequence[Decimal], tax_point: date
) -> Iterator[Problem]:
    try:
        check_rate(line.treatment, line.vat_rate)
    except VatRuleError as error:
        yield Problem(f"{path}.vat_rate", _(str(error)))
        return
    if treatment_for_code(line.treatment).charges_vat and line.vat_rate not in rates:
        known = ", ".join(f"{rate.normalize():f} %" for rate in rates if rate)
        message = _("Op %(date)s gelden deze btw-tarieven: %(rates)s.")
        values = {"date": date_format(tax_point, "d-m-Y"), "rates": known or "-"}
        yield Problem(f"{path}.vat_rate", message % values)


def _amount(content: IssueContent) -> Iterator[Problem]:
    document = content.document
    if document.gross < 0:
        yield Problem("lines", _("Het totaal is negatief. Maak daarvoor een creditnota."))
    is_credit_note = document.kind == DocumentKindChoice.CREDIT_NOTE
    if is_credit_note and not document.original_number:
        yield Problem("original", _("Zeg van welke factuur dit een creditnota is."))


def _extra(content: IssueContent) -> Iterator[Problem]:
    by_level = {
        level: [field for field in content.extra_fields if field.level == level]
        for level in ExtraFieldLevel.values
    }
    yield from values_missing(by_level[ExtraFieldLevel.DOCUMENT], content.document.extra)
    for index, line in enumerate(content.lines):
        path = f"lines.{index}.extra"
        yield from values_missing(by_level[ExtraFieldLevel.LINE], line.extra, path=path)
