"""The form that records a payment by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import PlainForm
from invoicing.forms.fields import DayField, PlainDecimalField


class PaymentForm(PlainForm):
    """How much came in and when; `reference` makes that pressing twice records once."""

    amount = PlainDecimalField(
        label=_("Bedrag"), places=2, error_messages={"required": _("Vul het bedrag in.")}
    )
    date = DayField(
        label=_("Ontvangen op"), error_messages={"required": _("Vul de datum van ontvangst in.")}
    )
    reference = forms.SlugField(max_length=16, widget=forms.HiddenInput)
