"""Where on the screen a problem of a draft stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from invoicing.forms.draft import DraftForm
from invoicing.forms.draft_line import DraftLineForm
from invoicing.forms.extra_values import EXTRA
from invoicing.problems import Problem

# The fields of a line that stand for what the services name otherwise.
FIELD_OF_PROBLEM = {
    "treatment": "vat",
    "vat_rate": "vat",
    "vat_country": "vat",
    "rate_name": "vat",
    "revenue_group": "group",
    "advance": "unit_price",
}


def problems_add(
    problems: Iterable[Problem], form: DraftForm, lines: Sequence[DraftLineForm]
) -> None:
    """Put each problem beside its field, or on top where it has none."""
    for problem in problems:
        place, _dot, rest = problem.field.partition(".")
        if place == "lines" and rest:
            number, _dot, name = rest.partition(".")
            _add(lines[int(number)], FIELD_OF_PROBLEM.get(name, name), problem.message)
        else:
            _add(form, problem.field, problem.message)


def element_of(field: str) -> str:
    """Name the form's element of a problem: 'lines.0.extra.werf' is 'lines-0-extra-werf'."""
    if field == "lines":
        return "lines-0-description"
    start, _dot, name = field.rpartition(".")
    if start.startswith("lines."):
        name = FIELD_OF_PROBLEM.get(name, name)
    return f"{start}.{name}".lstrip(".").replace(".", "-")


def _add(form: DraftForm | DraftLineForm, name: str, message: str) -> None:
    field = EXTRA + name.removeprefix("extra.") if name.startswith("extra.") else name
    if not form.is_bound:
        form.cleaned_data = {}  # add_error takes what is wrong out of it
    form.add_error(field if field in form.fields else None, message)
