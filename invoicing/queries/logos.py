"""Reading a kept logo by its hash."""

from __future__ import annotations

import hashlib

from accounts.models import Account
from invoicing.models import Logo


class DamagedLogo(RuntimeError):
    """A logo is gone or not what its hash says: the database was tampered with or is broken."""


def logo_content(*, account: Account, sha256: str) -> bytes:
    """Give the PNG with this hash; nothing where the hash is empty. Raises DamagedLogo."""
    if not sha256:
        return b""
    found = Logo.objects.filter(account=account, sha256=sha256).first()
    content = bytes(found.content) if found else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedLogo(sha256)
    return content


def logo_exists(*, account: Account, sha256: str) -> bool:
    """Tell whether the account keeps a logo with this hash."""
    return Logo.objects.filter(account=account, sha256=sha256).exists()
