"""Extra values by type: what fits, how it is stored, how it reads."""

from __future__ import annotations

import pytest

from invoicing.extra_texts import value_text
from invoicing.extra_types import MULTILINE_LENGTH, TEXT_LENGTH, value_checked
from invoicing.models.extra_field import ExtraFieldType

OPTIONS = [
    {"key": "noord", "label": "Regio Noord", "archived": False},
    {"key": "zuid", "label": "Regio Zuid", "archived": True},
]
FITTING = [
    ("text", "  Werf   12 ", "Werf 12"),
    ("text", "x" * TEXT_LENGTH, "x" * TEXT_LENGTH),
    ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("text", "مخبز الورد", "مخبز الورد"),
    ("multiline", " een\r\ntwee \n", "een\ntwee"),
    ("integer", "0012", "12"),
    ("integer", "-0", "0"),
    ("integer", "+7", "7"),
    ("integer", "9" * 15, "9" * 15),
    ("decimal", "1234.500000", "1234.5"),
    ("decimal", "-0.000001", "-0.000001"),
    ("decimal", "10", "10"),
    ("amount", "12", "12.00"),
    ("amount", "-12.5", "-12.50"),
    ("percentage", "12.50", "12.5"),
    ("date", "2026-12-31", "2026-12-31"),
    ("boolean", "1", "1"),
    ("boolean", "0", "0"),
    ("choice", "noord", "noord"),
    ("choice", "regio noord", "noord"),
    ("choice", "zuid", "zuid"),
    ("url", "www.voorbeeld.be/werf", "https://www.voorbeeld.be/werf"),
    ("url", "http://voorbeeld.be", "http://voorbeeld.be"),
]
UNFITTING = [
    ("text", "x" * (TEXT_LENGTH + 1)),
    ("text", "a\x00b"),
    ("text", "a\x07b"),
    ("text", "factuur\u202egpj.exe"),
    ("multiline", "x" * (MULTILINE_LENGTH + 1)),
    ("multiline", "a\ud800b"),
    ("integer", "12.5"),
    ("integer", "twaalf"),
    ("integer", "9" * 16),
    ("integer", "١٢"),
    ("integer", "1e3"),
    ("decimal", "1,5"),
    ("decimal", "NaN"),
    ("decimal", "0.0000001"),
    ("amount", "12.345"),
    ("amount", "1" * 400),
    ("percentage", "12 %"),
    ("percentage", "1234567"),
    ("date", "31-12-2026"),
    ("date", "2026-02-30"),
    ("boolean", "ja"),
    ("choice", "oost"),
    ("url", "javascript:alert(1)"),
    ("url", "JaVaScRiPt://voorbeeld.be/%0aalert(1)"),
    ("url", "data:text/html,x"),
    ("url", "ftp://voorbeeld.be"),
    ("url", "https://"),
    ("url", "https://bank.be@rover.example/"),
    ("url", "https://voorbeeld.be/" + "x" * TEXT_LENGTH),
    ("url", "niets"),
]


@pytest.mark.parametrize(("kind", "typed", "stored"), FITTING)
def test_what_fits_is_stored_in_one_form(kind: str, typed: str, stored: str) -> None:
    assert value_checked(kind, typed, OPTIONS) == stored
    assert value_checked(kind, stored, OPTIONS) == stored


@pytest.mark.parametrize(("kind", "typed"), UNFITTING)
def test_what_does_not_fit_is_refused_with_a_sentence(kind: str, typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3,}.*\."):
        value_checked(kind, typed, OPTIONS)


def test_every_type_is_tried_both_ways() -> None:
    assert {kind for kind, *_rest in FITTING} == set(ExtraFieldType.values)
    assert {kind for kind, *_rest in UNFITTING} == set(ExtraFieldType.values)


@pytest.mark.parametrize("kind", ExtraFieldType.values)
def test_nothing_is_nothing_for_every_type(kind: str) -> None:
    assert value_checked(kind, "  \n", OPTIONS) == ""


@pytest.mark.parametrize(
    ("kind", "stored", "language", "read"),
    [
        ("amount", "1234.50", "nl", "€ 1.234,50"),
        ("amount", "1234.50", "fr", "1 234,50 €"),
        ("amount", "1234.50", "en", "€1,234.50"),
        ("decimal", "1234.5", "nl", "1.234,5"),
        ("integer", "2026", "nl", "2026"),
        ("percentage", "12.5", "nl", "12,5 %"),
        ("date", "2026-12-31", "fr", "31 déc. 2026"),
        ("boolean", "1", "en", "Yes"),
        ("boolean", "0", "nl", "Nee"),
        ("url", "https://x.be", "nl", "https://x.be"),
        ("text", "Werf 12", "nl", "Werf 12"),
        ("date", "ooit", "nl", "ooit"),
        ("boolean", "misschien", "nl", "misschien"),
        ("amount", "veel", "nl", "veel"),
    ],
)
def test_a_value_reads_as_the_language_writes_it(
    kind: str, stored: str, language: str, read: str
) -> None:
    assert value_text(kind, stored, language).replace("\u00a0", " ") == read


def test_a_choice_reads_as_its_label() -> None:
    assert value_text("choice", "noord", "nl", "Regio Noord") == "Regio Noord"
