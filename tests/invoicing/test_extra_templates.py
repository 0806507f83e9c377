"""Automatic values: a closed list of variables, put in their place and nothing more."""

from __future__ import annotations

import pytest

from invoicing.extra_templates import Held, template_filled, template_read, template_shown
from invoicing.extra_variables import variables_known
from invoicing.models import ExtraField

OWN = [
    ExtraField(level="customer", key="regio", label="Regio", type="text"),
    ExtraField(level="customer", key="vip", label="Vip", type="boolean"),
    ExtraField(level="document", key="werf", label="Werf", type="text"),
    ExtraField(level="product", key="gewicht", label="Gewicht", type="decimal"),
]


def read(text: str, kind: str = "text", level: str = "document") -> str:
    return template_read(text, kind, variables_known(level, OWN))


def test_variables_may_be_named_in_each_language_and_are_stored_once() -> None:
    stored = "Klant {customer.code}, {invoice.date:month} {customer.city}"
    assert read("Klant {klant.nummer}, {factuur.datum:maand} {klant.plaats}") == stored
    assert read("Klant {client.numero}, {facture.date:mois} {client.ville}") == stored
    assert read(stored) == stored
    assert template_shown(stored, "fr") == (
        "Klant {client.numero}, {facture.date:mois} {client.ville}"
    )
    assert template_shown("{customer.extra.regio}", "nl") == "{klant.veld.regio}"


@pytest.mark.parametrize(
    "text",
    [
        "{klant.wachtwoord}",
        "{klant}",
        "{}",
        "{klant.__class__}",
        "{klant.naam!r}",
        "{klant.naam:>9999999}",
        "{klant.naam",
        "klant.naam}",
        "{{klant.naam}}",
        "{factuur.datum:%Y}",
        "{0}",
        "{artikel.naam}",
        "{factuur.veld.werf}",
        "x" * 501,
    ],
)
def test_anything_else_is_refused_when_the_field_is_saved(text: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        read(text)


def test_a_line_also_knows_its_document_and_product() -> None:
    assert read("{factuur.veld.werf} {artikel.veld.gewicht}", level="line") == (
        "{invoice.extra.werf} {product.extra.gewicht}"
    )


def test_other_types_take_one_variable_of_their_kind() -> None:
    assert read("{factuur.datum}", "date") == "{invoice.date}"
    assert read("{klant.veld.vip}", "boolean") == "{customer.extra.vip}"
    assert read("{artikel.veld.gewicht}", "amount", "line") == "{product.extra.gewicht}"
    for text, kind in [
        ("{klant.naam}", "date"),
        ("{factuur.datum} ", "amount"),
        ("op {factuur.datum}", "date"),
        ("{factuur.nummer}", "url"),
    ]:
        with pytest.raises(ValueError, match="precies één variabele"):
            read(text, kind)


def filled(template: str, kind: str = "text", language: str = "nl", **held: Held) -> str:
    values = {name.replace("__", "."): value for name, value in held.items()}
    return template_filled(template, kind, language, values.get)


def test_a_text_gets_its_values_in_words_of_the_documents_language() -> None:
    day = Held("2026-11-20", "date")
    assert filled("{invoice.date:month} {invoice.date:year}", invoice__date=day) == "november 2026"
    assert filled("{invoice.date:month}", language="fr", invoice__date=day) == "novembre"
    assert filled("Q{invoice.date:quarter}", invoice__date=day) == "Q4"
    amount = Held("1234.5", "amount")
    assert filled("{invoice.net}", invoice__net=amount).replace("\u00a0", " ") == "€ 1.234,50"
    choice = Held("noord", "choice", "Regio Noord")
    assert filled("{customer.extra.r}", customer__extra__r=choice) == "Regio Noord"


def test_another_type_gets_the_value_as_it_is_stored() -> None:
    assert filled("{invoice.date}", "date", invoice__date=Held("2026-11-20", "date")) == (
        "2026-11-20"
    )


def test_a_value_with_braces_in_it_is_not_looked_at_again() -> None:
    name = Held("{customer.code}")
    code = Held("geheim")
    text = filled("{customer.name}", customer__name=name, customer__code=code)
    assert text == "{customer.code}"


def test_an_empty_variable_falls_away_and_all_empty_is_nothing() -> None:
    assert filled("Werf {customer.city}  {customer.code}", customer__city=Held("Gent")) == (
        "Werf Gent"
    )
    assert filled("Werf {customer.city}", customer__city=Held("")) == ""
    assert filled("Altijd dit") == "Altijd dit"
