"""What somebody posted after their session had ended, kept until they are logged in again."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

KEPT = "kept_post"
# Anybody can post without logging in: more than an invoice of some pages is not kept for them.
LONGEST = 200_000


def post_keep(request: HttpRequest) -> None:
    """Keep a posted form in the session of a visitor; logging in takes that session along."""
    body = request.POST.urlencode()
    if len(body) <= LONGEST:
        request.session[KEPT] = {"path": request.path, "body": body}


def post_take(request: HttpRequest) -> QueryDict | None:
    """Give what was kept for this page, once; None when nothing was."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["body"])
