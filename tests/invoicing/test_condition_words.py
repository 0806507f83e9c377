"""What a payment condition means, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from invoicing.condition_words import condition_sentence, usual_words
from invoicing.models import Company, PaymentCondition

DEBIT = "direct_debit"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Betalen binnen 30 dagen"),
        ({"days": 1}, "Betalen binnen 1 dag"),
        ({"days": 0}, "Meteen betalen"),
        ({"end_of_month": True}, "Betalen binnen 30 dagen, tot het einde van de maand"),
        ({"days": 0, "end_of_month": True}, "Betalen uiterlijk op de laatste dag van de maand"),
        ({"method": DEBIT, "days": 14}, "Automatische incasso na 14 dagen"),
        ({"method": DEBIT, "days": 0}, "Automatische incasso op de factuurdatum"),
        (
            {"method": DEBIT, "end_of_month": True},
            "Automatische incasso na 30 dagen, op het einde van de maand",
        ),
        (
            {"method": DEBIT, "days": 0, "end_of_month": True},
            "Automatische incasso op het einde van de maand",
        ),
        (
            {"discount_percent": Decimal("1.5"), "discount_days": 8},
            "Betalen binnen 30 dagen; 1,5 % korting binnen 8 dagen",
        ),
    ],
)
def test_a_condition_is_said_in_one_sentence(values: dict[str, Any], sentence: str) -> None:
    condition = PaymentCondition(name="x", **values)
    assert condition_sentence(condition).replace("\u00a0", " ") == sentence


def test_without_a_condition_the_usual_term_holds() -> None:
    company = Company(payment_term_days=1)
    assert usual_words(company, None) == "De gewone: 1 dag"
    assert usual_words(company, PaymentCondition(name="30E")) == "De gewone: 30E"
