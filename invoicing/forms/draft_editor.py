"""A draft on the screen: its forms together, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import QueryDict

from invoicing.documents import LineNature
from invoicing.draft_sums import DraftSums, line_setting, sums_stored, sums_typed
from invoicing.draft_terms import terms_for, usual_terms
from invoicing.forms.customer_choice import customer_label
from invoicing.forms.draft import DraftForm
from invoicing.forms.draft_line import DraftLineForm
from invoicing.forms.draft_problems import problems_add
from invoicing.forms.draft_setup import DraftLinks, DraftSetup, DraftVat
from invoicing.models import Customer, Document, DocumentLine
from invoicing.payment_terms import PaymentTerms
from invoicing.problems import Problem
from invoicing.queries.remaining import AdvanceLeft, advances_left
from invoicing.reader_language import in_reader_language
from invoicing.services.drafts import DraftContent


class DraftEditor:
    """The forms of one draft; `draft_opening` makes one to show, `draft_reading` of a post.

    `added`, `refilled` and `revised` are what the browser does not have yet: new lines, lines that
    were filled in, and lines with another choice of VAT.
    """

    def __init__(self, setup: DraftSetup, customer: Customer | None, form: DraftForm) -> None:
        """Start without lines."""
        self.setup, self.customer, self.form = setup, customer, form
        self.vat = DraftVat(setup, customer)
        self.links = DraftLinks()
        self.lines: list[DraftLineForm] = []
        self.stored: tuple[Document, list[DocumentLine]] | None = None
        self.added: list[DraftLineForm] = []
        self.refilled: list[DraftLineForm] = []
        self.revised: list[DraftLineForm] = []
        self.is_other_customer = False

    def line_form(self, index: int, *args: QueryDict, **options: Any) -> DraftLineForm:
        """Give the form of one line, with what this draft offers."""
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
        return self.line_form(index, initial=initial)

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
        return not (self.customer or self.filled or self.form.is_typed)

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
        """Put what a service refused or a check found beside the field it is about."""
        problems_add(problems, self.form, self.filled if self.form.is_bound else self.lines)
