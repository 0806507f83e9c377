"""The e-invoice of a document: checked before its number, made once after, and kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from accounts.models import Account
from invoicing.models import Company, Customer, Document, DocumentFile, NumberSeries
from invoicing.pdf.render import render_pdf
from invoicing.queries.issued_documents import issued_document
from invoicing.services import einvoice, issuing
from invoicing.services.einvoice import (
    UNCHECKED,
    EinvoiceRefused,
    NoEinvoice,
    document_ubl,
    rule_sets,
)
from invoicing.services.files import DamagedFile, document_pdf
from invoicing.services.issuing import IssueRefused, document_issue
from invoicing.ubl.profiles import Profile
from invoicing.ubl.reader import read_ubl
from invoicing.ubl.validation.client import Validator
from invoicing.ubl.validation.findings import RuleSet
from tests.invoicing.builders import make_draft, make_issued, make_seller
from tests.invoicing.screens import logged_in, text, url
from tests.invoicing.ubl.rules import broken
from tests.shared_data import shared_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Account:
    return make_seller()


@pytest.fixture
def peppol(settings) -> None:
    settings.UBL_RULES_DIR = str(shared_file("einvoice"))


@pytest.fixture
def nobody_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(einvoice, "validator", lambda folder: Validator(command=("/nowhere",)))


def refused_draft(seller: Account) -> Document:
    """A draft that our own rules accept, and those of e-invoicing do not: BR-CO-09."""
    Company.objects.filter(account=seller).update(vat_number="0777000187")
    return make_draft(seller)


def test_a_document_that_the_rules_refuse_takes_no_number(seller: Account) -> None:
    draft = refused_draft(seller)
    with pytest.raises(IssueRefused) as refusal:
        document_issue(document=draft, actor=None)
    (problem,) = refusal.value.problems
    assert problem.field == "seller"
    assert problem.message.startswith("Er zit een tikfout in een nummer bij je bedrijfsgegevens.")
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("draft", "")
    assert not NumberSeries.objects.exists()


def test_the_owner_reads_why_before_pressing_the_button(seller: Account) -> None:
    draft = refused_draft(seller)
    page = text(logged_in(seller).get(url(seller, "invoice_issue", draft.public_id)))
    assert "Kijk je btw-nummer (met de landcode ervoor)" in page
    assert f'<li><a href="{url(seller, "settings_company")}">' in page
    assert "Factuur versturen" not in page


@pytest.mark.usefixtures("peppol")
def test_peppol_rules_are_asked_where_they_are(seller: Account) -> None:
    draft = make_draft(seller)
    Customer.objects.filter(account=seller).update(peppol_id="0208:0777000180")
    with pytest.raises(IssueRefused) as refusal:
        document_issue(document=Document.objects.get(pk=draft.pk), actor=None)
    assert {problem.field for problem in refusal.value.problems} == {"customer"}


def test_without_a_folder_only_the_norm_is_asked() -> None:
    assert rule_sets(Profile.PEPPOL, "") == [RuleSet.EN16931]
    assert rule_sets(Profile.PEPPOL, "/rules") == [RuleSet.EN16931, RuleSet.PEPPOL]
    assert rule_sets(Profile.NLCIUS, "/rules") == [RuleSet.EN16931, RuleSet.NLCIUS]
    assert rule_sets(Profile.CORE, "/rules") == [RuleSet.EN16931]


@pytest.mark.usefixtures("nobody_home")
def test_when_the_check_cannot_be_done_nothing_is_issued_and_that_is_said(seller: Account) -> None:
    draft = make_draft(seller)
    with pytest.raises(IssueRefused) as refusal:
        document_issue(document=draft, actor=None)
    assert [problem.field for problem in refusal.value.problems] == [UNCHECKED]
    page = text(logged_in(seller).get(url(seller, "invoice_issue", draft.public_id)))
    assert "kan nu niet gecontroleerd worden" in page
    assert not NumberSeries.objects.exists()


def test_the_check_is_done_once_and_before_anything_is_locked(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    real = einvoice.validator("").validate
    monkeypatch.setattr(
        einvoice.validator(""), "validate", lambda *given: calls.append(given) or real(*given)
    )
    document_issue(document=make_draft(seller), actor=None)
    assert len(calls) == 1


def test_what_changed_since_the_check_is_checked_again(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(seller)
    real = issuing._check_einvoice

    def check_then_move(*given):
        found = real(*given)
        Company.objects.filter(account=seller).update(country="BE", vat_number="0777000187")
        return found

    monkeypatch.setattr(issuing, "_check_einvoice", check_then_move)
    with pytest.raises(IssueRefused, match="landcode"):
        document_issue(document=draft, actor=None)


@pytest.mark.usefixtures("peppol")
def test_the_file_is_made_once_with_the_pdf_inside_and_kept(seller: Account) -> None:
    issued = make_issued(seller)
    kept = document_ubl(document=issued)
    content = bytes(kept.content)
    assert kept.kind == "ubl"
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert b"EmbeddedDocumentBinaryObject" in content
    assert broken(content, Profile.PEPPOL) == []
    assert read_ubl(content).gross == issued.gross
    Company.objects.filter(account=seller).update(name="Anders BV", einvoice_with_pdf=False)
    assert bytes(document_ubl(document=issued).content) == content
    assert DocumentFile.objects.filter(document=issued, kind="ubl").count() == 1


def test_the_pdf_inside_is_the_kept_one(seller: Account) -> None:
    issued = make_issued(seller)
    content = bytes(document_ubl(document=issued).content)
    pdf = bytes(document_pdf(document=issued).content)
    assert pdf == render_pdf(issued_document(issued))
    assert einvoice.write_ubl(issued_document(issued), Profile.PEPPOL, pdf) == content


def test_the_pdf_stays_out_where_the_company_wants_that(seller: Account) -> None:
    Company.objects.filter(account=seller).update(einvoice_with_pdf=False)
    assert b"Embedded" not in bytes(document_ubl(document=make_issued(seller)).content)


def test_a_kept_file_that_was_changed_is_not_given(seller: Account) -> None:
    issued = make_issued(seller)
    DocumentFile.objects.create(
        document=issued, kind="ubl", sha256="0" * 64, content=b"x", created_at=issued.issued_at
    )
    with pytest.raises(DamagedFile):
        document_ubl(document=issued)


def test_drafts_imported_documents_and_other_countries_have_none(seller: Account) -> None:
    with pytest.raises(NoEinvoice):
        document_ubl(document=make_draft(seller))
    issued = make_issued(seller)
    issued.is_imported = True
    with pytest.raises(NoEinvoice):
        document_ubl(document=issued)
    issued.is_imported, issued.seller = False, issued.seller | {"country": "FR"}
    with pytest.raises(NoEinvoice):
        document_ubl(document=issued)


def test_the_file_is_saved_from_the_invoice_s_page(seller: Account) -> None:
    issued = make_issued(seller)
    client = logged_in(seller)
    path = url(seller, "invoice_ubl", issued.public_id)
    assert path in text(client.get(url(seller, "invoice_detail", issued.public_id)))
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"].startswith('attachment; filename="factuur-')
    assert read_ubl(answer.content).number == issued.number


def test_a_draft_has_no_file_to_save(seller: Account) -> None:
    path = url(seller, "invoice_ubl", make_draft(seller).public_id)
    assert logged_in(seller).get(path).status_code == 404


def test_a_file_that_cannot_be_made_is_explained_on_the_page(
    seller: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = make_issued(seller)
    monkeypatch.setattr(einvoice, "validator", lambda folder: Validator(command=("/nowhere",)))
    with pytest.raises(EinvoiceRefused):
        document_ubl(document=issued)
    path = url(seller, "invoice_ubl", issued.public_id)
    answer = logged_in(seller).get(path, follow=True)
    assert "kan nu niet gecontroleerd worden" in text(answer)
    assert not DocumentFile.objects.filter(kind="ubl").exists()


def test_a_rules_folder_without_rules_is_a_system_error(tmp_path: Path) -> None:
    with override_settings(UBL_RULES_DIR=str(tmp_path)):
        assert [one.id for one in run_checks() if one.id == "invoicing.E001"] != []
    with override_settings(UBL_RULES_DIR=""):
        assert [one.id for one in run_checks() if one.id == "invoicing.E001"] == []
