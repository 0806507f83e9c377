"""What a password must be, in our words; the rules themselves are Django's."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least 8 characters."""

    def get_help_text(self) -> str:
        """Say what is expected."""
        return _("Je wachtwoord heeft minstens %(n)d tekens.") % {"n": self.min_length}

    def get_error_message(self) -> str:
        """Say it again where it is shorter."""
        return self.get_help_text()


class NotLikeYou(UserAttributeSimilarityValidator):
    """Not like the name or address."""

    def get_help_text(self) -> str:
        """Say what is expected."""
        return _("Het lijkt niet op je naam of je e-mailadres.")

    def get_error_message(self) -> str:
        """Say what it is like."""
        return _("Dit wachtwoord lijkt te veel op je naam of je e-mailadres.")


class NotCommon(CommonPasswordValidator):
    """Not one of those that everybody tries first."""

    def get_help_text(self) -> str:
        """Say what is expected."""
        return _("Het is geen wachtwoord dat veel mensen gebruiken.")

    def get_error_message(self) -> str:
        """Say that it is too common."""
        return _("Dit wachtwoord gebruiken te veel mensen. Kies een ander.")


class NotOnlyDigits(NumericPasswordValidator):
    """Not only digits."""

    def get_help_text(self) -> str:
        """Say what is expected."""
        return _("Het bestaat niet alleen uit cijfers.")

    def get_error_message(self) -> str:
        """Say it again."""
        return _("Een wachtwoord bestaat niet alleen uit cijfers.")
