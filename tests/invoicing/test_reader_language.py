"""What an owner reads about a problem is in the owner's language, figures and names included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from accounts.models import Account
from invoicing.models import Company, DocumentLine
from invoicing.queries.issue_check import issue_check
from invoicing.reader_language import in_reader_language, vat_rule_said
from invoicing.services.crediting import CreditLine, CreditRefused, credit_draft_create
from invoicing.services.drafts import DraftRefused
from invoicing.vat import VatRuleError, check_rate, refused_schemes
from tests.invoicing.builders import line, make_draft, make_issued, make_seller

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def seller() -> Account:
    return make_seller()


def test_what_is_left_to_credit_is_told_in_figures_of_the_reader(seller: Account) -> None:
    original = make_issued(seller, line("1234.50"))
    first = original.lines.get()
    amounts = {"nl": "€\u00a01.234,50", "fr": "1\u00a0234,50\u00a0€", "en": "€1,234.50"}
    for language, amount in amounts.items():
        with override(language), pytest.raises(CreditRefused) as refused:
            credit_draft_create(
                original=original, actor=None, lines=[CreditLine(line=first, amount=D(9999))]
            )
        assert amount in refused.value.problems[0].message


def test_a_credit_note_beyond_its_rate_is_told_in_figures_of_the_reader(seller: Account) -> None:
    original = make_issued(seller, line("1000"))
    draft = credit_draft_create(original=original, actor=None)
    DocumentLine.objects.filter(document=draft).update(net=D(2000), original_line=None)
    for language, amount in {"fr": "1\u00a0000,00\u00a0€", "en": "€1,000.00"}.items():
        with override(language):
            told = [problem.message for problem in issue_check(document=draft)]
        assert any(amount in message for message in told), told


def test_a_treatment_is_named_as_the_reader_calls_it(seller: Account) -> None:
    original = make_issued(seller, line("1000"))
    draft = credit_draft_create(original=original, actor=None)
    rows = DocumentLine.objects.filter(document=draft)
    rows.update(treatment="zero_rate", vat_rate=D(0), original_line=None)
    for language, name in {"nl": "Nultarief", "fr": "Taux zéro", "en": "Zero rate"}.items():
        with override(language):
            told = [problem.message for problem in issue_check(document=draft)]
        assert any(name in message for message in told), told


def test_vat_where_none_belongs_is_told_with_the_treatment_s_own_name() -> None:
    names = {"nl": "Goederen binnen de EU", "fr": "Biens dans l'UE", "en": "Goods within the EU"}
    with pytest.raises(VatRuleError) as refused:
        check_rate("eu_goods", D("21.00"))
    for language, name in names.items():
        with override(language):
            said = vat_rule_said(refused.value)
        assert name in said
        assert ("21%" if language == "en" else "21 %") in said


def test_rates_of_a_date_are_written_as_the_reader_does(seller: Account) -> None:
    Company.objects.filter(account=seller).update(uses_oss=True)
    wrong = line(treatment="domestic", vat_rate=D("5.5"))
    draft = make_draft(seller, wrong)
    for language, rates in {"nl": "21\u00a0%, 12\u00a0%", "en": "21%, 12%"}.items():
        with override(language):
            (problem,) = issue_check(document=draft)
        assert (problem.field, rates in problem.message) == ("lines.0.vat_rate", True)


def test_a_date_without_any_rate_says_so_in_the_draft_and_at_issue(seller: Account) -> None:
    with pytest.raises(DraftRefused) as refused:
        make_draft(seller, line(rate_name="standard"), tax_point=date(1985, 5, 1))
    (problem,) = refused.value.problems
    assert problem.field == "lines.0.vat_rate"
    assert "01-05-1985" in problem.message
    assert "geen btw-tarieven van België" in problem.message
    plain = make_draft(seller, tax_point=date(1985, 5, 1))
    (problem,) = issue_check(document=plain)
    assert (problem.field, "België" in problem.message) == ("lines.0.vat_rate", True)


def test_schemes_that_are_refused_are_offered_with_their_reason_per_country() -> None:
    assert [scheme.code for scheme in refused_schemes("BE")] == ["margin_scheme"]
    assert [scheme.code for scheme in refused_schemes("NL")] == [
        "margin_scheme",
        "nl_credit_surcharge",
    ]
    assert [scheme.code for scheme in refused_schemes("NL") if scheme.is_treatment] == [
        "margin_scheme"
    ]
    with override("fr"):
        labels = [in_reader_language(scheme.label) for scheme in refused_schemes("NL")]
    assert labels == ["Régime de la marge", "Majoration pour paiement tardif"]
    assert all("niet ondersteund" in scheme.reason for scheme in refused_schemes("NL"))
