"""What connectors add to every page of an account: menu items, panels, row states, things that
need attention."""

from __future__ import annotations

from django.http import HttpRequest

from connectors.core.shell import Shell


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The lazy `shell` of templates; costs nothing on pages that do not ask it anything."""
    return {"shell": Shell(request)}
