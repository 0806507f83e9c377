"""Keeping logos, each once and for good."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Account
from invoicing.models import Logo
from invoicing.problems import Problem, Refused

# Each is kept for good, so a hand on the keyboard must stop somewhere.
MOST_LOGOS = 200


class LogosRefused(Refused):
    """No further logo can be kept."""


@transaction.atomic
def logo_keep(*, account: Account, picture: bytes) -> Logo:
    """Keep a picture from `invoicing.pdf.logo.clean_logo`; the same one twice is kept once.

    Kept is not used: the company names the one that it shows. Raises LogosRefused past the limit.
    """
    digest = hashlib.sha256(picture).hexdigest()
    kept = Logo.objects.filter(account=account, sha256=digest).first()
    if kept:
        return kept
    if Logo.objects.filter(account=account).count() >= MOST_LOGOS:
        message = _("Er zijn al %(n)s logo's bewaard. Vraag de helpdesk om raad.")
        raise LogosRefused([Problem("logo", message % {"n": MOST_LOGOS})])
    return Logo.objects.get_or_create(
        account=account, sha256=digest, defaults={"content": picture, "created_at": clock.now()}
    )[0]
