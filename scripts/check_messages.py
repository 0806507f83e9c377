"""Prove that every text on screen is translated and compiled; no gettext tools are needed for it.

With --write: fill in Dutch (the texts in the code are Dutch already) and compile each catalogue.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "config", "connectors", "invoicing")
SOURCE_LANGUAGE = "nl"
UNSTABLE_HEADERS = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Where each gettext function has its context, its text and its plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\({LITERAL}(?:,\s*{LITERAL})*")

Key = tuple[str | None, str]


def catalogue(language: str, suffix: str = "po") -> Path:
    """Return where the catalogue of a language stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


def keys_of_call(node: ast.Call) -> Iterator[Key]:
    """Yield (context, text) of one call in Python code, when it is a gettext call."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if (places := CALLS.get(name.removesuffix("_lazy").removesuffix("_noop"))) is None:
        return
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
    context, text = places[0], places[1]
    if len(texts) > text and isinstance(texts[text], str):
        yield (str(texts[context]) if context is not None else None, str(texts[text]))


def keys_of_code(source: str) -> Iterator[Key]:
    """Yield (context, text) of every gettext call in Python source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from keys_of_call(node)


def keys_of_template(source: str) -> Iterator[Key]:
    """Yield (context, text) of every translatable text in a template."""
    for match in TEMPLATE_CALL.finditer(templatize(source)):
        yield from keys_of_code(f"{match[0]})")


def used() -> dict[Key, Path]:
    """Return every text in the code and the templates, with a file that it stands in."""
    found: dict[Key, Path] = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            found.update(dict.fromkeys(keys_of_code(path.read_text(encoding="utf-8")), path))
    for folder in (ROOT / "templates", *(ROOT / package for package in PACKAGES)):
        for path in (*folder.rglob("*.html"), *folder.rglob("*.txt")):
            found.update(dict.fromkeys(keys_of_template(path.read_text(encoding="utf-8")), path))
    return found


def translations(entry: polib.POEntry) -> list[str]:
    """Return what an entry is translated with: one text, or one per plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults_of_entry(entry: polib.POEntry, language: str) -> Iterator[str]:
    """Yield what is wrong with one translated text."""
    texts = translations(entry)
    if entry.fuzzy or not texts or not all(texts):
        yield f"{language}: not translated: {entry.msgid!r}"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if not entry.msgid_plural and any(set(PLACEHOLDER.findall(text)) != wanted for text in texts):
        yield f"{language}: other placeholders than in {entry.msgid!r}"
    if language == SOURCE_LANGUAGE and texts[0] != entry.msgid:
        yield f"{language}: differs from the code: {entry.msgid!r}"


def compiled(po: polib.POFile) -> bytes:
    """Return the compiled form of a catalogue; equal catalogues give equal bytes."""
    return bytes(po.to_binary())


def faults(language: str, texts: dict[Key, Path]) -> Iterator[str]:
    """Yield everything that is wrong with the catalogue of one language."""
    if not catalogue(language).exists():
        yield f"{language}: no catalogue; run: make messages"
        return
    po = polib.pofile(str(catalogue(language)))
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    for key in texts.keys() - entries.keys():
        yield f"{language}: not in the catalogue: {key[1]!r} ({texts[key].relative_to(ROOT)})"
    for entry in entries.values():
        yield from faults_of_entry(entry, language)
    mo = catalogue(language, "mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        yield f"{language}: django.mo is not current; run: make messages"


def write(language: str) -> None:
    """Fill in Dutch, drop the headers that change without reason, and compile."""
    po = polib.pofile(str(catalogue(language)), wrapwidth=100)
    for name in UNSTABLE_HEADERS:
        po.metadata.pop(name, None)
    po.header, po.metadata_is_fuzzy = "", False
    po.metadata |= {"Project-Id-Version": "Boekbrug", "Language": language}
    if language == SOURCE_LANGUAGE:
        for entry in po:
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
    po.save(str(catalogue(language)))
    again = polib.pofile(str(catalogue(language)))
    catalogue(language, "mo").write_bytes(compiled(again))


def main() -> int:
    """Run as a program; returns 1 when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("languages", nargs="+")
    options = parser.parse_args()
    for language in options.languages if options.write else ():
        write(language)
    texts = used()
    found = [fault for language in options.languages for fault in faults(language, texts)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{len(texts)} texts, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
