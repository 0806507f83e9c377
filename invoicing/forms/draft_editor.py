"""A draft on the screen: its forms together, from a stored draft or from what was posted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Account
from invoicing.draft_terms import cash_discount_for
from invoicing.forms.customer_choice import CustomerUnclear, customer_label, customer_meant
from invoicing.forms.draft import (
    DraftForm,
    DraftLineForm,
    DraftSetup,
    draft_setup,
    vat_value,
)
from invoicing.forms.extra_values import EXTRA
from invoicing.forms.fields import DayField
from invoicing.models import Customer, Document, DocumentLine
from invoicing.problems import Problem
from invoicing.services.drafts import DraftContent, DraftLine
from invoicing.totals import LineInput, Totals, compute_totals, line_amount
from invoicing.vat import propose_treatment, treatment_for_code

LINE_NAME = re.compile(r"lines-(\d{1,4})-", re.ASCII)
FIELD_OF_PROBLEM = {"treatment": "vat", "vat_rate": "vat", "revenue_group": "group"}


@dataclass(frozen=True)
class VatProposal:
    """The VAT that a new line starts with, and why."""

    value: str
    reason: str


class DraftEditor:
    """The forms of one draft and what they mean."""

    def __init__(self, setup: DraftSetup, form: DraftForm, lines: list[DraftLineForm]) -> None:
        """Put the parts together; `from_document` and `from_post` make them."""
        self.setup = setup
        self.form = form
        self.lines = lines
        self.customer: Customer | None = None
        self.vat_changed: list[DraftLineForm] = []

    @classmethod
    def from_document(
        cls, account: Account, document: Document | None, customer: Customer | None = None
    ) -> DraftEditor:
        """Show a stored draft, or an empty one of today; `customer` fills in a customer."""
        today = clock.today()
        start = document.tax_point or document.issue_date if document else None
        setup = draft_setup(account, start or today)
        chosen = customer or (document.customer if document else None)
        proposal = vat_proposal(setup, chosen)
        initial = _initial(document) | {
            "customer": customer_label(chosen) if chosen else "",
            "customer_id": chosen.public_id if chosen else "",
            "vat_default": proposal.value,
        }
        stored = list(document.lines.select_related("revenue_group")) if document else []
        lines = [_stored_line(setup, index, line) for index, line in enumerate(stored)]
        extra = document.extra if document else {}
        editor = cls(setup, DraftForm(initial=initial, setup=setup, extra=extra), lines)
        editor.customer = chosen
        if not lines:
            lines.append(editor.new_line(proposal.value))
        return editor

    @classmethod
    def from_post(cls, account: Account, posted: QueryDict, *, typing: bool = False) -> DraftEditor:
        """Read what was posted. While somebody is typing, an unfinished customer is no error."""
        data = posted.copy()
        setup = draft_setup(account, _posted_date(data) or clock.today())
        form = DraftForm(data, setup=setup)
        customer, unclear = _customer(account, form, typing)
        changed = _follow_customer(setup, data, customer)
        indexes = sorted({int(found[1]) for name in data if (found := LINE_NAME.match(name))})
        editor = cls(setup, form, [DraftLineForm(data, setup=setup, index=i) for i in indexes])
        editor.customer = customer
        editor.vat_changed = [line for line in editor.lines if line.index in changed]
        if unclear and not typing:
            form.add_error("customer", unclear)
        return editor

    @property
    def proposal(self) -> VatProposal:
        """The VAT proposed for the chosen customer."""
        return vat_proposal(self.setup, self.customer)

    @property
    def customer_labels(self) -> list[str]:
        """The chosen customer, so that the list is never empty when its name is shown."""
        return [customer_label(self.customer)] if self.customer else []

    def new_line(self, vat: str = "") -> DraftLineForm:
        """Give an empty line after the last one, with the proposed VAT."""
        index = max((line.index for line in self.lines), default=-1) + 1
        initial = {"quantity": Decimal(1), "vat": vat or self.proposal.value}
        if self.setup.groups:
            initial["group"] = self.setup.groups[0].key
        return DraftLineForm(initial=initial, setup=self.setup, index=index)

    def remove_line(self, text: str) -> None:
        """Leave out the line with this number, as a button names it."""
        self.lines = [line for line in self.lines if str(line.index) != text]

    @property
    def filled(self) -> list[DraftLineForm]:
        """The lines that hold something."""
        return [line for line in self.lines if line.is_bound and (line.errors or not line.is_blank)]

    @property
    def is_valid(self) -> bool:
        """Whether everything typed can be read."""
        return not any([self.form.errors, *(line.errors for line in self.lines)])

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing worth keeping yet."""
        head = (self.form["note"].value(), self.form["customer_reference"].value())
        return not (self.customer or self.filled or any(head))

    def content(self) -> DraftContent:
        """Give what was typed, for the service."""
        values = self.form.cleaned_data
        return DraftContent(
            customer=self.customer,
            lines=[line.line() for line in self.filled],
            issue_date=values["issue_date"],
            tax_point=values["tax_point"],
            payment_term_days=values["payment_term_days"],
            language=values["language"],
            prices_include_vat=values["prices_include_vat"] is True,
            customer_reference=values["customer_reference"],
            note=values["note"],
            extra=self.form.extra_values(),
        )

    def totals(self) -> Totals:
        """Compute the totals of the lines that can be read, and put each line's amount on it."""
        inputs = []
        for line in self.lines:
            values = _line_input(line)
            line.amount = line_amount(values) if values else None
            if values:
                inputs.append(values)
        discount = cash_discount_for(self.setup.company, self.customer, self._days())
        return compute_totals(inputs, self._prices_include_vat(), cash_discount=discount)

    def _days(self) -> int | None:
        given = self.form.cleaned_data if self.form.is_bound else self.form.initial
        return given.get("payment_term_days")

    def _prices_include_vat(self) -> bool:
        return str(self.form["prices_include_vat"].value()) == "1"

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what a service refused beside the field it is about."""
        filled = self.filled
        for problem in problems:
            place, _dot, rest = problem.field.partition(".")
            if place == "lines" and rest:
                number, _dot, name = rest.partition(".")
                _add_to(filled[int(number)], name, problem.message)
            else:
                _add_to(self.form, problem.field, problem.message)


def vat_proposal(setup: DraftSetup, customer: Customer | None) -> VatProposal:
    """Propose the VAT for a customer; without one, that of the account's own country."""
    language = (get_language() or "nl")[:2]
    company = setup.company
    if customer and customer.default_treatment:
        return VatProposal(
            _value(setup, customer.default_treatment), _("Zo staat het bij de klant.")
        )
    proposal = propose_treatment(
        setup.account.country,
        company.is_small_business,
        customer.country if customer else setup.account.country,
        customer.is_business if customer else True,
        customer.vat_number if customer else "",
    )
    reason = proposal.reason.get(language, proposal.reason_nl) if customer else ""
    return VatProposal(_value(setup, proposal.code), reason)


def _value(setup: DraftSetup, treatment: str) -> str:
    if treatment_for_code(treatment).charges_vat:
        return setup.vat_choices[0][0]
    return vat_value(treatment, Decimal(0))


def _initial(document: Document | None) -> dict[str, Any]:
    if document is None:
        return {"prices_include_vat": "0"}
    names = (
        "version",
        "issue_date",
        "payment_term_days",
        "tax_point",
        "customer_reference",
        "note",
    )
    return {name: getattr(document, name) for name in names} | {
        "draft": document.public_id,
        "language": document.language,
        "prices_include_vat": "1" if document.prices_include_vat else "0",
    }


def _stored_line(setup: DraftSetup, index: int, line: DocumentLine) -> DraftLineForm:
    initial = {
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "discount_percent": line.discount_percent or None,
        "vat": vat_value(line.treatment, line.vat_rate),
        "group": line.revenue_group_key,
    }
    return DraftLineForm(initial=initial, setup=setup, index=index, extra=line.extra)


def _posted_date(data: QueryDict) -> date | None:
    for name in ("tax_point", "issue_date"):
        try:
            day: date | None = DayField(required=False).clean(data.get(name, ""))
        except ValidationError:
            continue
        if day:
            return day
    return None


def _customer(account: Account, form: DraftForm, typing: bool) -> tuple[Customer | None, str]:
    if form.errors.get("customer") or form.errors.get("customer_id"):
        return None, ""
    values = form.cleaned_data
    try:
        return (
            customer_meant(account, values["customer"], values["customer_id"], exactly=typing),
            "",
        )
    except CustomerUnclear as unclear:
        return None, str(unclear)


def _follow_customer(setup: DraftSetup, data: QueryDict, customer: Customer | None) -> set[int]:
    """Give lines that still have the VAT proposed before the VAT proposed for this customer."""
    if customer is None:
        return set()
    before, now = data.get("vat_default", ""), vat_proposal(setup, customer).value
    data["vat_default"] = now
    data["customer_id"] = customer.public_id
    if before == now:
        return set()
    names = [name for name in data if LINE_NAME.match(name) and name.endswith("-vat")]
    changed = [name for name in names if data[name] == before]
    for name in changed:
        data[name] = now
    return {int(name.split("-")[1]) for name in changed}


def _line_input(line: DraftLineForm) -> LineInput | None:
    if not line.is_bound:
        return _stored_input(line)
    if line.errors or line.is_blank:
        return None
    draft = line.line()
    return _input(draft)


def _stored_input(line: DraftLineForm) -> LineInput | None:
    if "unit_price" not in line.initial:
        return None
    treatment, _colon, rate = line.initial["vat"].partition(":")
    return LineInput(
        quantity=line.initial["quantity"],
        unit_price=line.initial["unit_price"],
        discount_percent=line.initial["discount_percent"] or Decimal(0),
        treatment=treatment,
        vat_rate=Decimal(rate),
    )


def _input(draft: DraftLine) -> LineInput:
    return LineInput(
        quantity=draft.quantity,
        unit_price=draft.unit_price,
        discount_percent=draft.discount_percent,
        treatment=draft.treatment,
        vat_rate=draft.vat_rate,
    )


def _add_to(form: DraftForm | DraftLineForm, name: str, message: str) -> None:
    field = EXTRA + name.removeprefix("extra.") if name.startswith("extra.") else name
    field = FIELD_OF_PROBLEM.get(field, field)
    form.add_error(field if field in form.fields else None, message)
