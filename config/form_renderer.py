"""Writes the widgets that a page may hold by the hundred without a template for each option.

A draft of 300 lines has 10,000 options; Django's own templates take seconds for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    """Write attributes as Django's attrs.html does: False is left out, True is a bare name."""
    parts = [
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    ]
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


def _input(widget: Widget) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    given = {"type": widget["type"], "name": widget["name"]} | value
    # A widget may set a type or name of its own in its attributes; Django then writes both.
    return format_html("<input{}{}>", _attributes(given), _attributes(widget["attrs"]))


def _textarea(widget: Widget) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _select(widget: Widget) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        format_html_join("", "{}", ((_group(*group),) for group in widget["optgroups"])),
    )


def _group(name: str | None, options: list[Widget], _index: int) -> SafeString:
    written = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(one["value"]), _attributes(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written


WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/date.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}


class FormRenderer(TemplatesSetting):
    """Django's renderer with our templates, and the widgets of long forms written directly."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Give the HTML of a form, a field or a widget."""
        writer = WRITERS.get(template_name)
        if writer is not None:
            return writer(context["widget"])
        return super().render(template_name, context, request)
