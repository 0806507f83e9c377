"""Reading what the editor's form posted: the customer, the lines, and what the buttons ask."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts import clock
from accounts.models import Account
from invoicing.forms.customer_choice import CustomerUnclear, customer_meant
from invoicing.forms.draft import DraftForm
from invoicing.forms.draft_editor import DraftEditor
from invoicing.forms.draft_posted import (
    LineFiller,
    PostedLines,
    follow_prices,
    follow_proposals,
)
from invoicing.forms.draft_setup import DraftLinks, DraftVat, draft_setup, links_read
from invoicing.forms.extra_values import defaults_typed
from invoicing.forms.fields import DayField
from invoicing.forms.product_choice import ProductUnclear
from invoicing.models import Customer, Document
from invoicing.models.extra_field import ExtraFieldLevel


def editor_read(
    account: Account, posted: QueryDict, document: Document | None = None, *, typing: bool = False
) -> DraftEditor:
    """Read what was posted. While somebody is typing, an unfinished name is no error."""
    data = posted.copy()
    setup = draft_setup(account, _posted_date(data) or clock.today())
    form = DraftForm(data, setup=setup)
    customer, unclear = _customer(account, form, document, typing)
    editor = DraftEditor(setup, customer, form)
    editor.is_other_customer = data.get("customer_id", "") != editor.customer_id
    if customer:
        data["customer_id"] = customer.public_id
    _read_lines(editor, data, typing)
    form.name_usual(editor.usual_terms)
    if unclear and not typing:
        form.add_error("customer", unclear)
    return editor


def _read_lines(editor: DraftEditor, data: QueryDict, typing: bool) -> None:
    defaults = defaults_typed(editor.setup.fields_of(ExtraFieldLevel.LINE))
    lines = PostedLines(data, defaults)
    country = editor.form.cleaned_data.get("delivery_country", "")
    filler = LineFiller(
        editor.setup,
        editor.customer,
        prices_include_vat=data.get("prices_include_vat") == "1",
        delivery_country=country,
    )
    editor.links = _links(editor, lines)
    filler.follow_products(lines, editor.links, typing=typing)
    _add_product(editor, data, lines, filler, typing)
    for advance in editor.advances:
        if advance.document.public_id == data.get("deduct"):
            filler.deduct(lines, advance.document)
    if lines.filled or lines.added:
        editor.links = _links(editor, lines)
    editor.vat = DraftVat(editor.setup, editor.customer, country)
    follow_proposals(lines, editor.links, editor.vat)
    follow_prices(lines, editor.links, editor.vat, including=filler.prices_include_vat)
    editor.lines = [editor.line_form(index, data) for index in lines.indexes]
    for line in editor.lines:
        if not line.errors.get("product") and line.index in lines.problems:
            line.add_error("product", lines.problems[line.index])
    _note_changes(editor, lines, data.get("vat_offered", ""))


def _links(editor: DraftEditor, lines: PostedLines) -> DraftLinks:
    return links_read(editor.setup.account, lines.all_of("product_id"), lines.all_of("advance"))


def _add_product(
    editor: DraftEditor, data: QueryDict, lines: PostedLines, filler: LineFiller, typing: bool
) -> None:
    """Add a line of the product asked for; without JavaScript any button takes it along."""
    if "add_product" not in editor.form.fields or (typing and "add_line" not in data):
        return
    try:
        filler.add_product(lines, data.get("add_product", ""))
    except ProductUnclear as unclear:
        editor.form.add_error("add_product", str(unclear))
    else:
        data["add_product"] = ""


def _note_changes(editor: DraftEditor, lines: PostedLines, seen_offer: str) -> None:
    by_index = {line.index: line for line in editor.lines}
    editor.added = [by_index[index] for index in sorted(lines.added)]
    editor.refilled = [by_index[index] for index in sorted(lines.filled)]
    is_other_offer = seen_offer != editor.vat.offer.signature
    revised = by_index.keys() if is_other_offer else lines.revised
    editor.revised = [by_index[index] for index in sorted(revised - lines.added - lines.filled)]


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
