"""`manage.py two_factor_off --email ADDRESS`: for who lost both phone and recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.management.base import HelpdeskCommand
from accounts.services.people import person_two_factor_off


class Command(HelpdeskCommand):
    """Make sure first that it is really them: a password is enough afterwards."""

    help = "Turn the two-factor login of a person off, log them out everywhere and mail them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and tell the person."""
        user = self.person(options["email"])
        if not person_two_factor_off(user=user):
            self.stdout.write(f"{user.email} heeft geen tweestapscontrole.")
            return
        with translation.override(user.language):
            send_mail(
                _("Boekbrug: tweestapscontrole is uitgezet"),
                _(
                    "De helpdesk van Boekbrug heeft je tweestapscontrole uitgezet en je overal "
                    "afgemeld. Vroeg je dat niet? Laat het ons dan meteen weten."
                ),
                None,
                [user.email],
            )
        self.stdout.write(f"De tweestapscontrole van {user.email} is uitgezet.")
