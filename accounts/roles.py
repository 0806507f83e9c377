"""What each role may do, in words for who gives it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

ROLE_WORDS: dict[str, str | Promise] = {
    Role.OWNER: _(
        "Mag alles: facturen, klanten, instellingen, koppelingen, gebruikers en abonnement. "
        "Ziet geen lonen, tenzij de boekhouder dat toestaat."
    ),
    Role.BOOKKEEPER: _(
        "Werkt aan facturen, klanten, koppelingen en boekhouding, en ziet de lonen. "
        "Wijzigt geen gebruikers en geen abonnement."
    ),
    Role.VIEWER: _(
        "Kijkt naar facturen, klanten en betalingen en haalt pdf's op. "
        "Wijzigt niets en ziet de boekhouding niet."
    ),
}


def role_choices() -> list[tuple[str, str]]:
    """Give every role with what it may do, to choose from."""
    return [
        (
            role.value,
            format_html(
                '<span><b>{}</b><br><span class="soft">{}</span></span>',
                str(role.label).capitalize(),
                ROLE_WORDS[role],
            ),
        )
        for role in Role
    ]
