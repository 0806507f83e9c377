"""The check of the catalogues sees what it must see."""

from pathlib import Path

import polib
import pytest

from scripts import check_messages

TEMPLATE = """{% load i18n %}<a title="{% translate 'Kop "x"' %}">{{ _("in var")|upper }}</a>
{% blocktranslate with a=b %}Hallo {{ a }} daar{% endblocktranslate %}
{% blocktranslate count n=x trimmed %}
  {{ n }} factuur
{% plural %}{{ n }} facturen{% endblocktranslate %}
{% include "x" with t=_("Titel (a)") %}{% translate "Boek" context "verb" %}"""


def test_texts_of_templates_are_found() -> None:
    assert set(check_messages.keys_of_template(TEMPLATE)) == {
        (None, 'Kop "x"'),
        (None, "in var"),
        (None, "Hallo %(a)s daar"),
        (None, "%(n)s factuur"),
        (None, "Titel (a)"),
        ("verb", "Boek"),
    }


def test_texts_of_code_are_found() -> None:
    source = """_("een"); gettext_noop("twee"); ngettext("a", "b", 2); pgettext("c", "d"); f("no")
t.npgettext("e", "f", "g", 1); _(variable)"""
    found = set(check_messages.keys_of_code(source))
    assert found == {(None, "een"), (None, "twee"), (None, "a"), ("c", "d"), ("e", "f")}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Klant", msgstr=""), "not translated"),
        (polib.POEntry(msgid="Klant", msgstr="Client", flags=["fuzzy"]), "not translated"),
        (polib.POEntry(msgid="%(n)s open", msgstr="ouvert"), "other placeholders"),
        (polib.POEntry(msgid="a", msgid_plural="b", msgstr_plural={0: "x", 1: ""}), "not trans"),
    ],
)
def test_a_bad_entry_is_reported(entry: polib.POEntry, fault: str) -> None:
    assert fault in next(check_messages.faults_of_entry(entry, "fr"))


def test_dutch_must_equal_the_code() -> None:
    entry = polib.POEntry(msgid="Klant", msgstr="Cliënt")
    assert "differs" in next(check_messages.faults_of_entry(entry, "nl"))


def test_a_text_that_is_missing_and_a_stale_mo_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_messages, "ROOT", tmp_path)
    path = check_messages.catalogue("fr")
    path.parent.mkdir(parents=True)
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    po.append(polib.POEntry(msgid="Klant", msgstr="Client"))
    po.save(str(path))
    check_messages.write("fr")
    assert list(check_messages.faults("fr", {})) == []
    po.append(polib.POEntry(msgid="Factuur", msgstr="Facture"))
    po.save(str(path))
    texts = {(None, "Offerte"): tmp_path / "views.py"}
    assert [fault.split(":")[1].strip() for fault in check_messages.faults("fr", texts)] == [
        "not in the catalogue",
        "django.mo is not current; run",
    ]
