"""Parts of a form that few people need: folded, and open where something stands or must stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Fold:
    """One folded part; `hint` says what is in it, `is_open` whether it starts unfolded."""

    title: Any
    hint: Any
    fields: list[forms.BoundField]
    is_open: bool


def folds(form: forms.Form, *parts: tuple[Any, Any, list[str]]) -> list[Fold]:
    """Give the parts (title, hint, names of fields) that have fields in this form."""
    return [made for part in parts if (made := _fold(form, *part)).fields]


def _fold(form: forms.Form, title: Any, hint: Any, names: list[str]) -> Fold:
    fields = [form[name] for name in names if name in form.fields]
    needed = (each.errors or each.value() or each.field.required for each in fields)
    return Fold(title, hint, fields, any(needed))
