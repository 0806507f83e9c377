"""A draft on the screen: its forms together, from a stored draft or from what was posted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import clock
from accounts.models import Account
from invoicing.documents import LineNature
from invoicing.draft_sums import DraftSums, line_setting, sums_stored, sums_typed
from invoicing.draft_terms import terms_for, usual_terms
from invoicing.forms.customer_choice import CustomerUnclear, customer_label, customer_meant
from invoicing.forms.draft import DraftForm
from invoicing.forms.draft_initial import head_initial, line_initial
from invoicing.forms.draft_line import DraftLineForm
from invoicing.forms.draft_posted import LineFiller, PostedLines, follow_proposals, links_wanted
from invoicing.forms.draft_problems import problems_add
from invoicing.forms.draft_setup import DraftLinks, DraftSetup, DraftVat, draft_setup, links_read
from invoicing.forms.extra_values import defaults_typed
from invoicing.forms.fields import DayField
from invoicing.forms.payment_choice import payment_initial
from invoicing.forms.product_choice import ProductUnclear
from invoicing.models import Customer, Document, DocumentLine
from invoicing.models.extra_field import ExtraFieldLevel
from invoicing.payment_terms import PaymentTerms
from invoicing.problems import Problem
from invoicing.queries.remaining import AdvanceLeft, advances_left
from invoicing.reader_language import in_reader_language
from invoicing.services.drafts import DraftContent


class DraftEditor:
    """The forms of one draft and what they mean; `from_document` and `from_post` make one."""

    def __init__(self, setup: DraftSetup, customer: Customer | None) -> None:
        """Start with an empty draft for a customer; the forms follow."""
        self.setup, self.customer = setup, customer
        self.vat = DraftVat(setup, customer)
        self.links = DraftLinks()
        self.form = DraftForm(setup=setup)
        self.lines: list[DraftLineForm] = []
        self.added: list[DraftLineForm] = []
        self.stored: tuple[Document, list[DocumentLine]] | None = None
        # What the browser does not have yet: whole lines, choices of VAT, the terms' names.
        self.refilled: list[DraftLineForm] = []
        self.revised: list[DraftLineForm] = []
        self.is_other_customer = False

    @classmethod
    def from_document(
        cls, account: Account, document: Document | None, customer: Customer | None = None
    ) -> DraftEditor:
        """Show a stored draft, or an empty one of today; `customer` fills in a customer."""
        start = document.tax_point or document.issue_date if document else None
        chosen = customer or (document.customer if document else None)
        editor = cls(draft_setup(account, start or clock.today()), chosen)
        company = editor.setup.company
        initial = head_initial(document, chosen, company)
        if document is not None:
            is_same = document.customer == chosen
            before = editor.usual_terms if is_same else usual_terms(company, document.customer)
            initial |= payment_initial(editor.setup, document, before)
        extra = document.extra if document else None
        editor.form = DraftForm(initial=initial, setup=editor.setup, extra=extra)
        editor.form.name_usual(editor.usual_terms)
        if document is not None:
            editor._show_lines(document)
        if not editor.lines:
            editor.lines.append(editor.new_line())
        return editor

    def _show_lines(self, document: Document) -> None:
        lines = list(document.lines.select_related("revenue_group", "product", "advance"))
        self.stored = document, lines
        self.vat = DraftVat(self.setup, self.customer, document.delivery_country)
        self.links = DraftLinks(
            {line.product.public_id: line.product for line in lines if line.product},
            {line.advance.public_id: line.advance for line in lines if line.advance},
        )
        before = self.vat
        if document.customer != self.customer:
            before = DraftVat(self.setup, document.customer, document.delivery_country)
        for index, line in enumerate(lines):
            initial = line_initial(line)
            now = self.vat.proposed(line.nature, line.product)
            if not line.advance and before.is_as_proposed(line):
                initial["vat"] = now
            initial["vat_proposed"] = now
            self.lines.append(self._line_form(index, initial=initial, extra=line.extra))

    @classmethod
    def from_post(
        cls,
        account: Account,
        posted: QueryDict,
        document: Document | None = None,
        *,
        typing: bool = False,
    ) -> DraftEditor:
        """Read what was posted. While somebody is typing, an unfinished name is no error."""
        data = posted.copy()
        setup = draft_setup(account, _posted_date(data) or clock.today())
        form = DraftForm(data, setup=setup)
        customer, unclear = _customer(account, form, document, typing)
        editor = cls(setup, customer)
        editor.form = form
        editor.is_other_customer = data.get("customer_id", "") != editor.customer_id
        if customer:
            data["customer_id"] = customer.public_id
        editor._read_lines(data, typing)
        form.name_usual(editor.usual_terms)
        if unclear and not typing:
            form.add_error("customer", unclear)
        return editor

    def _read_lines(self, data: QueryDict, typing: bool) -> None:
        defaults = defaults_typed(self.setup.fields_of(ExtraFieldLevel.LINE))
        lines = PostedLines(data, defaults)
        filler = LineFiller(
            self.setup, self.customer, prices_include_vat=data.get("prices_include_vat") == "1"
        )
        self.links = links_read(self.setup.account, *links_wanted(lines))
        filler.follow_products(lines, self.links, typing=typing)
        self._add_lines(data, lines, filler, typing)
        if lines.filled or lines.added:
            self.links = links_read(self.setup.account, *links_wanted(lines))
        country = self.form.cleaned_data.get("delivery_country", "")
        self.vat = DraftVat(self.setup, self.customer, country)
        follow_proposals(lines, self.links, self.vat)
        self.lines = [self._line_form(index, data) for index in lines.indexes]
        for line in self.lines:
            if not line.errors.get("product") and line.index in lines.problems:
                line.add_error("product", lines.problems[line.index])
        self._note_changes(lines, data.get("vat_offered", ""))

    def _add_lines(
        self, data: QueryDict, lines: PostedLines, filler: LineFiller, typing: bool
    ) -> None:
        """Add what a button asked for; without JavaScript any button takes a product along."""
        text = data.get("add_product", "") if "add_product" in self.form.fields else ""
        try:
            if "add_line" in data or not typing:
                filler.add_product(lines, text)
                data["add_product"] = ""
        except ProductUnclear as unclear:
            self.form.add_error("add_product", str(unclear))
        for advance in self.advances:
            if advance.document.public_id == data.get("deduct"):
                filler.deduct(lines, advance.document)

    def _note_changes(self, lines: PostedLines, seen_offer: str) -> None:
        by_index = {line.index: line for line in self.lines}
        self.added = [by_index[index] for index in sorted(lines.added)]
        self.refilled = [by_index[index] for index in sorted(lines.filled)]
        whole = lines.added | lines.filled
        is_other_offer = seen_offer != self.vat.offer.signature
        revised = by_index.keys() if is_other_offer else lines.revised
        self.revised = [by_index[index] for index in sorted(revised - whole)]

    def _line_form(self, index: int, *args: QueryDict, **options: Any) -> DraftLineForm:
        return DraftLineForm(
            *args, setup=self.setup, vat=self.vat, links=self.links, index=index, **options
        )

    def new_line(self) -> DraftLineForm:
        """Give an empty line after the last one, with the proposed VAT."""
        index = max((line.index for line in self.lines), default=-1) + 1
        proposed = self.vat.proposed()
        initial = {"quantity": 1, "vat": proposed, "vat_proposed": proposed}
        if self.setup.default_group:
            initial["group"] = self.setup.default_group.key
        return self._line_form(index, initial=initial)

    def remove_line(self, text: str) -> None:
        """Leave out the line with this number, as a button names it."""
        self.lines = [line for line in self.lines if str(line.index) != text]

    @property
    def customer_id(self) -> str:
        """The public id of the chosen customer."""
        return self.customer.public_id if self.customer else ""

    @property
    def reason(self) -> str:
        """Why the customer gets the VAT that is proposed."""
        return in_reader_language(self.vat.proposal().reason) if self.customer else ""

    @property
    def customer_labels(self) -> list[str]:
        """The chosen customer, so that the list is never empty when its name is shown."""
        return [customer_label(self.customer)] if self.customer else []

    @cached_property
    def usual_terms(self) -> PaymentTerms:
        """The payment terms of who chooses nothing."""
        return usual_terms(self.setup.company, self.customer)

    @cached_property
    def advances(self) -> list[AdvanceLeft]:
        """The customer's advances of which something is left."""
        if self.customer is None:
            return []
        return advances_left(account=self.setup.account, customer=self.customer)

    @property
    def advances_offered(self) -> list[AdvanceLeft]:
        """The advances that this invoice could still take off."""
        if self.form["is_advance"].value() in (True, "on"):
            return []
        taken = {line.advance_taken for line in self.lines}
        return [advance for advance in self.advances if advance.document not in taken]

    @property
    def unchanged(self) -> list[DraftLineForm]:
        """The lines that the browser has, but for their amount and what is said about them."""
        sent = [*self.added, *self.refilled]
        return [line for line in self.lines if line not in sent]

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
        """Give what was typed and can be read, for the service."""
        condition, days = self.form.terms_chosen()
        head = self.form.head_values()
        lines = [line.line() for line in self.filled if not line.errors]
        if head["is_advance"]:
            lines = [replace(line, nature=line.nature or LineNature.ADVANCE) for line in lines]
        return DraftContent(
            customer=self.customer,
            lines=lines,
            payment_condition=condition,
            payment_term_days=days,
            extra=self.form.extra_values(),
            **head,
        )

    def sums(self) -> DraftSums:
        """Give the amounts: as stored, or of what can be read; puts each line's on its form."""
        if self.form.is_bound:
            shown = [line for line in self.filled if not line.errors]
            content = self.content()
            terms = terms_for(self.setup.company, content, self.usual_terms)
            setting = line_setting(
                self.setup.company, content, (), self.setup.default_group, rates=self.setup.rates
            )
            sums = sums_typed(self.setup.company, content, terms, setting)
        else:
            shown = self.lines
            sums = sums_stored(*self.stored) if self.stored else DraftSums()
        for line, amount in zip(shown, sums.line_amounts, strict=False):
            line.amount = amount
        return sums

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put what a service refused beside the field it is about."""
        problems_add(problems, self.form, self.filled)


def _posted_date(data: QueryDict) -> date | None:
    for name in ("tax_point", "issue_date"):
        try:
            day: date | None = DayField(required=False).clean(data.get(name, ""))
        except ValidationError:
            continue
        if day:
            return day
    return None


def _customer(
    account: Account, form: DraftForm, document: Document | None, typing: bool
) -> tuple[Customer | None, str]:
    if form.errors.get("customer") or form.errors.get("customer_id"):
        return None, ""
    text, customer_id = form.cleaned_data["customer"], form.cleaned_data["customer_id"]
    present = document.customer if document else None
    try:
        found = customer_meant(account, text, customer_id, exactly=typing, present=present)
    except CustomerUnclear as unclear:
        return None, str(unclear)
    return found, ""
