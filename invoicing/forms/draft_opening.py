"""Opening a draft in the editor: a stored one, or an empty one of today."""

from __future__ import annotations

from accounts import clock
from accounts.models import Account
from invoicing.draft_terms import usual_terms
from invoicing.forms.draft import DraftForm
from invoicing.forms.draft_editor import DraftEditor
from invoicing.forms.draft_initial import head_initial, line_initial
from invoicing.forms.draft_setup import DraftLinks, DraftSetup, DraftVat, draft_setup
from invoicing.forms.payment_choice import payment_initial
from invoicing.models import Customer, Document


def editor_opened(
    account: Account, document: Document | None, customer: Customer | None = None
) -> DraftEditor:
    """Show a stored draft, or an empty one; `customer` fills in a customer."""
    start = document.tax_point or document.issue_date if document else None
    setup = draft_setup(account, start or clock.today())
    chosen = customer or (document.customer if document else None)
    editor = DraftEditor(setup, chosen, _form(setup, document, chosen))
    editor.form.name_usual(editor.usual_terms)
    if document is not None:
        _show_lines(editor, document)
    if not editor.lines:
        editor.lines.append(editor.new_line())
    return editor


def _form(setup: DraftSetup, document: Document | None, customer: Customer | None) -> DraftForm:
    initial = head_initial(document, customer, setup.company)
    if document is None:
        return DraftForm(initial=initial, setup=setup)
    initial |= payment_initial(setup, document, usual_terms(setup.company, document.customer))
    return DraftForm(initial=initial, setup=setup, extra=document.extra)


def _show_lines(editor: DraftEditor, document: Document) -> None:
    """Show the stored lines. One that has the VAT proposed for the draft's own customer gets that
    of the customer who is filled in now.
    """
    lines = list(document.lines.select_related("revenue_group", "product", "advance"))
    editor.stored = document, lines
    editor.links = DraftLinks(
        {line.product.public_id: line.product for line in lines if line.product},
        {line.advance.public_id: line.advance for line in lines if line.advance},
    )
    before = DraftVat(editor.setup, document.customer, document.delivery_country)
    editor.vat = DraftVat(editor.setup, editor.customer, document.delivery_country)
    for index, line in enumerate(lines):
        initial = line_initial(line)
        initial["vat_proposed"] = editor.vat.proposed(line.nature, line.product)
        initial["priced"] = "1" if document.prices_include_vat else "0"
        if not line.advance and before.is_as_proposed(line):
            initial["vat"] = initial["vat_proposed"]
        editor.lines.append(editor.line_form(index, initial=initial, extra=line.extra))
