"""Amounts, numbers and dates as printed."""

from datetime import date
from decimal import Decimal

import pytest

from invoicing.formats import (
    NBSP,
    format_amount,
    format_date,
    format_percent,
    format_price,
    format_short,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "language", "printed"),
    [
        ("1234.56", "nl", "€ 1.234,56"),
        ("-1234567.8", "nl", "€ -1.234.567,80"),
        ("1234.56", "fr", "1 234,56 €"),
        ("-0.5", "fr", "-0,50 €"),
        ("1234.56", "en", "€1,234.56"),
        ("-1234.56", "en", "-€1,234.56"),
        ("0", "de", "€0.00"),
    ],
)
def test_an_amount_is_written_as_its_language_does(value, language, printed):
    assert format_amount(D(value), language).replace(NBSP, " ") == printed


def test_another_currency_shows_its_code():
    assert format_amount(D("5"), "nl", "GBP").replace(NBSP, " ") == "GBP 5,00"
    assert format_amount(D("-5"), "en", "GBP").replace(NBSP, " ") == "GBP -5.00"


def test_an_amount_never_breaks_over_two_lines():
    assert " " not in format_amount(D("1234567.89"), "fr")


@pytest.mark.parametrize(
    ("language", "printed"),
    [("nl", "20 nov 2026"), ("fr", "20 nov. 2026"), ("en", "20 Nov 2026")],
)
def test_a_date_has_its_month_in_letters(language, printed):
    assert format_date(date(2026, 11, 20), language).replace(NBSP, " ") == printed


def test_numbers_show_the_decimals_that_they_have():
    assert format_short(D("2.5000"), "nl") == "2,5"
    assert format_short(D("1E+3"), "nl") == "1.000"
    assert format_price(D("38.5000"), "nl") == "38,50"
    assert format_price(D("0.3333"), "nl") == "0,3333"


def test_a_percentage_follows_its_language():
    assert format_percent(D("21.00"), "nl").replace(NBSP, " ") == "21 %"
    assert format_percent(D("5.50"), "en") == "5.5%"
