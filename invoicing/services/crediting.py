"""Credit notes: a draft that credits an issued invoice, whole or in part, by line.

Issuing checks all of it again with the original locked, so two people cannot credit the same rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from invoicing.credit_content import CreditHead, CreditLine, credit_of, credit_refusal
from invoicing.draft_values import DraftContent
from invoicing.models import Document
from invoicing.models.document import DocumentKindChoice
from invoicing.problems import Problem, Refused
from invoicing.services.drafts import draft_create, draft_update

__all__ = [
    "CreditHead",
    "CreditLine",
    "CreditRefused",
    "credit_draft_create",
    "credit_draft_update",
]


class CreditRefused(Refused):
    """This cannot be credited; the reason says what still can. Nothing was made."""


@transaction.atomic
def credit_draft_create(
    *,
    original: Document,
    actor: User | None,
    lines: Sequence[CreditLine] | None = None,
    head: CreditHead | None = None,
    public_id: str = "",
) -> Document:
    """Make the draft of a credit note on an issued invoice; without `lines` of all that is left.

    `public_id` is the id that the form got when it was opened, as for draft_create. Raises
    CreditRefused with the reason when the invoice cannot be credited, when nothing is left, or when
    more is asked than is left (`lines.0.quantity`, `lines.0.amount`, or `lines`); DraftRefused for
    values that do not fit; DraftChanged when the draft of that id was changed.
    """
    return draft_create(
        account=original.account,
        actor=actor,
        content=_checked(original, lines, head),
        kind=DocumentKindChoice.CREDIT_NOTE,
        public_id=public_id,
    )


@transaction.atomic
def credit_draft_update(
    *,
    document: Document,
    actor: User | None,
    expected_version: int,
    lines: Sequence[CreditLine] | None = None,
    head: CreditHead | None = None,
) -> Document:
    """Choose anew what the draft of a credit note credits, and give the new version.

    Raises what credit_draft_create raises, and DraftChanged when the draft is another version by
    now or is issued. LookupError for a document that credits nothing.
    """
    if document.original is None:
        raise LookupError(f"{document} credits no invoice")
    return draft_update(
        document=document,
        actor=actor,
        expected_version=expected_version,
        content=_checked(document.original, lines, head),
    )


def _checked(
    original: Document, lines: Sequence[CreditLine] | None, head: CreditHead | None
) -> DraftContent:
    if reason := credit_refusal(original):
        raise CreditRefused([Problem("original", reason)])
    credit = credit_of(original, lines, head or CreditHead())
    if credit.problems:
        raise CreditRefused(credit.problems)
    return credit.content
