"""Form fields that read numbers and dates as people here write them, and keep what was typed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.plain_forms import refuse_odd_year

# Blanks, no-break blanks, apostrophes and the euro sign may stand in a number and mean nothing.
NOISE = re.compile(r"[\s\u00a0\u202f'’€]")
# Thousands are marked by one mark in groups of three, decimals by the other one.
NUMBER = re.compile(
    r"[+-]?(\d{1,3}(\.\d{3})+(,\d*)?|\d{1,3}(,\d{3})+(\.\d*)?|\d*([.,]\d*)?)", re.ASCII
)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_decimal(text: str) -> Decimal:
    """Read '1.234,56', '1234,56', '1,234.56' or '1234.56'; the last mark is the decimal one.

    One mark with three digits behind it ('1.250') can mean two things where that mark parts
    thousands in the reader's language: then a ValidationError asks which. So does any other text.
    """
    bare = NOISE.sub("", text).replace("\u2212", "-")
    if not NUMBER.fullmatch(bare) or not re.search(r"[0-9]", bare):
        raise ValidationError(_("Dit is geen getal. Schrijf het als 1234,56."))
    marks = re.findall(r"[.,]", bare)
    if len(marks) == 1 and _is_ambiguous(bare, marks[0]):
        whole, rest = bare.split(marks[0])
        point = "." if marks[0] == "," else ","
        raise ValidationError(
            _("Is dit %(one)s of %(other)s? Schrijf het met twee cijfers na de komma.")
            % {"one": whole + rest, "other": f"{whole}{point}{rest}"}
        )
    return Decimal(_with_point(bare, marks))


def _is_ambiguous(bare: str, mark: str) -> bool:
    thousands = "," if (get_language() or "nl").startswith("en") else "."
    return mark == thousands and bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", bare))


def _with_point(bare: str, marks: list[str]) -> str:
    last = marks[-1] if marks else ""
    if len(marks) > 1 and marks.count(last) == len(marks):
        return bare.replace(last, "")
    whole, _mark, cents = bare.rpartition(last) if last else (bare, "", "")
    return f"{re.sub(r'[.,]', '', whole)}.{cents or '0'}"


class PlainDecimalField(forms.CharField):
    """A number typed the Dutch, French or English way; gives a Decimal, or None when empty."""

    def __init__(
        self,
        *,
        digits: int = 10,
        places: int = 4,
        shown: int = 2,
        minimum: int | None = None,
        maximum: int | None = None,
        is_percentage: bool = False,
        **options: Any,
    ) -> None:
        """Take at most `digits` and `places` around the decimal mark; show `shown` places.

        Only an `is_percentage` may be followed by '%'.
        """
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)
        self.digits, self.places, self.shown = digits, places, shown
        self.minimum, self.maximum = minimum, maximum
        self.is_percentage = is_percentage

    def clean(self, value: Any) -> Any:
        """Read and check; raises ValidationError with a sentence that says what is expected."""
        text = super().clean(value)
        if not text:
            return None
        if text.endswith("%") and not self.is_percentage:
            raise ValidationError(
                _("Laat het procentteken weg: hier hoort een bedrag of aantal, bv. 1234,56.")
            )
        return self._checked(read_decimal(text.removesuffix("%")))

    def _checked(self, value: Decimal) -> Decimal:
        if abs(value) >= Decimal(10) ** self.digits:
            raise ValidationError(
                _("Dit getal is te groot: er passen %(n)d cijfers voor de komma.")
                % {"n": self.digits}
            )
        if value != round(value, self.places):
            raise ValidationError(
                _("Schrijf hoogstens %(n)d cijfers na de komma.") % {"n": self.places}
            )
        if self.minimum is not None and value < self.minimum:
            raise ValidationError(_("Dit is %(n)d of meer.") % {"n": self.minimum})
        if self.maximum is not None and value > self.maximum:
            raise ValidationError(_("Dit is hoogstens %(n)d.") % {"n": self.maximum})
        return value

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number as the reader's language writes it, without thousands marks."""
        if not isinstance(value, Decimal):
            return value
        decimals = -int(value.normalize().as_tuple().exponent)
        text = f"{value:.{max(decimals, self.shown, 0)}f}"
        return text if (get_language() or "nl").startswith("en") else text.replace(".", ",")


class DayInput(forms.DateInput):
    """The browser's date picker; what is no date is shown as plain text, so it is not lost."""

    def __init__(self) -> None:
        """Write dates in ISO form, as date pickers want them."""
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choose the kind of input by what must be shown."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        is_date = not shown or ISO_DATE.fullmatch(shown)
        context["widget"]["type"] = "date" if is_date else "text"
        return context


class DayField(forms.DateField):
    """A calendar date, from the date picker or typed as 20-11-2026."""

    widget = DayInput
    input_formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
    default_error_messages = {
        "invalid": gettext_lazy("Dit is geen datum. Schrijf ze als 20-11-2026."),
    }

    def clean(self, value: Any) -> Any:
        """Read and check; raises ValidationError for years that can only be a slip."""
        day = super().clean(value)
        if day:
            refuse_odd_year(day)
        return day
