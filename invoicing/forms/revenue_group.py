"""The form of a revenue group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invoicing.forms.base import RowForm
from invoicing.models import RevenueGroup
from invoicing.services.changes import row_fingerprint


class RevenueGroupForm(RowForm):
    """A name, and whether new lines start with it."""

    name = forms.CharField(
        label=_("Naam van de omzetgroep"),
        max_length=100,
        error_messages={"required": _("Geef de omzetgroep een naam.")},
    )
    is_default = forms.BooleanField(
        label=_("Dit is de gewone omzetgroep"),
        help_text=_("Nieuwe factuurlijnen beginnen ermee."),
        required=False,
    )

    @staticmethod
    def initial_of(group: RevenueGroup) -> dict[str, Any]:
        """Give what the form starts with."""
        seen = row_fingerprint(group)
        return {"name": group.name, "is_default": group.is_default, "seen": seen}
