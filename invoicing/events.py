"""The named announcements of invoicing: called synchronously, inside the causing transaction.

A connector listens by `document_issued.listen(receiver)`; a receiver is three lines and only
writes its own row.
"""

from __future__ import annotations

from accounts.events import Announcement
from invoicing.models import Document

__all__ = ["Announcement", "document_issued"]

document_issued: Announcement[Document] = Announcement("document_issued")
