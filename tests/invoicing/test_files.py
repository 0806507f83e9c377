"""The PDF: made once, kept with its hash, and never made again differently."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from accounts import clock
from invoicing.models import Company, Document, DocumentFile, Logo
from invoicing.pdf import render_pdf
from invoicing.pdf.logo import clean_logo
from invoicing.queries.companies import company_get
from invoicing.queries.issued_documents import NotIssued, issued_document
from invoicing.queries.logos import DamagedLogo
from invoicing.services.companies import company_update
from invoicing.services.files import DamagedFile, document_page, document_pdf, draft_pdf
from invoicing.services.logos import logo_keep
from tests.invoicing.builders import COMPANIES, make_draft, make_issued, make_seller
from tests.invoicing.pictures import JPEG, png


@pytest.mark.django_db
def test_the_pdf_is_made_once_and_kept_with_its_hash() -> None:
    document = make_issued(make_seller())
    made = document_pdf(document=document)
    Company.objects.update(name="Nieuwe naam")
    kept = document_pdf(document=Document.objects.get(pk=document.pk))
    assert kept.pk == made.pk
    assert bytes(kept.content).startswith(b"%PDF")
    assert kept.sha256 == hashlib.sha256(bytes(kept.content)).hexdigest()


@pytest.mark.django_db
def test_a_pdf_first_asked_for_later_looks_as_on_the_day_of_issue() -> None:
    account = make_seller()
    company = company_get(account=account)
    old = logo_keep(account=account, picture=clean_logo(png()))
    new = logo_keep(account=account, picture=clean_logo(JPEG))

    def restyle(logo: Logo, colour: str, footer: str) -> None:
        values = replace(COMPANIES["BE"], logo_sha256=logo.sha256, colour=colour, footer=footer)
        company_update(company=company, actor=None, values=values)

    restyle(old, "#9a3412", "Voettekst van toen")
    document = make_issued(account)
    then = render_pdf(issued_document(document), logo=bytes(old.content))
    shown = document_page(document=document)
    restyle(new, "#1d4ed8", "Voettekst van nu")
    assert bytes(document_pdf(document=document).content) == then
    assert document_page(document=document) == shown
    text = PdfReader(io.BytesIO(then)).pages[0].extract_text()
    assert "Voettekst van toen" in text
    later = document_page(document=make_issued(account)).decode()
    assert "#1d4ed8" in later
    assert "#9a3412" not in later


@pytest.mark.django_db
def test_a_logo_that_is_not_what_its_hash_says_is_not_printed() -> None:
    account = make_seller()
    Logo.objects.create(account=account, sha256="0" * 64, content=b"x", created_at=clock.now())
    Company.objects.filter(account=account).update(logo_sha256="0" * 64)
    with pytest.raises(DamagedLogo):
        draft_pdf(document=make_draft(account))


@pytest.mark.django_db
def test_a_kept_logo_is_never_changed_or_deleted() -> None:
    logo = logo_keep(account=make_seller(), picture=b"png")
    for attempt in (
        logo.delete,
        lambda: Logo.objects.filter(pk=logo.pk).update(content=b"x"),
        lambda: Logo.objects.filter(pk=logo.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_a_kept_file_that_does_not_have_its_hash_is_not_handed_out() -> None:
    document = make_issued(make_seller())
    DocumentFile.objects.create(
        document=document, kind="pdf", sha256="0" * 64, content=b"x", created_at=document.issued_at
    )
    with pytest.raises(DamagedFile):
        document_pdf(document=document)


@pytest.mark.django_db
def test_a_draft_has_a_preview_that_is_not_kept() -> None:
    draft = make_draft(make_seller(), customer=None)
    assert draft_pdf(document=draft).startswith(b"%PDF")
    assert not DocumentFile.objects.exists()
    with pytest.raises(NotIssued):
        document_pdf(document=draft)


@pytest.mark.django_db(transaction=True)
def test_two_people_asking_at_once_get_the_same_file() -> None:
    document = make_issued(make_seller())

    def ask(_turn: int) -> int:
        pk = document_pdf(document=document).pk
        connection.close()
        return pk

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
