"""Two-factor login: django-allauth's, with encrypted secrets and our rule on turning it off."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from accounts.secrets import decrypt, encrypt


def has_two_factor(user: User) -> bool:
    """Tell whether this person logs in with a code beside the password."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def session_has_two_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether this very session was made, or confirmed later, with a code."""
    methods = {record["method"] for record in get_authentication_records(request, user)}
    return "mfa" in methods and has_two_factor(user)


def session_record_code(request: HttpRequest, user: User) -> None:
    """Let this session count as confirmed with a code: its person just turned two-factor on."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    record_authentication(
        request, user, "mfa", id=row.pk, type=Authenticator.Type.TOTP.value, reauthenticated=True
    )


def code_take(user: User, code: str) -> bool:
    """Mark a code as used for as long as the app's clock lets it count; False if it was already.

    django-allauth marks a code for one period, and not the one that turned two-factor on.
    """
    key = f"two-factor-code-{user.pk}-{normalize_user_code(code)}"
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    return bool(cache.add(key, "used", timeout=periods * app_settings.TOTP_PERIOD))


def two_factor_of(user_reference: str) -> Exists:
    """Give the same as an annotation; `user_reference` is the column that holds the user's id."""
    return Exists(
        Authenticator.objects.filter(user_id=OuterRef(user_reference), type=Authenticator.Type.TOTP)
    )


class TwoFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What django-allauth asks of us (settings.MFA_ADAPTER)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "Deze code klopt niet of is al gebruikt. Kijk in je app en typ de 6 cijfers die er "
            "nu staan."
        ),
        "cannot_delete_authenticator": _(
            "Een account waar je gebruiker van bent vraagt tweestapscontrole. Vraag een eigenaar "
            "om dat uit te zetten, of verlaat dat account eerst."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Give the name that the person's app shows."""
        return "Boekbrug"

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret; a lost key fails closed."""
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to turn it off for who is in an account that asks for it."""
        return not Account.objects.filter(
            memberships__user_id=authenticator.user_id, requires_two_factor=True
        ).exists()
