"""Where goods must go, and where the buyer must be, for a VAT treatment to be possible at all.

Directive 2006/112/EC art. 33, 44, 138, 141 and 146; Belgian royal decree no. 1 art. 20, Dutch Wet
OB 1968 art. 12.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from invoicing.issue_content import IssueContent
from invoicing.models import Customer, DocumentLine
from invoicing.pdf.countries import country_name
from invoicing.problems import Problem
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.vat import EU_COUNTRIES, OSS, treatment_for_code

GOODS_WITHIN_EU = frozenset({"eu_goods", "triangular"})
# The buyer files the return of this country, and so has a VAT number of it.
NUMBER_OF = {"be_cocontractor": "BE", "nl_reverse_charge": "NL"}


def place_problems(content: IssueContent, customer: Customer) -> Iterator[Problem]:
    """Name the lines whose treatment cannot be: VAT would be missing where it must be."""
    chosen: set[tuple[str, str]] = set()
    for index, line in enumerate(content.lines):
        if line.advance_id:  # has the VAT of its advance
            continue
        path = f"lines.{index}.treatment"
        if message := _goods(line, content, customer):
            # Beside the country where one was chosen, else beside the choice of VAT.
            field = "delivery_country" if content.document.delivery_country else path
            if (field, message) not in chosen:
                yield Problem(field, message)
            chosen.add((field, message))
        elif message := _buyer(line, content, customer):
            yield Problem(path, message)


def _goods(line: DocumentLine, content: IssueContent, customer: Customer) -> str:
    place = content.document.delivery_country or customer.country
    if line.treatment == "export_goods" and place in EU_COUNTRIES:
        return _(
            "Uitvoer is voor goederen die de EU verlaten: kies een land van levering buiten de EU, "
            "of een ander btw-stelsel."
        )
    # A buyer at home or outside the EU is refused beside the customer already.
    is_chosen = bool(content.document.delivery_country)
    elsewhere = EU_COUNTRIES - {content.company.country}
    if line.treatment in GOODS_WITHIN_EU and is_chosen and place not in elsewhere:
        return _(
            "De goederen gaan naar een ander EU-land: kies dat land van levering, of een ander "
            "btw-stelsel."
        )
    return ""


def _buyer(line: DocumentLine, content: IssueContent, customer: Customer) -> str:
    wanted = NUMBER_OF.get(line.treatment)
    if wanted and customer.vat_number and not customer.vat_number.startswith(wanted):
        message = _(
            "'%(treatment)s' is voor een klant met een btw-nummer dat met %(country)s begint. "
            "Kies een ander btw-stelsel."
        )
        return message % {"treatment": _label(line.treatment), "country": wanted}
    if line.treatment == "outside_scope" and customer.country in EU_COUNTRIES:
        is_eu_business = customer.is_business and customer.country != content.company.country
        message = _("'%(treatment)s' is hier voor een klant buiten de EU. Kies '%(better)s'.")
        return message % {
            "treatment": _label(line.treatment),
            "better": _label("eu_services" if is_eu_business else "domestic"),
        }
    place = content.document.delivery_country or customer.country
    is_abroad_in_eu = customer.country in EU_COUNTRIES - {content.company.country}
    if line.treatment == OSS and is_abroad_in_eu and line.vat_country not in ("", place):
        message = _(
            "OSS rekent de btw van het land waar de goederen aankomen: kies een tarief van "
            "%(country)s."
        )
        return message % {"country": country_name(place, reader_language())}
    return ""


def _label(code: str) -> str:
    return in_reader_language(treatment_for_code(code).label)
