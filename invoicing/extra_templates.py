"""Automatic values: a text with variables, 'Klant {klant.nummer}, {factuur.datum:maand}'.

Nothing is computed: a variable is looked up in a closed list and put in its place. The rules stand
in docs/decisions.md, 'Automatic values'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from invoicing.extra_texts import value_text
from invoicing.extra_types import NUMBERS, TEXTS
from invoicing.extra_variables import NUMBER, OWN_FIELDS, VARIABLES, Variable
from invoicing.models.extra_field import ExtraFieldType

TEMPLATE_LENGTH = 500
PART = re.compile(r"\{([^{}:]*)(?::([^{}:]*))?\}")
# How a date may be written: stored name, and its name per language.
FORMATS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "month": {"nl": "maand", "fr": "mois", "en": "month"},
        "year": {"nl": "jaar", "fr": "annee", "en": "year"},
        "quarter": {"nl": "kwartaal", "fr": "trimestre", "en": "quarter"},
    }
)
# Which variables a field takes over as they are; a text takes all, in words.
FITS: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(NUMBERS, NUMBERS)
    | {
        ExtraFieldType.DATE: frozenset({ExtraFieldType.DATE}),
        ExtraFieldType.BOOLEAN: frozenset({ExtraFieldType.BOOLEAN}),
        ExtraFieldType.CHOICE: frozenset({ExtraFieldType.CHOICE, ExtraFieldType.TEXT}),
        ExtraFieldType.URL: frozenset({ExtraFieldType.URL, ExtraFieldType.TEXT}),
    }
)


@dataclass(frozen=True)
class Held:
    """What a variable holds now: a stored value of its type; `choice` is an option's label."""

    value: str
    type: str = ExtraFieldType.TEXT.value
    choice: str = ""


def template_read(text: str, type: str, known: Mapping[str, Variable]) -> str:
    """Give a template as it is stored, for a field of this type.

    Variables may be named in any of our languages. Raises ValueError with what is expected.
    """
    text = " ".join(text.split())
    if len(text) > TEMPLATE_LENGTH:
        raise ValueError(_("Schrijf hier hoogstens %(n)s tekens.") % {"n": TEMPLATE_LENGTH})
    if re.search(r"[{}]", PART.sub("", text)):
        raise ValueError(_("Zet elke variabele tussen accolades, bv. {klant.nummer}."))
    by_name = {name: each for each in known.values() for name in each.names.values()}
    stored = PART.sub(lambda found: _stored(found, by_name), text)
    _check_type(stored, type, known)
    return stored


def template_shown(template: str, language: str) -> str:
    """Give a stored template with the names of a language."""

    def shown(found: re.Match[str]) -> str:
        name, form = found[1], found[2]
        words = FORMATS[form].get(language, form) if form in FORMATS else form
        return f"{{{_spoken(name, language)}{f':{words}' if words else ''}}}"

    return PART.sub(shown, template)


def template_names(template: str) -> list[str]:
    """Give the stored names of the variables in a stored template."""
    return [found[1] for found in PART.finditer(template)]


def template_filled(
    template: str, type: str, language: str, held: Callable[[str], Held | None]
) -> str:
    """Put the variables in their place; '' where none of them holds anything.

    A text gets them in words of the document's language; any other type as they are stored.
    """
    found = {name: held(name) for name in template_names(template)}
    if found and not any(each and each.value for each in found.values()):
        return ""

    def put(match: re.Match[str]) -> str:
        each = found[match[1]]
        if each is None or not each.value:
            return ""
        if type in TEXTS:
            return _in_words(each, match[2] or "", language)
        return each.choice or each.value

    return " ".join(PART.sub(put, template).split())


def _stored(found: re.Match[str], by_name: Mapping[str, Variable]) -> str:
    name, form = found[1].strip().casefold(), (found[2] or "").strip().casefold()
    variable = by_name.get(name)
    if variable is None:
        raise ValueError(
            _("{%(name)s} kennen we niet. Kies een variabele uit de lijst hieronder.")
            % {"name": found[1]}
        )
    if not form:
        return f"{{{variable.name}}}"
    code = next((code for code, names in FORMATS.items() if form in names.values()), "")
    if not code or variable.type != ExtraFieldType.DATE:
        raise ValueError(_("Achter een datum kan :maand, :jaar of :kwartaal staan."))
    return f"{{{variable.name}:{code}}}"


def _check_type(stored: str, type: str, known: Mapping[str, Variable]) -> None:
    if type in TEXTS or not stored:
        return
    names = template_names(stored)
    is_one = len(names) == 1 and stored == f"{{{names[0]}}}"
    # The number has another form every year, and is known last.
    fits = is_one and names[0] != NUMBER and known[names[0]].type in FITS[type]
    if not fits:
        raise ValueError(
            _("Bij deze soort hoort precies één variabele die dezelfde soort waarde heeft.")
        )


def _spoken(name: str, language: str) -> str:
    if name in VARIABLES:
        return VARIABLES[name].names.get(language, name)
    root, _extra, key = name.split(".", 2)
    return f"{OWN_FIELDS[root].get(language, f'{root}.extra')}.{key}"


def _in_words(each: Held, form: str, language: str) -> str:
    if not form:
        return value_text(each.type, each.value, language, each.choice)
    day = date.fromisoformat(each.value)
    if form == "month":
        with translation.override(language):
            return str(MONTHS[day.month])
    return str(day.year if form == "year" else (day.month + 2) // 3)
