"""The connectors that this installation has: dotted paths in settings, so that core imports no
kind."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from connectors.core.errors import Problem
from connectors.core.models import Booking, Connection


class Connector(Protocol):
    """What menus, panels and the runner ask of a connector beside its ports."""

    kind: str
    name: str

    def tidy(self) -> None:
        """Finish what an interruption left half done; called every half minute, never raises."""
        ...

    def overview_url(self, account_slug: str) -> str:
        """The address of the connector's own page in an account."""
        ...

    def entry_url(self, connection: Connection, booking: Booking) -> str:
        """The address of a booked entry in the outside system, or '' where none is known."""
        ...

    def cure_url(self, connection: Connection, problem: Problem) -> str:
        """The one place where a problem of this kind is solved, or ''."""
        ...


@cache
def _connectors() -> dict[str, Connector]:
    connectors = [import_string(path)() for path in settings.CONNECTORS]
    return {connector.kind: connector for connector in connectors}


def connectors() -> list[Connector]:
    """Every connector, in the order of the settings."""
    return list(_connectors().values())


def connector_for(kind: str) -> Connector:
    """The connector of this kind; raises KeyError where the installation has none."""
    return _connectors()[kind]
