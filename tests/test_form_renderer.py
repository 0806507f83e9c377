"""The widgets that are written directly read exactly as Django's own templates write them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from config.form_renderer import FormRenderer

NASTY = "\"'<b>&amp; \u202e €"


class Reader(HTMLParser):
    """Collects tags with their attributes in order, and the texts that are not only blanks."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.append(data)


def read(html: str) -> list[Any]:
    reader = Reader()
    reader.feed(html)
    return reader.seen


CHOICES = [("", "Niets"), ("a", NASTY), ("Groep", [("1", "een"), (2, "twee"), (NASTY, "drie")])]
ATTRS = {"id": "x", "required": True, "disabled": False, "data-x": NASTY, "rows": 3}
WIDGETS = [
    forms.TextInput(attrs=ATTRS),
    forms.HiddenInput(),
    forms.DateInput(format="%Y-%m-%d"),
    forms.Textarea(attrs=ATTRS),
    forms.Select(choices=CHOICES, attrs=ATTRS),
    forms.SelectMultiple(choices=CHOICES),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", "a", NASTY, "1", 2, 0, ["a", "2"], "regel\nregel"])
def test_a_widget_reads_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    ours = widget.render(NASTY, value, renderer=FormRenderer())
    theirs = widget.render(NASTY, value, renderer=TemplatesSetting())
    assert read(ours) == read(theirs)
    assert ours.startswith("<")
