"""What every template may use without loading it: icons, amounts, dates, menus, errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from invoicing.condition_words import condition_sentence
from invoicing.documents import VatTotal
from invoicing.formats import (
    format_amount,
    format_date,
    format_percent,
    format_price,
    format_short,
)
from invoicing.identifiers import format_iban, format_payment_reference, format_vat_number
from invoicing.models import DocumentVatTotal
from invoicing.payment_badges import PAYMENT_BADGES, Badge
from invoicing.pdf.countries import country_name
from invoicing.queries.payment_states import PaymentState
from invoicing.reader_language import in_reader_language, reader_language
from invoicing.vat import treatment_for_code

register = template.Library()


@register.filter
def money(value: Decimal | None) -> str:
    """Write an amount in EUR as the reader's language does: '€ 1.234,56'; nothing for None."""
    return "" if value is None else format_amount(value, reader_language())


@register.filter
def number(value: Decimal | None) -> str:
    """Write a quantity without needless zeros: 1.5000 is '1,5'; nothing for None."""
    return "" if value is None else format_short(value, reader_language())


@register.filter
def price(value: Decimal | None) -> str:
    """Write a unit price with 2 decimals, or up to 4 when it has them; nothing for None."""
    return "" if value is None else format_price(value, reader_language())


@register.filter
def percent(value: Decimal | None) -> str:
    """Write a percentage (given in per cent): 21.00 is '21 %'."""
    return "" if value is None else format_percent(value, reader_language())


@register.filter
def treatment(code: str) -> str:
    """Name a VAT treatment in the reader's language."""
    return in_reader_language(treatment_for_code(code).label)


@register.filter
def vat_group(total: VatTotal | DocumentVatTotal) -> str:
    """Name a VAT group: '21 %', '19 % Duitsland', or the treatment where no VAT is charged."""
    if not treatment_for_code(total.treatment).charges_vat:
        return treatment(total.treatment)
    country = country_name(total.country, reader_language()) if total.country else ""
    return f"{percent(total.rate)} {country}".strip()


register.filter("means", condition_sentence)
register.filter("vat_number", format_vat_number)
register.filter("iban", format_iban)
register.filter("reference", format_payment_reference)


@register.filter
def lookup(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Give the value of a key that stands in a variable; nothing when there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def payment_badge(state: str) -> Badge:
    """Give the word, tone and icon of a payment state."""
    return PAYMENT_BADGES[PaymentState(state)]


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
        format_date(local, reader_language()),
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
def clock_time(value: datetime | None) -> str:
    """Write the time of a moment in Brussels: '14:32'; nothing for None."""
    return f"{localtime(value, clock.LOCAL_ZONE):%H:%M}" if value else ""


@register.filter
def negative(value: Decimal) -> Decimal:
    """Turn the sign, for what a credit note takes off."""
    return -value


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
    named = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
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
        "products": (_("Artikelen"), reverse("product_list", args=[slug])),
        "settings": (_("Instellingen"), reverse("settings_company", args=[slug])),
    }
    starts: dict[str, tuple[str, ...]] = {name: (url,) for name, (_label, url) in items.items()}
    starts["settings"] = (f"{home}settings/",)
    starts["customers"] += (reverse("supplier_list", args=[slug]),)
    return {
        name: MenuItem(
            label, url, name, _is_current(request.path, starts[name], exactly=url == home)
        )
        for name, (label, url) in items.items()
    }


def _is_current(path: str, starts: tuple[str, ...], *, exactly: bool) -> bool:
    return path in starts if exactly else path.startswith(starts)


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
    return [problem for form in _flat(forms) if form.errors for problem in _problems_of(form)]


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
