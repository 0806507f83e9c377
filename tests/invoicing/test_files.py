"""The PDF: made once, kept with its hash, and never made again differently."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from invoicing.models import Company, Document, DocumentFile
from invoicing.queries.issued_documents import NotIssued
from invoicing.services.files import DamagedFile, document_pdf, draft_pdf
from tests.invoicing.builders import make_draft, make_issued, make_seller


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
