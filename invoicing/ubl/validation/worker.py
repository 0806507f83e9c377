"""The validation process: reads e-invoices from its line, answers with the rules they break.

Run as `python -m invoicing.ubl.validation.worker RULES_FOLDER IDLE_SECONDS` with a socket as
standard input. It ends when that line closes, or by itself after a while without work, which gives
its 200 MB back. Saxon lives only here: version 13.0 aborted whole processes under fork and threads,
and no web worker should go down with it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from invoicing.ubl.validation import wire
from invoicing.ubl.validation.findings import RuleSet
from invoicing.ubl.validation.rules import SCHEMAS, RulesMissing, packaged_folder, rule_file

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
XSL = "http://www.w3.org/1999/XSL/Transform"
# Files only: a document must not make this process call anybody.
PROTOCOLS = "http://saxon.sf.net/feature/allowedProtocols"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)

Row = dict[str, Any]


class Checker:
    """The schemas and rules, each compiled at its first use and kept."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder with the Peppol and NLCIUS rules, None when there is none."""
        self._folder = folder
        self._saxon = PySaxonProcessor(license=False)
        self._saxon.set_configuration_property(PROTOCOLS, "file")
        self._schemas: dict[str, etree.XMLSchema] = {}
        self._rules: dict[RuleSet, Any] = {}

    def warm(self, names: list[str]) -> None:
        """Compile what the first document would otherwise wait for."""
        for root in SCHEMAS:
            self._schema(root)
        for name in names:
            self._executable(RuleSet(name))

    def check(self, document: bytes, names: list[str]) -> list[Row]:
        """Give every broken rule: of the schema, or else of the rule sets named."""
        try:
            root = etree.fromstring(document, PARSER)
        except etree.XMLSyntaxError as error:
            return [_row("XSD", str(error))]
        if root.getroottree().docinfo.internalDTD is not None:
            # The way of entity bombs and of reading local files; UBL has none.
            return [_row("XSD", "a document type does not belong in UBL")]
        name = etree.QName(root).localname
        if name not in SCHEMAS:
            return [_row("XSD", f"{name} is no UBL invoice or credit note")]
        schema = self._schema(name)
        if not schema.validate(root):
            errors: Any = schema.error_log
            return [_row("XSD", str(entry.message)) for entry in errors]
        node = self._saxon.parse_xml(xml_text=document.decode())
        return [row for wanted in names for row in self._broken(node, RuleSet(wanted))]

    def _schema(self, root: str) -> etree.XMLSchema:
        if root not in self._schemas:
            path = packaged_folder() / SCHEMAS[root]
            self._schemas[root] = etree.XMLSchema(etree.parse(str(path)))
        return self._schemas[root]

    def _executable(self, rules: RuleSet) -> Any:
        if rules not in self._rules:
            compiler = self._saxon.new_xslt30_processor()
            text = only_failures(rule_file(rules, self._folder))
            self._rules[rules] = compiler.compile_stylesheet(stylesheet_text=text)
        return self._rules[rules]

    def _broken(self, node: Any, rules: RuleSet) -> list[Row]:
        written = self._executable(rules).transform_to_string(xdm_node=node)
        report = etree.fromstring(written.encode())
        return [
            _row(
                found.get("id", ""),
                str(found.xpath("normalize-space(svrl:text)", namespaces=SVRL)),
                found.get("location", ""),
                found.get("flag") == "warning",
            )
            for found in report.iterfind(".//svrl:failed-assert", SVRL)
        ]


def only_failures(path: Path) -> str:
    """Compiled rules that report what fails, and no longer also every rule that was looked at.

    That report is most of what they write: a quarter of the time, and no finding changes.
    """
    tree = etree.parse(str(path), PARSER)
    for name in ("fired-rule", "active-pattern"):
        for element in list(tree.iter(f"{{{SVRL['svrl']}}}{name}")):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    for output in tree.iter(f"{{{XSL}}}output"):
        output.set("indent", "no")
    return etree.tostring(tree, encoding="unicode")


def _row(rule: str, text: str, location: str = "", is_warning: bool = False) -> Row:
    return {"rule": rule, "text": text, "location": location, "is_warning": is_warning}


def answer(checker: Checker, head: Row, body: bytes) -> Row:
    """Do what one message asks; a set of rules that is missing is told, not died of."""
    try:
        if head.get("warm"):
            checker.warm(head["rules"])
            return {"findings": []}
        return {"findings": checker.check(body, head["rules"])}
    except RulesMissing as error:
        return {"missing": str(error)}


def serve(link: socket.socket, checker: Checker, idle_seconds: float) -> None:
    """Answer messages until the line closes or nothing was asked for a while."""
    while True:
        try:
            head, body = wire.receive(link, time.monotonic() + idle_seconds)
            wire.send(link, answer(checker, head, body), b"", None)
        except (wire.Closed, TimeoutError, BrokenPipeError, ConnectionResetError):
            return


def main() -> None:
    """Run as a program."""
    folder = Path(sys.argv[1]) if sys.argv[1] else None
    # Ctrl-C reaches the whole group; this process ends when the one that asks it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    link = socket.socket(fileno=os.dup(0))
    # Whatever a library prints must not end up between the messages.
    os.dup2(2, 1)
    serve(link, Checker(folder), float(sys.argv[2]))


if __name__ == "__main__":
    main()
