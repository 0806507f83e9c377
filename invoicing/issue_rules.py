"""What must be right before a document takes a number.

Mandatory contents: directive 2006/112/EC art. 226, Belgian royal decree no. 1 art. 5, Dutch Wet OB
1968 art. 35a.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from invoicing.documents import PaymentMethod
from invoicing.extra_values import of_level, values_missing
from invoicing.issue_content import IssueContent
from invoicing.issue_line_rules import line_problems
from invoicing.issue_place_rules import place_problems
from invoicing.issue_remaining_rules import remaining_problems
from invoicing.models import Customer
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem
from invoicing.vat import EU_COUNTRIES, OSS

# The buyer accounts for the VAT, so its VAT number must be on the invoice (art. 226, 4).
BUYER_NUMBER_TREATMENTS = frozenset(
    {"be_cocontractor", "nl_reverse_charge", "eu_services", "eu_goods", "triangular"}
)
EU_TREATMENTS = frozenset({"eu_services", "eu_goods", "triangular"})


def issue_problems(content: IssueContent, *, today: date) -> list[Problem]:
    """Name everything that stands in the way of issuing; an empty list means nothing does."""
    return [
        *_date(content.issue_date, today),
        *_seller(content),
        *_buyer(content),
        *line_problems(content),
        *_amount(content),
        *remaining_problems(content),
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


def _seller(content: IssueContent) -> Iterator[Problem]:
    company = content.company
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
    if content.document.g_account_percent:
        wanted |= {"g_iban": _("G-rekening"), "payroll_tax_number": _("loonheffingennummer")}
    if content.document.payment_method == PaymentMethod.DIRECT_DEBIT:
        wanted["creditor_id"] = _("incassant-ID")
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
    if content.document.payment_method == PaymentMethod.DIRECT_DEBIT and not (
        customer.mandate_reference and customer.mandate_date
    ):
        message = _("Zet het kenmerk en de datum van de machtiging bij de klant: je int zelf.")
        yield Problem("customer", message)
    if not (content.is_credit_note and content.remaining):
        yield from _buyer_treatments(content, customer)
        yield from place_problems(content, customer)


def _buyer_treatments(content: IssueContent, customer: Customer) -> Iterator[Problem]:
    treatments = {line.treatment for line in content.lines}
    if treatments & BUYER_NUMBER_TREATMENTS and not customer.vat_number:
        yield Problem("customer", _("Zet het btw-nummer bij de klant: de btw is voor de koper."))
    is_abroad_in_eu = customer.country in EU_COUNTRIES - {content.company.country}
    if treatments & EU_TREATMENTS and not is_abroad_in_eu:
        yield Problem("customer", _("Dit btw-stelsel is voor een klant in een ander EU-land."))
    place = content.document.delivery_country or customer.country
    goes_abroad_in_eu = place in EU_COUNTRIES - {content.company.country}
    if OSS in treatments and (customer.is_business or not goes_abroad_in_eu):
        yield Problem("customer", _("OSS is voor particulieren in een ander EU-land."))


def _amount(content: IssueContent) -> Iterator[Problem]:
    document = content.document
    if document.gross < 0 and not content.is_credit_note:
        yield Problem("lines", _("Het totaal is negatief. Maak daarvoor een creditnota."))
    elif document.gross < 0 and content.remaining is None:
        yield Problem("lines", _("Het totaal van een creditnota kan niet negatief zijn."))
    if content.is_credit_note and not document.original_number:
        yield Problem("original", _("Zeg van welke factuur dit een creditnota is."))


def _extra(content: IssueContent) -> Iterator[Problem]:
    """What is required, always or by this customer; a credit note has what its original had."""
    if content.follows_original:
        return
    filled = content.extra
    yield from filled.problems
    refused = {problem.field for problem in filled.problems}
    also = content.customer.required_extra if content.customer else ()
    on_document = of_level(content.extra_fields, ExtraFieldLevel.DOCUMENT)
    on_lines = of_level(content.extra_fields, ExtraFieldLevel.LINE)
    missing = values_missing(on_document, filled.document, also=also)
    for index, values in enumerate(filled.lines):
        path = f"lines.{index}.extra"
        missing += values_missing(on_lines, values, path=path, also=also)
    yield from (problem for problem in missing if problem.field not in refused)
