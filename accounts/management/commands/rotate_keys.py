"""`manage.py rotate_keys`: write the two-factor secrets anew with the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.people import two_factor_reencrypt


class Command(BaseCommand):
    """For after a new key was put in front; connectors' tokens are written anew by themselves."""

    help = "Encrypt the secrets of two-factor login with the newest of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were written."""
        self.stdout.write(f"{two_factor_reencrypt()} geheimen opnieuw versleuteld")
