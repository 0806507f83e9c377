"""The PDF of a document: made once when issued and kept with its hash; a draft's is not kept."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from accounts import clock
from invoicing.models import Document, DocumentFile
from invoicing.pdf.render import render_pdf
from invoicing.queries.issued_documents import draft_preview, issued_document

PDF = "pdf"


class DamagedFile(RuntimeError):
    """A kept file is not what its hash says: the database was tampered with or is broken."""


def document_pdf(*, document: Document) -> DocumentFile:
    """Give the kept PDF of an issued document, made at the first asking and never again.

    Raises DamagedFile when what was kept does not have its hash, NotIssued for a draft.
    """
    kept = DocumentFile.objects.filter(document=document, kind=PDF).first()
    return _verified(kept) if kept else _keep(document, render_pdf(issued_document(document)))


def draft_pdf(*, document: Document) -> bytes:
    """Make the PDF that a draft would become, with today's details; nothing is kept."""
    return render_pdf(draft_preview(document))


def _keep(document: Document, content: bytes) -> DocumentFile:
    try:
        with transaction.atomic():
            return DocumentFile.objects.create(
                document=document,
                kind=PDF,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                created_at=clock.now(),
            )
    except IntegrityError:
        # Two people asked at once: the first one's file is the file.
        return _verified(DocumentFile.objects.get(document=document, kind=PDF))


def _verified(file: DocumentFile) -> DocumentFile:
    if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256:
        raise DamagedFile(str(file))
    return file
