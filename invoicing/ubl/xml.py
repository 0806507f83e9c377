"""Reading XML from outside safely, and asking it for values with errors for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NoReturn

from lxml import etree

from invoicing.ubl.document import UblRefused

MAX_BYTES = 10 * 1024 * 1024
# Wider than any invoice of a small business, narrow enough for every column and for Exact.
MAX_NUMBER = Decimal(10) ** 10
NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
NUMBER = re.compile(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})")
DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")


def parse(data: bytes) -> Node:
    """The root of the document; raises UblRefused for what is too big, no XML, or carries a DTD.

    Entities are never resolved and nothing is fetched; a document type (the way of entity bombs and
    of reading local files) is refused as such, since UBL has none.
    """
    if len(data) > MAX_BYTES:
        raise UblRefused("Het bestand is groter dan 10 MB.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UblRefused(f"Dit is geen volledig XML-bestand (regel {error.lineno}).") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UblRefused("Het bestand bevat een DOCTYPE. Dat hoort niet in een UBL-factuur.")
    return Node(root, "")


class Node:
    """An element, with where it stands in words ('regel 2') for the errors about it."""

    def __init__(self, element: etree._Element, where: str) -> None:
        """Wrap an element; `where` is empty for the document itself."""
        self.element = element
        self.where = where

    @property
    def name(self) -> str:
        """The element's qualified name, '{namespace}local'."""
        return str(self.element.tag)

    def refused(self, problem: str) -> UblRefused:
        """An error that says where: 'regel 2: ...'."""
        return UblRefused(f"{self.where}: {problem}" if self.where else problem)

    def all(self, path: str, where: str = "") -> Iterator[Node]:
        """Every element at the path; with `where` each is numbered: 'regel 1', 'regel 2'."""
        for count, element in enumerate(self.element.findall(path, NAMESPACES), start=1):
            yield Node(element, f"{where} {count}" if where else self.where)

    def first(self, path: str) -> Node | None:
        """The first element at the path."""
        return next(self.all(path), None)

    def text(self, path: str) -> str:
        """The text at the path without surrounding space, empty when absent."""
        return (self.element.findtext(path, "", NAMESPACES) or "").strip()

    def required(self, path: str) -> str:
        """The text at the path; raises UblRefused when absent or empty."""
        return self.text(path) or self._missing(path)

    def number(self, path: str) -> Decimal | None:
        """The decimal number at the path, None when absent; raises UblRefused for anything else."""
        text = self.text(path)
        if not text:
            return None
        value = Decimal(text) if NUMBER.fullmatch(text) else None
        if value is None or abs(value) >= MAX_NUMBER:
            raise self.refused(
                f"bij {_label(path)} wordt een getal verwacht, er staat '{text[:40]}'."
            )
        return value

    def amount(self, path: str, currency: str) -> Decimal | None:
        """The amount at the path in whole cents; raises UblRefused for a different currency."""
        value = self.number(path)
        if value is None:
            return None
        given = self.element.find(path, NAMESPACES)
        stated = given.get("currencyID", currency) if given is not None else currency
        if stated != currency:
            where = f"{_label(path)} staat in {stated[:8]}"
            raise self.refused(f"het bedrag {where}, het document in {currency}.")
        if value.quantize(Decimal("0.01")) != value:
            raise self.refused(f"het bedrag {_label(path)} heeft meer dan twee decimalen: {value}.")
        return value.quantize(Decimal("0.01"))

    def required_amount(self, path: str, currency: str) -> Decimal:
        """As amount, but raises UblRefused when absent."""
        value = self.amount(path, currency)
        if value is None:
            self._missing(path)
        return value

    def date(self, path: str) -> date | None:
        """The calendar date at the path, None when absent; raises UblRefused for anything else."""
        text = self.text(path)
        if not text:
            return None
        match = DATE.fullmatch(text)
        try:
            return date.fromisoformat(match.group(1) if match else "")
        except ValueError:
            problem = f"bij {_label(path)} wordt een datum verwacht als 2026-11-20"
            raise self.refused(f"{problem}, er staat '{text[:40]}'.") from None

    def _missing(self, path: str) -> NoReturn:
        raise self.refused(f"het element {_label(path)} ontbreekt.")


def _label(path: str) -> str:
    """The last element of a path without its prefix, as it stands in the file."""
    return path.rpartition(":")[2]
