"""Logo, colour and footer on the page; readable whatever was chosen."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from invoicing.pdf import render_page, render_pdf
from invoicing.pdf.logo import clean_logo
from invoicing.pdf.look import READABLE, WHITE, _contrast, logo_view, look_of
from invoicing.pdf.view import document_view
from tests.invoicing.issued_documents import SELLER, given_line, issued
from tests.invoicing.pictures import png

COLOURS = ["", "#ffffff", "#000000", "#fde047", "#777777", "#ff0000", "#00ff00", "#8a8a8a", "geen"]


@pytest.mark.parametrize("colour", COLOURS)
def test_text_is_readable_whatever_colour_was_chosen(colour: str) -> None:
    look = look_of(colour)
    assert _contrast(look["accent"], look["on_accent"]) >= READABLE
    assert _contrast(WHITE, look["heading"]) >= READABLE
    # The soft ink of labels, on the ground of the payment block.
    assert _contrast(look["tint"], "#57606a") >= READABLE


def test_every_grey_has_a_readable_text_on_it() -> None:
    for value in range(256):
        look = look_of(f"#{value:02x}{value:02x}{value:02x}")
        assert _contrast(look["accent"], look["on_accent"]) >= READABLE


def test_the_chosen_colour_is_on_the_page() -> None:
    page = render_page(issued(seller=replace(SELLER, colour="#9A3412"))).decode()
    assert "#9a3412" in page
    assert "#0f5c66" not in page


def pictures_on(page: PageObject) -> list[tuple[int, int]]:
    """Width and height of the raster pictures, without their masks."""
    named: Any = page["/Resources"].get("/XObject", {})  # type: ignore[union-attr]
    objects = [each.get_object() for each in named.values()]
    return [(each["/Width"], each["/Height"]) for each in objects if each["/Subtype"] == "/Image"]


def test_a_logo_is_in_the_pdf_and_the_same_bytes_come_out_again() -> None:
    logo = clean_logo(png())
    pdf = render_pdf(issued(), logo=logo)
    assert pdf == render_pdf(issued(), logo=logo)
    reader = PdfReader(io.BytesIO(pdf))
    pictures = pictures_on(reader.pages[0])
    assert pictures == [(240, 80)]
    assert b"pdfaid:part>3<" in reader.xmp_metadata.stream.get_data().replace(b" ", b"")  # type: ignore[union-attr]
    assert pictures_on(PdfReader(io.BytesIO(render_pdf(issued()))).pages[0]) == []


@pytest.mark.parametrize(
    ("sides", "printed"),
    [((800, 200), (62.0, 15.5)), ((320, 320), (22.0, 22.0)), ((96, 48), (25.4, 12.7))],
)
def test_a_logo_fills_its_room_and_is_never_blown_up(
    sides: tuple[int, int], printed: tuple[float, float]
) -> None:
    view = logo_view(png(*sides))
    assert view is not None
    assert (view["width"], view["height"]) == pytest.approx(printed, abs=0.01)


def test_the_footer_stands_on_every_page_and_over_nothing() -> None:
    footer = "\n".join(["Algemene voorwaarden " * 5] * 3)
    lines = [given_line(f"Regel {number}") for number in range(1, 61)]
    reader = PdfReader(
        io.BytesIO(render_pdf(issued(*lines, seller=replace(SELLER, footer=footer))))
    )
    assert len(reader.pages) >= 2
    for page in reader.pages:
        rows: list[tuple[float, str]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, rows=rows: rows.append(
                (cm[3] * tm[5] + cm[5], text)
            )
        )
        foot = [height for height, text in rows if "voorwaarden" in text]
        body = [height for height, text in rows if "Regel" in text]
        assert len(foot) >= 3
        assert not body or min(body) > max(foot) + 8


def test_five_hundred_lines_fill_their_pages_with_headings_on_each() -> None:
    lines = [given_line(f"Regel {number}", price="1.25") for number in range(1, 501)]
    pages = PdfReader(io.BytesIO(render_pdf(issued(*lines)))).pages
    texts = [page.extract_text().replace("\u00a0", " ") for page in pages]
    listed = [text for text in texts if "Regel" in text]
    assert all("Omschrijving" in text for text in listed)
    assert "Pagina 1 van" in texts[0]
    whole = " ".join(texts)
    assert all(f"Regel {number} " in whole for number in (1, 250, 500))
    last = next(text for text in texts if "Te betalen" in text)
    assert "Totaal excl. btw" in last
    assert "Btw 21 %" in last


def test_a_draft_says_that_it_is_one() -> None:
    draft = replace(issued(), number="", payment_reference="")
    assert "Concept" in PdfReader(io.BytesIO(render_pdf(draft))).pages[0].extract_text()


def test_a_footer_of_too_many_lines_leaves_room_for_the_invoice() -> None:
    footer = "\n".join(["x"] * 199)
    shown = document_view(issued(seller=replace(SELLER, footer=footer)), Decimal(0))
    assert (shown["own_footer"].count("x"), shown["footer_rows"]) == (6, 6)
