"""What a person changes about themselves, in no account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.secrets import decrypt, encrypt

# What django-allauth keeps of an app and of recovery codes.
TWO_FACTOR_SECRETS = frozenset({"secret", "seed"})


def person_update(*, user: User, full_name: str, language: str) -> User:
    """Store the name and language of a person."""
    user.full_name, user.language = full_name, language
    user.save(update_fields=["full_name", "language"])
    return user


@transaction.atomic
def person_two_factor_off(*, user: User) -> bool:
    """Turn a person's two-factor login off and log them out everywhere; False when it was off."""
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    person_end_sessions(user=user)
    return True


@transaction.atomic
def two_factor_reencrypt() -> int:
    """Write every secret of two-factor login anew with the newest key; gives how many.

    Raises SecretUnreadable, with nothing changed, when one cannot be read any more.
    """
    count = 0
    for row in Authenticator.objects.select_for_update():
        for name in TWO_FACTOR_SECRETS & row.data.keys():
            row.data[name] = encrypt(decrypt(row.data[name]))
            count += 1
        row.save(update_fields=["data"])
    return count


@transaction.atomic
def person_end_sessions(*, user: User) -> User:
    """Log a person out everywhere; the caller renews the session that it wants to keep."""
    User.objects.filter(pk=user.pk).update(session_number=F("session_number") + 1)
    user.refresh_from_db(fields=["session_number"])
    return user
