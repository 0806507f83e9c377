"""What validation hands back: which rule an e-invoice breaks, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# Both rule makers name a line by its element and count; one puts its namespace in between.
LINE = re.compile(r"(?:Invoice|CreditNote)Line(?:\[namespace-uri\(\)='[^']*'\])?\[(\d+)\]")


class RuleSet(StrEnum):
    """The rules that can be asked for; the UBL schema always comes first."""

    EN16931 = "en16931"
    PEPPOL = "peppol"
    NLCIUS = "nlcius"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One broken rule: its id ('BR-CO-15', 'XSD'), its own English text, and the XPath it is about.

    A warning does not stand in the way; everything else does.
    """

    rule: str
    text: str
    location: str = ""
    is_warning: bool = False

    @property
    def line(self) -> int | None:
        """The line of the document that it is about, counted from 0; None for the rest."""
        found = LINE.search(self.location)
        return int(found.group(1)) - 1 if found else None


class ValidationUnavailable(RuntimeError):
    """The validation could not be done: its process does not start, died or took too long."""
