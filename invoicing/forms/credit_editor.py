"""A credit note on the screen: its forms together, from an invoice, a draft, or what was posted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from invoicing.credit_content import Credit, CreditHead, CreditLine, credit_of
from invoicing.forms.crediting import CreditForm, CreditLineForm, CreditWhat
from invoicing.forms.extra_values import EXTRA
from invoicing.models import Document, DocumentLine, ExtraField
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.problems import Problem, Refused
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.remaining import LineLeft, Remaining, price_amount, remaining_of


@dataclass(frozen=True)
class CreditSetup:
    """The original with its lines, what is left of it, and the account's own fields."""

    original: Document
    lines: list[DocumentLine]
    left: Remaining
    fields: list[ExtraField]

    def fields_of(self, level: str) -> list[ExtraField]:
        """Give the extra fields of one level."""
        return [field for field in self.fields if field.level == level]


def credit_setup(original: Document) -> CreditSetup:
    """Read what the forms need."""
    lines = original.lines.select_related("revenue_group", "product", "advance")
    return CreditSetup(
        original=original,
        lines=list(lines),
        left=remaining_of(original),
        fields=list(extra_fields_active(account=original.account)),
    )


class CreditEditor:
    """The forms of one credit note and what they mean."""

    def __init__(self, setup: CreditSetup, form: CreditForm, lines: list[CreditLineForm]) -> None:
        """Put the parts together; the class methods make them."""
        self.setup, self.form, self.lines = setup, form, lines
        self.credit: Credit | None = None

    @classmethod
    def from_original(cls, original: Document) -> CreditEditor:
        """Start a credit note: nothing is chosen yet, unless there is only one line."""
        setup = credit_setup(original)
        start = {"customer_reference": original.customer_reference}
        form = CreditForm(
            initial=start,
            fields=setup.fields_of(ExtraFieldLevel.DOCUMENT),
            extra=original.extra,
        )
        editor = cls(setup, form, [_line(setup, index) for index in range(len(setup.lines))])
        open_lines = [line for line in editor.lines if line.left.amount]
        if len(open_lines) == 1:
            open_lines[0].initial["what"] = CreditWhat.ALL.value
        editor.compute()
        return editor

    @classmethod
    def from_draft(cls, original: Document, draft: Document) -> CreditEditor:
        """Show a stored draft, with what is wrong with it by now."""
        setup = credit_setup(original)
        names = ("version", "note", "issue_date", "customer_reference", "language")
        form = CreditForm(
            initial={name: getattr(draft, name) for name in names},
            fields=setup.fields_of(ExtraFieldLevel.DOCUMENT),
            extra=draft.extra,
        )
        stored = {line.original_line_id: line for line in draft.lines.all()}
        lines = [
            _line(setup, index, draft, stored.get(line.pk))
            for index, line in enumerate(setup.lines)
        ]
        editor = cls(setup, form, lines)
        editor.compute()
        editor.add_problems(editor.credit.problems if editor.credit else ())
        return editor

    @classmethod
    def from_post(cls, original: Document, posted: QueryDict, *, choose: str = "") -> CreditEditor:
        """Read what was posted; `choose` is chosen of every line instead, the rest stays."""
        setup, posted = credit_setup(original), posted.copy()
        if choose in set(CreditWhat):
            for index, line in enumerate(setup.lines):
                if setup.left.lines[line.pk].amount:
                    posted[f"lines-{index}-what"] = choose
        form = CreditForm(
            posted, fields=setup.fields_of(ExtraFieldLevel.DOCUMENT), extra=original.extra
        )
        lines = [_line(setup, index, posted=posted) for index in range(len(setup.lines))]
        return cls(setup, form, lines)

    @property
    def is_valid(self) -> bool:
        """Whether everything typed can be read."""
        return not any([self.form.errors, *(line.errors for line in self.lines)])

    @property
    def is_stale(self) -> bool:
        """Whether a stored draft credits more than is left by now."""
        return not self.form.is_bound and any(line.notices for line in self.lines)

    @property
    def chosen(self) -> list[CreditLineForm]:
        """The lines of which something is credited and that can be read."""
        if self.form.is_bound:
            return [line for line in self.lines if not line.errors and line.is_chosen]
        return [line for line in self.lines if line.chosen not in ("", CreditWhat.NOTHING)]

    def wanted(self) -> list[CreditLine]:
        """Give the choices, for the service."""
        return [_wanted(line) for line in self.chosen]

    def compute(self) -> None:
        """Work out what the lines that can be read come to, per line and together."""
        try:
            credit = credit_of(self.setup.original, self.wanted(), CreditHead())
        except Refused:
            return
        self.credit = credit
        chosen = self.chosen
        for place, columns in zip(credit.places, credit.prepared.lines, strict=True):
            amount: Decimal = columns["net"]
            if self.setup.original.prices_include_vat:
                amount += columns["vat"]
            chosen[place].amount = amount

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what is refused beside the line it is about, or on top."""
        chosen = self.chosen
        for problem in problems:
            place, _dot, rest = problem.field.partition(".")
            if place == "lines" and rest:
                number, _dot, name = rest.partition(".")
                _add(chosen[int(number)], name, problem.message)
            elif self.form.is_bound:
                name = EXTRA + place.removeprefix("extra.") if rest else place
                self.form.add_error(name if name in self.form.fields else None, problem.message)


def _add(line: CreditLineForm, name: str, message: str) -> None:
    if not line.is_bound:
        line.notices.append(message)
        return
    name = EXTRA + name.removeprefix("extra.") if name.startswith("extra.") else name
    field = name if name in line.fields else "value"
    if field == "value" and line.chosen == CreditWhat.ALL:
        field = "what"
    line.add_error(field, message)


def _line(
    setup: CreditSetup,
    index: int,
    draft: Document | None = None,
    stored: DocumentLine | None = None,
    posted: QueryDict | None = None,
) -> CreditLineForm:
    line = setup.lines[index]
    left = setup.left.lines[line.pk]
    initial: Mapping[str, Any] = {"what": CreditWhat.NOTHING.value}
    if draft is not None and stored is not None:
        initial = _choice(line, left, draft, stored)
    return CreditLineForm(
        posted,
        initial=dict(initial),
        line=line,
        index=index,
        left=left,
        fields=setup.fields_of(ExtraFieldLevel.LINE),
        extra=stored.extra if stored else None,
    )


def _choice(
    line: DocumentLine, left: LineLeft, draft: Document, stored: DocumentLine
) -> dict[str, Any]:
    """Read back from a stored line what was chosen."""
    amount = price_amount(stored, draft)
    if amount == left.amount:
        return {"what": CreditWhat.ALL.value}
    if stored.unit_price == line.unit_price:
        return {"what": CreditWhat.QUANTITY.value, "value": stored.quantity}
    return {"what": CreditWhat.AMOUNT.value, "value": amount}


def _wanted(line: CreditLineForm) -> CreditLine:
    if line.is_bound:
        return line.wanted()
    value = line.initial.get("value")
    return CreditLine(
        line=line.line,
        quantity=value if line.chosen == CreditWhat.QUANTITY else None,
        amount=value if line.chosen == CreditWhat.AMOUNT else None,
    )
