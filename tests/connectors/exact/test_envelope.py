"""Reading Exact's JSON, in each shape that was ever seen."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exact.envelope import (
    NotAnEnvelope,
    amount_of,
    date_of,
    error_text,
    guid_of,
    int_of,
    object_from,
    page_from,
    quoted,
    text_of,
)


@pytest.mark.parametrize(
    ("text", "rows", "next_url"),
    [
        ('{"d":{"results":[{"a":1}],"__next":"https://x/y"}}', 1, "https://x/y"),
        ('{"d":{"results":[]}}', 0, ""),
        ('{"d":[{"a":1},{"a":2}]}', 2, ""),
        ('{"d":{"a":1}}', 1, ""),
        ('{"d":{"results":[{"a":1}],"__next":null}}', 1, ""),
    ],
)
def test_a_list_is_read_in_its_three_shapes(text: str, rows: int, next_url: str) -> None:
    page = page_from(text)
    assert (len(page.rows), page.next_url) == (rows, next_url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html></html>",
        '{"d":{"results":[{"a":',
        "[]",
        "null",
        '{"e":1}',
        '{"d":null}',
        '{"d":"x"}',
        '{"d":[1]}',
        '{"d":{"results":["x"]}}',
        '{"error":{"code":""}}',
    ],
)
def test_anything_else_is_no_envelope(text: str) -> None:
    with pytest.raises(NotAnEnvelope):
        page_from(text)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(NotAnEnvelope):
        page_from(text)
    assert isinstance(error_text(text), str)


def test_a_single_object_may_come_as_a_list_of_one_and_never_of_two() -> None:
    assert object_from('{"d":{"results":[{"a":1}]}}') == {"a": 1}
    with pytest.raises(NotAnEnvelope):
        object_from('{"d":[{"a":1},{"a":2}]}')


def test_amounts_are_decimals_and_never_binary_floats() -> None:
    row = object_from('{"d":{"a":121.10,"b":"121.1","c":121,"d":null,"e":"x","f":0.1}}')
    assert [amount_of(row, name) for name in "abcdeg"] == [
        Decimal("121.10"),
        Decimal("121.10"),
        Decimal("121.00"),
        None,
        None,
        None,
    ]
    assert isinstance(row["f"], Decimal)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("/Date(1351209600000)/", date(2012, 10, 26)),
        ("/Date(1351209600000+0200)/", date(2012, 10, 26)),
        ("/Date(-86400000)/", date(1969, 12, 31)),
        ("2026-11-20T00:00:00Z", date(2026, 11, 20)),
        ("/Date(99999999999999999999)/", None),
        ("soon", None),
        (None, None),
        (5, None),
    ],
)
def test_dates_are_days_in_utc(value: object, day: date | None) -> None:
    assert date_of({"x": value}, "x") == day


def test_padding_and_capitals_of_identifiers_do_not_matter() -> None:
    row = {"Code": "              1068", "ID": "{ABC-1} ", "n": "493115", "none": None}
    assert text_of(row, "Code") == "1068"
    assert guid_of(row, "ID") == guid_of({"ID": "abc-1"}, "ID")
    assert (int_of(row, "n"), int_of(row, "none"), int_of(row, "x")) == (493115, None, None)
    assert (text_of(row, "none"), guid_of(row, "x")) == ("", "")


def test_quotes_in_a_filter_are_doubled() -> None:
    assert quoted("O'Brien' or 1 eq 1") == "'O''Brien'' or 1 eq 1'"


def test_an_error_is_its_message_and_nothing_where_there_is_none() -> None:
    body = '{"error":{"code":"","message":{"lang":"","value":" Ongeldig: Dagboek "}}}'
    assert error_text(body) == "Ongeldig: Dagboek"
    assert error_text('{"error":"x"}') == error_text("<html>") == error_text("[1]") == ""
