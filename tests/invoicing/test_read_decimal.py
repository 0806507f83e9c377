"""Numbers as people type them: read as they meant, or asked about, never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from invoicing.forms.fields import read_decimal


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("12 345,60 €", "12345.60"),
        ("-0,5", "-0.5"),
        (",5", "0.5"),
        ("7.", "7"),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert read_decimal(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["1.000.50", "1,000,5", "12.345.6", "1.2.3", "1234.567,89", "1,5,0", ".", "", "1.00,000.5"],
)
def test_marks_in_the_wrong_place_are_asked_about(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_decimal(typed)
