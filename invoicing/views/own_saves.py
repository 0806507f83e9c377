"""Which versions of drafts this browser's own pages wrote.

When the answer to a save gets lost, the page still has the version before. It saves again, and
that is no conflict: the newer version is its own. Each page has a key; the session remembers
which page wrote which version last.
"""

from __future__ import annotations

import re

from django.http import HttpRequest

from accounts.models import new_public_id
from invoicing.models import Document

OWN_SAVES = "own_saves"
REMEMBERED = 10
KEY = re.compile(r"[2-9a-z]{16}", re.ASCII)


def form_key(request: HttpRequest) -> str:
    """Give the key of the page that posted, or one for a page that is being made.

    For a new invoice the key is the public id that its draft will have.
    """
    posted = request.POST.get("form_key", "")
    return posted if KEY.fullmatch(posted) else new_public_id()


def save_remember(request: HttpRequest, document: Document) -> None:
    """Remember that the posting page wrote the document as it stands now."""
    kept = request.session.get(OWN_SAVES, {})
    kept.pop(document.public_id, None)
    kept[document.public_id] = [document.version, request.POST.get("form_key", "")]
    request.session[OWN_SAVES] = dict(list(kept.items())[-REMEMBERED:])


def version_known(request: HttpRequest, document: Document, version: int) -> int:
    """Give the version that the posting page knows: the one it has, or a newer one of its own."""
    written, key = request.session.get(OWN_SAVES, {}).get(document.public_id, (0, ""))
    is_own = bool(key) and key == request.POST.get("form_key")
    return max(written, version) if is_own else version


def version_expected(request: HttpRequest, document: Document, typed: int | None) -> int:
    """Give the version that the posting page started from, or the one knowingly overwritten.

    A form that knew of no draft is the one that just made it: its version is the first.
    """
    knowingly = request.POST.get("overwrite", "")
    if knowingly.isascii() and knowingly.isdigit():
        return int(knowingly[:9])
    is_first = not request.POST.get("draft")
    return version_known(request, document, typed or (1 if is_first else 0))
