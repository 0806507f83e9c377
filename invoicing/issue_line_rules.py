"""What must be right about each line before a document takes a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from invoicing.documents import LineNature
from invoicing.draft_lines import no_rate
from invoicing.formats import format_percent
from invoicing.issue_content import IssueContent
from invoicing.models import Company, DocumentLine
from invoicing.problems import Problem
from invoicing.queries.vat_rates import RatesOn
from invoicing.reader_language import reader_language, vat_rule_said
from invoicing.vat import (
    DISBURSEMENT,
    EU_COUNTRIES,
    OSS,
    VatRuleError,
    check_rate,
    treatment_for_code,
    treatments_for_country,
)

OUTSIDE_SCOPE = "outside_scope"
WITH_VAT = frozenset({"domestic", OSS})


def line_problems(content: IssueContent) -> Iterator[Problem]:
    """Name what is wrong with the lines. A credit note keeps the treatment and rate of its
    original, whatever holds today.
    """
    if not content.lines:
        yield Problem("lines", _("Zet minstens één lijn op de factuur."))
    if content.remaining is None:
        yield from _forgotten_prices(content)
    rates = content.rates
    for index, line in enumerate(content.lines):
        path = f"lines.{index}"
        if not line.description:
            yield Problem(f"{path}.description", _("Schrijf wat je levert."))
        if content.remaining is None:
            yield from _treatment(f"{path}.treatment", line, content)
            yield from _rate(path, line, content.company, rates)
            yield from _nature(path, line)


def _forgotten_prices(content: IssueContent) -> Iterator[Problem]:
    """A draft keeps an empty price as 0; where no line has an amount, prices were forgotten. Free
    work is said by its price with 100 % discount, a covered invoice has the advance's amount.
    """
    if any(line.quantity * line.unit_price for line in content.lines):
        return
    message = _("Vul de prijs in. Is het gratis? Zet dan de gewone prijs met 100 % korting.")
    for index, line in enumerate(content.lines):
        name = "quantity" if line.unit_price else "unit_price"
        told = _("Vul een aantal boven 0 in.")
        yield Problem(f"lines.{index}.{name}", told if line.unit_price else message)


def _treatment(path: str, line: DocumentLine, content: IssueContent) -> Iterator[Problem]:
    company = content.company
    if line.treatment not in {known.code for known in treatments_for_country(company.country)}:
        yield Problem(path, _("Dit btw-stelsel hoort niet bij het land van je bedrijf."))
    if company.is_small_business and line.treatment in WITH_VAT:
        yield Problem(path, _("Een kleine onderneming rekent geen btw: kies 'Kleine onderneming'."))
    if not company.is_small_business and line.treatment == "small_business":
        message = _("Je bedrijf staat niet als kleine onderneming zonder btw in de instellingen.")
        yield Problem(path, message)
    if line.treatment == OSS and not company.uses_oss:
        message = _("Je bedrijf staat niet als gebruiker van OSS in de instellingen.")
        yield Problem(path, message)
    # EN 16931 BR-O-11 to 14.
    if line.treatment == OUTSIDE_SCOPE and {each.treatment for each in content.lines} != {
        OUTSIDE_SCOPE
    }:
        message = _("'Buiten de btw' staat alleen op een factuur: maak voor de rest een tweede.")
        yield Problem(path, message)


def _rate(path: str, line: DocumentLine, company: Company, rates: RatesOn) -> Iterator[Problem]:
    try:
        check_rate(line.treatment, line.vat_rate)
    except VatRuleError as error:
        yield Problem(f"{path}.vat_rate", vat_rule_said(error))
        return
    # A deducted advance keeps the rate that it was invoiced at.
    if not treatment_for_code(line.treatment).charges_vat or line.advance_id:
        return
    country = line.vat_country or company.country
    if line.treatment == OSS and country not in EU_COUNTRIES - {company.country}:
        yield Problem(f"{path}.treatment", _("Kies het EU-land waarvan je de btw rekent."))
    elif line.rate_name:
        yield from _named_rate(path, line, country, rates)
    elif line.vat_rate not in rates.percentages(country):
        yield Problem(f"{path}.vat_rate", no_rate(country, rates))


def _named_rate(path: str, line: DocumentLine, country: str, rates: RatesOn) -> Iterator[Problem]:
    percent = rates.percent(country, line.rate_name)
    if percent is None:
        yield Problem(f"{path}.vat_rate", no_rate(country, rates))
    elif percent != line.vat_rate:
        message = _(
            "Op %(date)s is dit tarief %(rate)s, niet %(old)s. Kijk het btw-tarief van de lijn na "
            "en kies 'Concept bewaren'."
        )
        values = {
            "date": date_format(rates.tax_point, "d-m-Y"),
            "rate": format_percent(percent, reader_language()),
            "old": format_percent(line.vat_rate, reader_language()),
        }
        yield Problem(f"{path}.vat_rate", message % values)


def _nature(path: str, line: DocumentLine) -> Iterator[Problem]:
    if line.nature == LineNature.DISBURSEMENT and line.treatment != DISBURSEMENT:
        message = _("Voorgeschoten kosten hebben geen btw: kies 'Voorgeschoten kosten'.")
        yield Problem(f"{path}.treatment", message)
    if line.nature != LineNature.DEFERRED:
        return
    if line.deferred_from is None or line.deferred_to is None:
        message = _("Zeg over welke maanden deze opbrengst loopt.")
        yield Problem(f"{path}.deferred_from", message)
    elif line.deferred_from.day != 1 or (line.deferred_to + timedelta(days=1)).day != 1:
        message = _("Kies hele maanden: van de eerste tot en met de laatste dag van een maand.")
        yield Problem(f"{path}.deferred_from", message)
