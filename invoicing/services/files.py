"""The files of a document: made once when issued and kept with their hash; a draft's are not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction

from accounts import clock
from invoicing.documents import IssuedDocument
from invoicing.models import Document, DocumentFile
from invoicing.pdf.render import render_page, render_pdf
from invoicing.queries.issued_documents import draft_preview, issued_document
from invoicing.queries.logos import logo_content

PDF = "pdf"


class DamagedFile(RuntimeError):
    """A kept file is not what its hash says: the database was tampered with or is broken."""


def document_pdf(*, document: Document) -> DocumentFile:
    """Give the kept PDF of an issued document, made at the first asking and never again.

    Raises DamagedFile when what was kept does not have its hash, NotIssued for a draft.
    """
    return file_keep(
        document=document, kind=PDF, make=lambda: _pdf(document, issued_document(document))
    )


def draft_pdf(*, document: Document) -> bytes:
    """Make the PDF that a draft would become, with today's details; nothing is kept."""
    return _pdf(document, draft_preview(document))


def document_page(*, document: Document) -> bytes:
    """Make a picture (SVG) of the first page, of a draft too; nothing is kept."""
    shown = issued_document(document) if document.is_issued else draft_preview(document)
    return render_page(shown, logo=_logo(document, shown))


def file_keep(*, document: Document, kind: str, make: Callable[[], bytes]) -> DocumentFile:
    """Give the kept file of this kind; at the first asking it is made, and never again.

    Raises DamagedFile when what was kept does not have its hash, and what `make` raises.
    """
    kept = DocumentFile.objects.filter(document=document, kind=kind).first()
    return _verified(kept) if kept else _keep(document, kind, make())


def _pdf(document: Document, shown: IssuedDocument) -> bytes:
    return render_pdf(shown, logo=_logo(document, shown))


def _logo(document: Document, shown: IssuedDocument) -> bytes:
    """The logo that the seller had when the document was issued, whatever it has by now."""
    return logo_content(account=document.account, sha256=shown.seller.logo_sha256)


def _keep(document: Document, kind: str, content: bytes) -> DocumentFile:
    try:
        with transaction.atomic():
            return DocumentFile.objects.create(
                document=document,
                kind=kind,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                created_at=clock.now(),
            )
    except IntegrityError:
        # Two people asked at once: the first one's file is the file.
        return _verified(DocumentFile.objects.get(document=document, kind=kind))


def _verified(file: DocumentFile) -> DocumentFile:
    if hashlib.sha256(bytes(file.content)).hexdigest() != file.sha256:
        raise DamagedFile(str(file))
    return file
