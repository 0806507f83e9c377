"""The rules of e-invoicing in plain Dutch: what to change, and where.

Keyed by rule id, or by its start where a family says the same of several VAT categories. Every
sentence is one fixed text, so that screens can translate it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from invoicing.ubl.validation.findings import Finding

SELLER, BUYER, LINES, DOCUMENT = "seller", "customer", "lines", "einvoice"


@dataclass(frozen=True)
class Advice:
    """What to change, in one Dutch sentence, and the field where (as `problems.Problem` has it).

    Where `message` has `%(rule)s` and `%(text)s` in it, those are the rule's own id and words.
    """

    field: str
    message: str
    rule: str = ""
    text: str = ""


SELLER_ADDRESS = gettext_noop("Vul je eigen straat, postcode en plaats in bij de bedrijfsgegevens.")
SELLER_NUMBER = gettext_noop(
    "Vul je btw-nummer en je ondernemings- of KvK-nummer in bij de bedrijfsgegevens."
)
SELLER_PEPPOL = gettext_noop(
    "Kijk je Peppol-adres na: voor België 0208 en je ondernemingsnummer, voor Nederland 0106 en je "
    "KvK-nummer."
)
BUYER_ADDRESS = gettext_noop("Vul straat, postcode, plaats en land van de klant in.")
BUYER_NAME = gettext_noop("Vul de naam van de klant in.")
BUYER_NUMBER = gettext_noop(
    "Zet het btw-nummer bij de klant, met de landcode ervoor: de btw is voor de koper."
)
BUYER_KVK = gettext_noop("Zet het KvK-nummer (8 cijfers) of OIN (20 cijfers) bij de klant.")
BUYER_PEPPOL = gettext_noop(
    "Zet bij de klant een ondernemingsnummer, KvK-nummer of Peppol-adres, bv. 0208:0777000187."
)
BUYER_SCHEME = gettext_noop(
    "Het Peppol-adres van de klant bestaat niet zo. Kijk het na, bv. 0208:0777000187, of laat het "
    "leeg: dan nemen we het ondernemings- of KvK-nummer."
)
BUYER_FORM = gettext_noop(
    "Er zit een tikfout in een nummer van de klant. Kijk het na: een Belgisch ondernemingsnummer "
    "heeft 10 cijfers, een KvK-nummer 8, en een btw-nummer begint met de landcode."
)
SELLER_FORM = gettext_noop(
    "Er zit een tikfout in een nummer bij je bedrijfsgegevens. Kijk je btw-nummer (met de landcode "
    "ervoor), je ondernemings- of KvK-nummer en je Peppol-adres na."
)
ALONE = gettext_noop(
    "'Buiten de btw' mag niet samen met een ander btw-stelsel op één factuur: maak er twee van."
)
RATE = gettext_noop("Kies een btw-tarief dat bij het btw-stelsel van de lijn hoort.")
REASON = gettext_noop(
    "Zonder btw hoort de reden op de factuur: kies een btw-stelsel dat die heeft."
)
DELIVERY = gettext_noop(
    "Bij goederen naar een ander EU-land horen de leveringsdatum en het land van levering."
)
NEGATIVE_PRICE = gettext_noop("Een prijs is nooit negatief: zet het minteken bij het aantal.")
ITEM_NAME = gettext_noop("Schrijf op elke lijn wat je levert.")
NO_LINES = gettext_noop("Zet minstens één lijn op de factuur.")
PERIOD = gettext_noop("Een periode eindigt niet voor ze begint: kijk de begin- en einddatum na.")
MANDATE = gettext_noop(
    "Bij automatische incasso hoort het kenmerk van de machtiging: zet het bij de klant."
)
ACCOUNT = gettext_noop("Vul je IBAN in bij de bedrijfsgegevens.")
DUE = gettext_noop("Geef de factuur een vervaldatum of een betaalvoorwaarde.")
REFERENCE = gettext_noop("Vul de referentie of het bestelnummer van de klant in.")
ORIGINAL = gettext_noop("Zeg van welke factuur dit een creditnota is.")
COUNTRY = gettext_noop("Kies een land uit de lijst, bij de klant en bij je bedrijf.")
AMOUNTS = gettext_noop(
    "De bedragen in de e-factuur sluiten niet (regel %(rule)s). Dat ligt niet aan jou: meld het "
    "aan de helpdesk, dan kijken we het na."
)
FORM = gettext_noop(
    "De e-factuur heeft niet de vorm die de norm vraagt: %(text)s. Meld het aan de helpdesk."
)
UNKNOWN = gettext_noop("De e-factuur voldoet niet aan regel %(rule)s: %(text)s.")

RULES: Mapping[str, tuple[str, str]] = {
    "XSD": (DOCUMENT, FORM),
    "BR-06": (SELLER, SELLER_NUMBER),
    "BR-07": (BUYER, BUYER_NAME),
    "BR-08": (SELLER, SELLER_ADDRESS),
    "BR-09": (SELLER, SELLER_ADDRESS),
    "BR-10": (BUYER, BUYER_ADDRESS),
    "BR-11": (BUYER, BUYER_ADDRESS),
    "BR-16": (LINES, NO_LINES),
    "BR-25": (LINES, ITEM_NAME),
    "BR-27": (LINES, NEGATIVE_PRICE),
    "BR-28": (LINES, NEGATIVE_PRICE),
    "BR-29": (LINES, PERIOD),
    "BR-30": (LINES, PERIOD),
    "BR-50": (SELLER, ACCOUNT),
    "BR-61": (SELLER, ACCOUNT),
    "BR-CL-14": (BUYER, COUNTRY),
    "BR-CL-25": (BUYER, BUYER_SCHEME),
    "BR-62": (SELLER, SELLER_PEPPOL),
    "BR-63": (BUYER, BUYER_PEPPOL),
    "BR-CO-09": (BUYER, BUYER_FORM),
    "BR-CO-19": (LINES, PERIOD),
    "BR-CO-20": (LINES, PERIOD),
    "BR-CO-25": ("payment_term_days", DUE),
    "BR-CO-26": (SELLER, SELLER_NUMBER),
    "BR-AE-02": (BUYER, BUYER_NUMBER),
    "BR-IC-02": (BUYER, BUYER_NUMBER),
    "BR-IC-11": ("tax_point", DELIVERY),
    "BR-IC-12": ("tax_point", DELIVERY),
    "NL-R-001": ("original", ORIGINAL),
    "NL-R-002": (SELLER, SELLER_ADDRESS),
    "NL-R-003": (SELLER, SELLER_NUMBER),
    "NL-R-004": (BUYER, BUYER_ADDRESS),
    "NL-R-005": (BUYER, BUYER_KVK),
    "NL-R-007": (SELLER, ACCOUNT),
    "BR-NL-1": (SELLER, SELLER_NUMBER),
    "BR-NL-2": ("customer_reference", REFERENCE),
    "BR-NL-3": (SELLER, SELLER_ADDRESS),
    "BR-NL-4": (BUYER, BUYER_ADDRESS),
    "BR-NL-9": ("original", ORIGINAL),
    "BR-NL-10": (BUYER, BUYER_KVK),
    "BR-NL-11": (SELLER, ACCOUNT),
    "PEPPOL-EN16931-R003": ("customer_reference", REFERENCE),
    "PEPPOL-EN16931-R010": (BUYER, BUYER_PEPPOL),
    "PEPPOL-EN16931-R020": (SELLER, SELLER_PEPPOL),
    "PEPPOL-EN16931-R061": (BUYER, MANDATE),
    "PEPPOL-EN16931-R110": (LINES, PERIOD),
    "PEPPOL-EN16931-R111": (LINES, PERIOD),
    "PEPPOL-EN16931-CL008": (BUYER, BUYER_SCHEME),
}
# What the same rule asks when it is about the company itself.
OF_SELLER: Mapping[str, str] = {
    BUYER_FORM: SELLER_FORM,
    BUYER_PEPPOL: SELLER_PEPPOL,
    BUYER_SCHEME: SELLER_PEPPOL,
    BUYER_ADDRESS: SELLER_ADDRESS,
}
# Families, tried in this order when the id itself is not above.
FAMILIES: Sequence[tuple[str, tuple[str, str]]] = (
    (r"BR-O-(0[2-4]|1[1-4])", (LINES, ALONE)),
    (r"BR-(S|Z|E|G)-0[2-4]", (SELLER, SELLER_NUMBER)),
    (r"BR-(AE|IC)-0[34]", (BUYER, BUYER_NUMBER)),
    (r"BR-(S|Z|E|AE|IC|G|O)-0[5-7]", (LINES, RATE)),
    (r"BR-(E|AE|IC|G|O)-10", (LINES, REASON)),
    (r"BR-(S|Z|E|AE|IC|G|O)-0[189]|BR-CO-1[0-7]|BR-DEC-\d+", (DOCUMENT, AMOUNTS)),
    (r"PEPPOL-EN16931-R(040|046|053|054|120)", (DOCUMENT, AMOUNTS)),
    (r"PEPPOL-COMMON-R\d+(-\d)?", (BUYER, BUYER_FORM)),
)


def advice_for(findings: Sequence[Finding]) -> list[Advice]:
    """What to change, each piece of advice once; warnings ask for nothing.

    A rule that is not known here is shown with its id and its own text.
    """
    given = [_advice(finding) for finding in findings if not finding.is_warning]
    return list(dict.fromkeys(given))


def _advice(finding: Finding) -> Advice:
    field, message = _known(finding.rule)
    if "Supplier" in finding.location and field == BUYER:
        field, message = SELLER, OF_SELLER.get(message, message)
    if field == LINES and finding.line is not None:
        field = f"{LINES}.{finding.line}.description"
    says_rule = "%(rule)s" in message
    says_text = "%(text)s" in message
    return Advice(
        field=field,
        message=message,
        rule=finding.rule if says_rule else "",
        text=_own_words(finding) if says_text else "",
    )


def _known(rule: str) -> tuple[str, str]:
    if rule in RULES:
        return RULES[rule]
    for pattern, known in FAMILIES:
        if re.fullmatch(pattern, rule):
            return known
    return DOCUMENT, UNKNOWN


def _own_words(finding: Finding) -> str:
    """The rule's text without its id in front, without namespaces, and without a full stop."""
    text = re.sub(r"^\[[^\]]*\]\s*-?\s*", "", finding.text)
    return re.sub(r"\{urn:[^}]*\}", "", text).rstrip(". ")
