"""The named announcements of invoicing: called synchronously, inside the causing transaction.

A connector listens by `documents_issued.listen(receiver)`; a receiver is three lines and only
writes its own rows. The documents of one announcement are of one account.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.events import Announcement
from invoicing.models import Document

__all__ = ["Announcement", "documents_issued"]

documents_issued: Announcement[Sequence[Document]] = Announcement("documents_issued")
