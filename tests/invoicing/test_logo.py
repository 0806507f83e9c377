"""A logo: only a still picture comes in, and only its pixels come through."""

from __future__ import annotations

import zlib

import pytest

from invoicing.pdf import pictures
from invoicing.pdf.logo import clean_logo
from invoicing.pdf.pictures import LogoRefused, picture_checked
from tests.invoicing.pictures import (
    GIF,
    HTML,
    JPEG,
    MOVING_WEBP,
    PNG_WITH_SCRIPT,
    SVG,
    WEBP,
    chunk,
    png,
    sides,
)


def with_jpeg_sides(width: int, height: int) -> bytes:
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + height.to_bytes(2) + width.to_bytes(2) + JPEG[at + 4 :]


def zipped(count: int) -> bytes:
    return zlib.compress(b"\x00" * count, 9)


@pytest.mark.parametrize(
    ("picture", "made"),
    [(png(), (240, 80)), (JPEG, (24, 12)), (WEBP, (24, 12)), (png(1600, 400), (800, 200))],
    ids=["png", "jpeg", "webp", "large"],
)
def test_a_picture_is_written_anew_as_a_small_png(picture: bytes, made: tuple[int, int]) -> None:
    logo = clean_logo(picture)
    assert logo.startswith(b"\x89PNG\r\n\x1a\n")
    assert sides(logo) == made
    assert picture_checked(logo).content == logo


def test_the_pixels_come_through_and_see_through_stays_so() -> None:
    logo = clean_logo(png(8, 8, pixel=b"\x00\x00\xff\x80"))
    at = logo.index(b"IDAT")
    rows = zlib.decompress(logo[at + 4 : at + 4 + int.from_bytes(logo[at - 4 : at])])
    assert rows[1:5] == b"\x00\x00\xff\x80"


def test_nothing_but_pixels_comes_through() -> None:
    secret = chunk(b"tEXt", b"Comment\x00<script>alert(1)</script>") + chunk(b"eXIf", b"51.05 N")
    assert picture_checked(png(extra=secret)).content == png()
    logo = clean_logo(png(extra=secret))
    assert b"script" not in logo
    assert b"51.05" not in logo


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", pictures.EMPTY),
        (SVG, pictures.DRAWING),
        (b"\xef\xbb\xbf<!-- x --><SVG onload='alert(1)'>", pictures.DRAWING),
        (b"\x1f\x8b\x08" + b"x" * 90, pictures.DRAWING),
        (HTML, pictures.NO_PICTURE),
        (b"Dit is gewone tekst.", pictures.NO_PICTURE),
        (b"%PDF-1.7 ...", pictures.NO_PICTURE),
        (b"MZ\x90\x00", pictures.NO_PICTURE),
        (GIF, pictures.MOVING),
        (MOVING_WEBP, pictures.MOVING),
        (png() + b"x" * pictures.MOST_BYTES, pictures.TOO_HEAVY),
        # A picture and something else in one file.
        (png() + b"PK\x03\x04 a zip", pictures.MORE_BEHIND),
        (JPEG + HTML, pictures.MORE_BEHIND),
        (WEBP + HTML, pictures.MORE_BEHIND),
        # What would be enormous once decoded.
        (png(30_000, 30_000, rows=2), pictures.TOO_LARGE),
        (png(8_000, 8_000, rows=1), pictures.TOO_LARGE),
        (png(1, 4_000_000_000, rows=1), pictures.TOO_LARGE),
        (with_jpeg_sides(65_000, 65_000), pictures.TOO_LARGE),
        # Cut off or changed.
        (png()[:-12], pictures.BROKEN),
        (png()[:60], pictures.BROKEN),
        (png()[:8], pictures.BROKEN),
        (png().replace(b"IDAT", b"IDAX"), pictures.BROKEN),
        (png(0, 10), pictures.BROKEN),
        (png(240, 80, rows=3), pictures.BROKEN),
        (JPEG[:-40], pictures.BROKEN),
        (JPEG[:30] + b"\xff\xd9", pictures.BROKEN),
        (with_jpeg_sides(0, 0), pictures.BROKEN),
        (WEBP[:-4], pictures.BROKEN),
        (WEBP[:12], pictures.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + SVG, pictures.BROKEN),
        (b"\xff\xd8\xff" + SVG, pictures.BROKEN),
    ],
)
def test_what_is_no_still_picture_is_refused_with_its_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(LogoRefused) as refused:
        clean_logo(content)
    assert str(refused.value) == sentence


def test_a_bomb_in_a_text_or_a_colour_profile_is_left_out_before_anything_unpacks_it() -> None:
    bombs = chunk(b"zTXt", b"c\x00\x00" + zipped(400_000_000))
    bombs += chunk(b"iCCP", b"p\x00\x00" + zipped(400_000_000))
    assert sides(clean_logo(png(extra=bombs))) == (240, 80)


def test_more_pixels_than_the_head_says_are_not_unpacked() -> None:
    assert sides(clean_logo(png(16, 16, rows=1_000_000))) == (16, 16)


def test_a_jpeg_that_draws_itself_a_thousand_times_is_refused() -> None:
    at = JPEG.index(b"\xff\xda")
    scan = JPEG[at:-2]
    with pytest.raises(LogoRefused):
        clean_logo(JPEG[:-2] + scan * 1_000 + b"\xff\xd9")


def test_the_largest_picture_that_is_taken_is_decoded_within_the_limits() -> None:
    assert sides(clean_logo(png(4_000, 4_000))) == (320, 320)


def test_a_thin_picture_keeps_a_side() -> None:
    assert sides(clean_logo(png(4_000, 1))) == (800, 1)


def test_a_picture_with_a_script_in_its_text_is_only_a_picture() -> None:
    assert b"script" not in clean_logo(PNG_WITH_SCRIPT)


def test_a_decoder_that_hangs_or_dies_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("invoicing.pdf.logo.PATIENCE_SECONDS", 0.001)
    with pytest.raises(LogoRefused) as refused:
        clean_logo(png())
    assert str(refused.value) == pictures.BROKEN
