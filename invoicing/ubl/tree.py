"""Writing UBL elements: names, amounts and texts, in the order in which they are called."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from invoicing.ubl.xml import NAMESPACES

CAC = f"{{{NAMESPACES['cac']}}}"
CBC = f"{{{NAMESPACES['cbc']}}}"
# What XML 1.0 has no room for: control characters and halves of a surrogate pair.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Branch:
    """An element that is being written; children appear in the order of the calls."""

    __slots__ = ("_currency", "_element")

    def __init__(self, element: etree._Element, currency: str) -> None:
        """Write below this element, with amounts in this currency."""
        self._element = element
        self._currency = currency

    def group(self, name: str) -> Branch:
        """Add an aggregate element (cac) and write below it."""
        return Branch(etree.SubElement(self._element, CAC + name), self._currency)

    def path(self, names: str) -> Branch:
        """Add aggregates one inside the other, 'PartyTaxScheme/TaxScheme'; gives the last."""
        branch = self
        for name in names.split("/"):
            branch = branch.group(name)
        return branch

    def text(self, name: str, value: str, **attributes: str) -> None:
        """Add a basic element (cbc); nothing for an empty text, since Peppol allows none (R008)."""
        cleaned = FORBIDDEN.sub("", value).strip()
        if cleaned:
            etree.SubElement(self._element, CBC + name, attributes).text = cleaned

    def amount(self, name: str, value: Decimal) -> None:
        """Add an amount with 2 decimals and its currency."""
        self.text(name, f"{value:.2f}", currencyID=self._currency)

    def price(self, name: str, value: Decimal) -> None:
        """Add an amount with as many decimals as it has, and its currency."""
        self.text(name, plain(value), currencyID=self._currency)


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros: 2.50 is '2.5', 1E+2 is '100'."""
    written = f"{value:f}"
    short = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if short in ("-0", "") else short
