"""What every template of Boekbrug may use without loading it: icons, amounts, dates, menus, errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import clock

register = template.Library()

MINUS = "\u2212"
NO_BREAK = "\u00a0"
# Per language: thousands mark, decimal mark, and where the currency sign stands.
AMOUNT_STYLES = {
    "nl": (".", ",", "{sign}€\u00a0{digits}"),
    "fr": ("\u202f", ",", "{sign}{digits}\u00a0€"),
    "en": (",", ".", "{sign}€{digits}"),
}


def _style() -> tuple[str, str, str]:
    return AMOUNT_STYLES[(get_language() or "nl")[:2]]


def _digits(value: Decimal, places: int | None) -> str:
    thousands, mark, _pattern = _style()
    plain = f"{abs(value):,f}" if places is None else f"{abs(value):,.{places}f}"
    return plain.translate({ord(","): thousands, ord("."): mark})


@register.filter
def money(value: Decimal | None) -> str:
    """Write an amount in EUR as the reader's language does: '€ 1.234,56'; nothing for None."""
    if value is None:
        return ""
    sign = MINUS if value < 0 else ""
    return _style()[2].format(sign=sign, digits=_digits(value, 2))


@register.filter
def number(value: Decimal | None) -> str:
    """Write a quantity or price without needless zeros: 1.5000 is '1,5'; nothing for None."""
    if value is None:
        return ""
    trimmed = value.normalize() if value else Decimal(0)
    return (MINUS if value < 0 else "") + _digits(trimmed, None)


@register.filter
def percent(value: Decimal | None) -> str:
    """Write a percentage (given in per cent): 21.00 is '21 %'."""
    return "" if value is None else f"{number(value)}{NO_BREAK}%"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Write a date as '20 nov 2026', with the full date for hovering and reading aloud."""
    if value is None:
        return ""
    local = localtime(value, clock.LOCAL_ZONE).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        date_format(local, "l j F Y"),
        date_format(local, "j M Y").replace(" ", NO_BREAK),
    )


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write a moment as 'vandaag om 14:32' or '20 nov 2026 om 14:32', in the time of Brussels."""
    if value is None:
        return ""
    local = localtime(value, clock.LOCAL_ZONE)
    words = {"day": day(local), "time": f"{local:%H:%M}"}
    if local.date() == clock.today():
        words["day"] = _("vandaag")
    return format_html(_("{day} om {time}"), **words)


@register.filter
def days_late(value: date | None) -> str:
    """Say how far past a due date today is: '12 dagen te laat'; nothing when it is not past."""
    days = (clock.today() - value).days if value else 0
    if days < 1:
        return ""
    return ngettext("%(days)d dag te laat", "%(days)d dagen te laat", days) % {"days": days}


@register.filter
def due_in(value: date | None) -> str:
    """Say when a due date comes: 'vandaag', 'nog 3 dagen', or how late it is."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    if days < 0:
        return days_late(value)
    if days == 0:
        return _("vandaag")
    return ngettext("nog %(days)d dag", "nog %(days)d dagen", days) % {"days": days}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of static/img/icons.svg; with a label it is an image with that name."""
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', named, static("img/icons.svg"), name
    )


@dataclass(frozen=True)
class MenuItem:
    """One item of the rail; `count` is shown when it is not zero."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


@register.simple_tag(takes_context=True)
def own_menu(context: Context) -> dict[str, MenuItem]:
    """Give the menu items of invoicing for the account of this page, by name."""
    request = context["request"]
    slug = context["access"].account.slug
    home = reverse("dashboard", args=[slug])
    items = {
        "overview": (_("Overzicht"), home),
        "invoice": (_("Facturen"), reverse("invoice_list", args=[slug])),
        "customers": (_("Klanten"), reverse("customer_list", args=[slug])),
        "settings": (_("Instellingen"), reverse("settings_company", args=[slug])),
    }
    starts = {name: url for name, (_label, url) in items.items()} | {"settings": f"{home}settings/"}
    return {
        name: MenuItem(label, url, name, _is_current(request.path, starts[name], name == "overview"))
        for name, (label, url) in items.items()
    }


def _is_current(path: str, start: str, exactly: bool) -> bool:
    return path == start if exactly else path.startswith(start)


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """Give this page's query string with some values changed; an empty value leaves it out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "."


@dataclass(frozen=True)
class FieldProblem:
    """One line of the error summary: where it is (an element id, empty for the form) and what."""

    anchor: str
    label: str
    message: str


@register.simple_tag
def form_problems(*forms: BaseForm | Iterable[BaseForm]) -> list[FieldProblem]:
    """Gather the errors of forms (or lists of forms) in order, for the error summary."""
    return [problem for form in _flat(forms) if form.is_bound for problem in _problems_of(form)]


def _flat(forms: Iterable[BaseForm | Iterable[BaseForm]]) -> Iterator[BaseForm]:
    for form in forms:
        if isinstance(form, BaseForm):
            yield form
        else:
            yield from form or ()


def _problems_of(form: BaseForm) -> Iterator[FieldProblem]:
    for message in form.non_field_errors():
        yield FieldProblem("", "", str(message))
    for bound in form:
        for message in bound.errors:
            yield FieldProblem(bound.id_for_label, str(bound.label), str(message))
