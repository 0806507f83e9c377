"""The forms of a credit note: its head, and per line of the original what is credited of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.credit_content import CreditHead, CreditLine
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import DayField, PlainDecimalField
from invoicing.models import DocumentLine, ExtraField
from invoicing.money import round_cents
from invoicing.queries.remaining import LineLeft


class CreditWhat(StrEnum):
    """What of a line is credited."""

    NOTHING = "nothing"
    ALL = "all"
    QUANTITY = "quantity"
    AMOUNT = "amount"


WHAT_WORDS = {
    CreditWhat.NOTHING: gettext_lazy("niets"),
    CreditWhat.ALL: gettext_lazy("alles wat over is"),
    CreditWhat.QUANTITY: gettext_lazy("een aantal"),
    CreditWhat.AMOUNT: gettext_lazy("een bedrag"),
}


class CreditForm(WithExtraFields):
    """What a credit note says by itself."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Reden"),
        required=False,
        help_text=gettext_lazy("Komt onderaan op de creditnota."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    issue_date = DayField(
        label=gettext_lazy("Datum"),
        required=False,
        help_text=gettext_lazy("Leeg: de dag van versturen."),
    )
    customer_reference = forms.CharField(
        label=gettext_lazy("Referentie van de klant"), required=False, max_length=100
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taal"),
        required=False,
        choices=[("", gettext_lazy("Zoals de factuur")), *settings.LANGUAGES],
    )

    def __init__(
        self, *args: Any, fields: Iterable[ExtraField], extra: Mapping[str, str], **kwargs: Any
    ) -> None:
        """Add the account's document fields; `extra` holds their stored values."""
        super().__init__(*args, **kwargs)
        self.add_extra_fields(fields, extra)

    def head(self) -> CreditHead:
        """Give what was typed, for the service."""
        values = self.cleaned_data
        return CreditHead(
            note=values["note"],
            issue_date=values["issue_date"],
            language=values["language"],
            customer_reference=values["customer_reference"],
            extra=self.extra_values(),
        )


class CreditLineForm(WithExtraFields):
    """One line of the original: what is credited of it, and how much."""

    what = forms.ChoiceField(
        label=gettext_lazy("Crediteer"),
        required=False,
        choices=[(what.value, word) for what, word in WHAT_WORDS.items()],
    )
    value = PlainDecimalField(label=gettext_lazy("Hoeveel"), required=False, shown=0)

    def __init__(
        self,
        *args: Any,
        line: DocumentLine,
        index: int,
        left: LineLeft,
        fields: Iterable[ExtraField],
        extra: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take the line with what is left of it."""
        super().__init__(*args, prefix=f"lines-{index}", **kwargs)
        self.line, self.index, self.left = line, index, left
        self.amount: Decimal | None = None
        # What is wrong with a stored draft by now.
        self.notices: list[str] = []
        self.add_extra_fields(fields, line.extra if extra is None else extra)
        for name, field in self.fields.items():
            # The place of the error is always there, so that it can appear while somebody types.
            field.widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}_error"

    @property
    def is_open(self) -> bool:
        """Whether something of the line can still be credited, or was chosen."""
        return bool(self.left.amount) or self.chosen not in ("", CreditWhat.NOTHING)

    @property
    def chosen(self) -> str:
        """What is chosen, as it stands on the screen."""
        return str(self["what"].value() or "")

    def clean(self) -> dict[str, Any]:
        """Ask for the figure where the choice needs one; where it does not, it is left alone."""
        values = super().clean() or self.cleaned_data
        what = values.get("what")
        if what not in (CreditWhat.QUANTITY, CreditWhat.AMOUNT):
            self.errors.pop("value", None)
        elif "value" in values:
            self._check_value(what, values["value"])
        return values

    def _check_value(self, what: str, value: Decimal | None) -> None:
        if value is None:
            message = {
                CreditWhat.QUANTITY: _("Vul in hoeveel stuks je crediteert."),
                CreditWhat.AMOUNT: _("Vul in welk bedrag je crediteert."),
            }
            self.add_error("value", message[CreditWhat(what)])
        elif what == CreditWhat.AMOUNT and value != round_cents(value):
            self.add_error("value", _("Schrijf hoogstens %(n)d cijfers na de komma.") % {"n": 2})

    @property
    def is_chosen(self) -> bool:
        """Whether something of the line is to be credited."""
        return self.cleaned_data.get("what") not in ("", None, CreditWhat.NOTHING)

    def wanted(self) -> CreditLine:
        """Give the choice, for the service."""
        what, value = self.cleaned_data["what"], self.cleaned_data.get("value")
        return CreditLine(
            line=self.line,
            quantity=value if what == CreditWhat.QUANTITY else None,
            amount=value if what == CreditWhat.AMOUNT else None,
            extra=self.extra_values(),
        )
