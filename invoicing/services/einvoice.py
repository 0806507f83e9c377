"""The e-invoice (UBL): checked before a document takes its number, made once after, and kept.

The check asks a process of its own, which may take a second when it starts. So it is done before
the issuing transaction locks anything; inside, only is seen whether it was of the same content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from invoicing.documents import DocumentKind, IssuedDocument
from invoicing.issue_content import IssueContent
from invoicing.models import Document, DocumentFile
from invoicing.problems import Problem, Refused
from invoicing.queries.companies import company_get
from invoicing.queries.issued_documents import issued_document, preview_of
from invoicing.services.files import document_pdf, file_keep
from invoicing.ubl.profiles import Profile, profile_for
from invoicing.ubl.validation.catalogue import advice_for
from invoicing.ubl.validation.client import Validator
from invoicing.ubl.validation.findings import Finding, RuleSet, ValidationUnavailable
from invoicing.ubl.writer import write_ubl

UBL = "ubl"
# Sellers of whom we know what their e-invoice must hold.
SELLERS = ("BE", "NL")
# A draft has no number yet, and a credit note's original may be typed by hand later.
PLACEHOLDER = "CONCEPT-1"
# The field of the problem that the check itself could not be done.
UNCHECKED = "einvoice_check"
PEPPOL_RULES = {Profile.PEPPOL: RuleSet.PEPPOL, Profile.NLCIUS: RuleSet.NLCIUS}


class EinvoiceRefused(Refused):
    """The e-invoice of an issued document cannot be made; nothing was kept."""


class NoEinvoice(ValueError):
    """A document of which no e-invoice is made: a draft, or one that another program issued."""


@dataclass(frozen=True, kw_only=True)
class EinvoiceCheck:
    """What was found, and of which content: the draft's version and all that is copied onto it."""

    version: int
    columns: dict[str, Any]
    problems: Sequence[Problem]

    def covers(self, content: IssueContent) -> bool:
        """Whether this is what would be issued now."""
        same_version = self.version == content.document.version
        return same_version and self.columns == content.frozen_columns


def has_einvoice(document: Document, seller_country: str) -> bool:
    """Whether there is an e-invoice: in EUR, of a Belgian or Dutch seller, issued by ourselves."""
    return document.currency == "EUR" and seller_country in SELLERS and not document.is_imported


def einvoice_check(content: IssueContent) -> EinvoiceCheck:
    """Check the e-invoice that the draft would become, under a placeholder number.

    What stands in the way is told in plain words per field, also when the check itself cannot be
    done: then nothing may be issued either.
    """
    problems: list[Problem] = []
    if has_einvoice(content.document, content.company.country):
        preview = preview_of(content)
        original = preview.original_number
        if preview.kind is DocumentKind.CREDIT_NOTE:
            original = original or PLACEHOLDER
        problems = _problems(replace(preview, number=PLACEHOLDER, original_number=original))
    return EinvoiceCheck(
        version=content.document.version, columns=content.frozen_columns, problems=problems
    )


def einvoice_problems(content: IssueContent, check: EinvoiceCheck | None) -> Sequence[Problem]:
    """Give the problems that were found, or check again where the content is another by now."""
    if check is None or not check.covers(content):
        check = einvoice_check(content)
    return check.problems


def document_ubl(*, document: Document) -> DocumentFile:
    """Give the kept e-invoice of an issued document, made at the first asking and never again.

    Holds the PDF where the company wants that. Raises NoEinvoice, EinvoiceRefused when the rules
    do not accept it or cannot be checked, and DamagedFile when what was kept was changed.
    """
    if not document.is_issued or not has_einvoice(document, document.seller.get("country", "")):
        raise NoEinvoice(str(document))
    return file_keep(document=document, kind=UBL, make=lambda: _make(document))


def _make(document: Document) -> bytes:
    company = company_get(account=document.account)
    pdf = None
    if company.einvoice_with_pdf:
        pdf = bytes(document_pdf(document=document).content)
    value = issued_document(document)
    content = write_ubl(value, profile_for(value), pdf)
    problems = _findings_as_problems(content, profile_for(value))
    if problems:
        raise EinvoiceRefused(problems)
    return content


def _problems(value: IssuedDocument) -> list[Problem]:
    profile = profile_for(value)
    return _findings_as_problems(write_ubl(value, profile), profile)


def _findings_as_problems(content: bytes, profile: Profile) -> list[Problem]:
    folder: str = settings.UBL_RULES_DIR
    try:
        findings = validator(folder).validate(content, rule_sets(profile, folder))
    except ValidationUnavailable:
        return [Problem(UNCHECKED, unavailable())]
    return _said(findings)


def _said(findings: Sequence[Finding]) -> list[Problem]:
    return [
        Problem(advice.field, _(advice.message) % {"rule": advice.rule, "text": advice.text})
        for advice in advice_for(findings)
    ]


def unavailable() -> str:
    """Say that the check cannot be done now, and what that means."""
    return _(
        "De e-factuur kan nu niet gecontroleerd worden, en zonder controle geven we geen nummer. "
        "Probeer het over een minuut nog eens. Blijft het zo, meld het aan de helpdesk."
    )


def rule_sets(profile: Profile, folder: str) -> list[RuleSet]:
    """Name the rules to check: the European norm, and those of the profile where they are here."""
    own = PEPPOL_RULES.get(profile)
    return [RuleSet.EN16931] + ([own] if own and folder else [])


def einvoice_warm() -> None:
    """Let the check be ready by the time that somebody who opened a draft issues it.

    Its process takes over a second to start and compile; that then passes while they type.
    """
    folder: str = settings.UBL_RULES_DIR
    validator(folder).warm_soon(rule_sets(Profile.PEPPOL, folder))


@cache
def validator(folder: str) -> Validator:
    """Give this process's way to the validation process, for this folder with rules."""
    return Validator(Path(folder) if folder else None)
