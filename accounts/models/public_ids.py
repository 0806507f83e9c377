"""Public ids: what an address names a thing by."""

from __future__ import annotations

import secrets

PUBLIC_ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """A public id of 16 characters that can be neither guessed nor counted (78 bits)."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(16))
