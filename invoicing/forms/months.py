"""A field for a whole month: its first day, or its last."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from invoicing.forms.fields import DayField, DayInput

ISO_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class MonthInput(DayInput):
    """The browser's month picker; what is no month is shown as plain text, so it is not lost."""

    def __init__(self) -> None:
        """Write months in ISO form, as month pickers want them."""
        super().__init__()
        self.format = "%Y-%m"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choose the kind of input by what must be shown."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = "month" if not shown or ISO_MONTH.fullmatch(shown) else "text"
        return context


class MonthField(DayField):
    """A month, from the month picker or typed as 11-2026; a day stands for its month."""

    widget = MonthInput
    input_formats = ["%Y-%m", "%m-%Y", "%m/%Y", *DayField.input_formats]
    default_error_messages = {
        "invalid": gettext_lazy("Dit is geen maand. Schrijf ze als 11-2026."),
    }

    def __init__(self, *, is_last: bool = False, **options: Any) -> None:
        """Give the first day of the month, or with `is_last` the last one."""
        super().__init__(**options)
        self.is_last = is_last

    def clean(self, value: Any) -> Any:
        """Read and check; raises ValidationError."""
        day: date | None = super().clean(value)
        if day is None:
            return None
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=last if self.is_last else 1)
