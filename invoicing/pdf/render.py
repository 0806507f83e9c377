"""Rendering a frozen document with typst: as PDF/A-3b, and its first page as SVG."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from invoicing.documents import IssuedDocument
from invoicing.pdf.look import logo_input
from invoicing.pdf.qr import payment_codes
from invoicing.pdf.view import document_view
from invoicing.pdf.wording import printable, without

TEMPLATE = Path(__file__).with_name("invoice.typ")
FONTS = files("font_source_sans_pro") / "files"
# Each attempt learns all characters without a glyph at once; a second one is for those that only
# became visible by the first.
ATTEMPTS = 3
MISSING_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")

_lock = threading.Lock()


class PdfError(RuntimeError):
    """The document cannot be laid out; the text is typst's own."""


def render_pdf(
    document: IssuedDocument, open_amount: Decimal | None = None, *, logo: bytes = b""
) -> bytes:
    """The document as PDF/A-3b, in its own language; the same document always gives the same bytes.

    `open_amount` (EUR) is what is asked for on the page and in the QR code; by default the gross
    less what was prepaid. `logo` is a PNG from `invoicing.pdf.logo`. Characters that no font has
    become an open box. Raises PdfError.
    """
    return _render(document, open_amount, logo)[0]


def characters_left_out(document: IssuedDocument) -> str:
    """The visible characters of the document that the PDF shows as an open box. Raises PdfError."""
    missing = _render(document, None, b"")[1]
    return "".join(sorted(each for each in missing if unicodedata.category(each)[0] not in "CM"))


def _render(
    document: IssuedDocument, open_amount: Decimal | None, logo: bytes
) -> tuple[bytes, frozenset[str]]:
    """The PDF, and the characters that no font has."""
    view, drawn = _inputs(document, open_amount, logo)
    made = datetime.combine(document.issue_date, time(), tzinfo=UTC)
    missing: frozenset[str] = frozenset()
    for _attempt in range(ATTEMPTS):
        readable = _each_text(view, partial(without, characters=missing)) if missing else view
        try:
            pdf = _compile(readable, drawn, format="pdf", pdf_standards=["a-3b"], timestamp=made)
            return pdf, missing
        except typst.TypstError as error:
            found = _without_glyph(error)
            if not found - missing:
                raise PdfError(error.diagnostic) from error
            missing |= found
    raise PdfError(f"no font for {''.join(sorted(missing))}")


def render_page(
    document: IssuedDocument, open_amount: Decimal | None = None, *, logo: bytes = b""
) -> bytes:
    """The first page as SVG, to show on a screen what the PDF looks like. Raises PdfError."""
    view, drawn = _inputs(document, open_amount, logo)
    try:
        return _compile(view, drawn, format="svg")
    except typst.TypstError as error:
        raise PdfError(error.diagnostic) from error


def _inputs(
    document: IssuedDocument, open_amount: Decimal | None, logo: bytes
) -> tuple[Any, dict[str, str]]:
    """All texts, and what is drawn: the codes to scan and the logo."""
    asked = document.gross - document.prepaid if open_amount is None else open_amount
    drawn = {"codes": json.dumps(payment_codes(document, asked)), "logo": logo_input(logo)}
    return _each_text(document_view(document, asked, logo), printable), drawn


def _compile(view: Any, drawn: dict[str, str], **options: Any) -> bytes:
    """One compiler per process keeps fonts and layout in memory; one thread at a time uses it."""
    inputs = {"document": json.dumps(view), **drawn}
    with _lock:
        made = _compiler().compile(sys_inputs=inputs, **options)
    # An SVG has one page: of several typst gives a list.
    page = made[0] if isinstance(made, list) else made
    if page is None:
        raise PdfError("typst gave nothing")
    return page


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)


def _without_glyph(error: typst.TypstError) -> frozenset[str]:
    """The characters that typst names because PDF/A does not allow them without a glyph."""
    texts = (
        ESCAPE.sub(lambda code: chr(int(code.group(1), 16)), match.group(1))
        for match in MISSING_GLYPH.finditer(error.diagnostic)
    )
    return frozenset(char for text in texts for char in text)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(each, change) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each_text(each, change) for each in value]
    return value
