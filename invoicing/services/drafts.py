"""Writing drafts: a draft is replaced as a whole, and its totals are always computed here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, AuditEvent, User, new_public_id
from invoicing.draft_content import DraftContent, DraftLine, DraftRefused, PreparedDraft, prepare
from invoicing.models import Document, DocumentLine, DocumentVatTotal
from invoicing.models.document import DocumentKindChoice, DocumentState
from invoicing.services.extra_freezing import extra_text_write

__all__ = [
    "DraftChanged",
    "DraftContent",
    "DraftLine",
    "DraftRefused",
    "draft_create",
    "draft_delete",
    "draft_update",
]
# A draft that saves itself while somebody types is one event on the timeline, not fifty.
ONE_EDIT_SECONDS = 900


class DraftChanged(Exception):
    """Somebody else changed, issued or deleted the draft meanwhile; nothing was overwritten.

    `document` is how it stands now, or None when it is gone.
    """

    def __init__(self, document: Document | None) -> None:
        """Keep the present state for the screen."""
        super().__init__("the draft was changed meanwhile")
        self.document = document


@transaction.atomic
def draft_create(
    *,
    account: Account,
    actor: User | None,
    content: DraftContent,
    kind: str = DocumentKindChoice.INVOICE,
    public_id: str = "",
) -> Document:
    """Make a draft. Raises DraftRefused when values do not fit (per field).

    `public_id` is the id that a form got when it was opened. A draft of the account that has it
    is this one, saved a moment ago: it gets the content while it is in its first version, else
    DraftChanged is raised.
    """
    prepared = prepare(account=account, content=content, kind=kind)
    now = clock.now()
    document, is_new = Document.objects.get_or_create(
        account=account,
        public_id=_own_id(account, public_id),
        defaults={"kind": kind, "created_at": now, "updated_at": now, **prepared.fields},
    )
    if not is_new:
        return draft_update(document=document, actor=actor, expected_version=1, content=content)
    _write_rows(document, prepared)
    extra_text_write(document, prepared.extra_text, is_new=True)
    _record(document, actor, "document.created", {}, _summary(document))
    return document


@transaction.atomic
def draft_update(
    *, document: Document, actor: User | None, expected_version: int, content: DraftContent
) -> Document:
    """Replace the draft's content and give the new version.

    `expected_version` is the version that the editor started from. Raises DraftChanged when the
    draft is another version by now or is issued, DraftRefused when values do not fit.
    """
    if content.original is None and document.original is not None:
        # What a credit note credits is not for its editor to change.
        content = replace(content, original=document.original)
    prepared = prepare(account=document.account, content=content, kind=document.kind)
    _claim(document, expected_version, prepared.fields)
    before = _summary(document)
    document.lines.all().delete()
    document.vat_totals.all().delete()
    document.refresh_from_db()
    _write_rows(document, prepared)
    extra_text_write(document, prepared.extra_text)
    if not _is_same_edit(document, actor):
        _record(document, actor, "document.changed", before, _summary(document))
    return document


@transaction.atomic
def draft_delete(*, document: Document, actor: User | None, expected_version: int) -> None:
    """Delete a draft; raises DraftChanged when it is another version by now or is issued."""
    _claim(document, expected_version, {})
    before = _summary(document)
    document.lines.all().delete()
    document.vat_totals.all().delete()
    document.delete()
    _record(document, actor, "document.deleted", before, {})


def _own_id(account: Account, public_id: str) -> str:
    taken = Document.objects.filter(public_id=public_id).exclude(account=account).exists()
    return new_public_id() if taken or not public_id else public_id


def _claim(document: Document, expected_version: int, fields: dict[str, Any]) -> None:
    """Take the draft by one conditional UPDATE, so that only one of two editors gets through."""
    claimed = Document.objects.filter(
        pk=document.pk, state=DocumentState.DRAFT, version=expected_version
    ).update(version=F("version") + 1, updated_at=clock.now(), **fields)
    if not claimed:
        raise DraftChanged(Document.objects.filter(pk=document.pk).first())


def _write_rows(document: Document, prepared: PreparedDraft) -> None:
    DocumentLine.objects.bulk_create(
        DocumentLine(document=document, **values) for values in prepared.lines
    )
    DocumentVatTotal.objects.bulk_create(
        DocumentVatTotal(
            document=document,
            treatment=total.treatment,
            rate=total.rate,
            country=total.country,
            base=total.base,
            net=total.net,
            vat=total.vat,
        )
        for total in prepared.vat_totals
    )


def _is_same_edit(document: Document, actor: User | None) -> bool:
    last = (
        AuditEvent.objects.filter(
            account=document.account, subject_type="document", subject_id=document.public_id
        )
        .order_by("-sequence")
        .first()
    )
    return (
        last is not None
        and last.action in ("document.created", "document.changed")
        and last.actor_id == (actor.pk if actor else None)
        and (clock.now() - last.at).total_seconds() < ONE_EDIT_SECONDS
    )


def _summary(document: Document) -> dict[str, Any]:
    return {
        "customer": document.customer.name if document.customer else "",
        "net": document.net,
        "vat": document.vat,
        "gross": document.gross,
    }


def _record(
    document: Document,
    actor: User | None,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    event_record(
        account=document.account,
        actor=actor,
        action=action,
        subject_type="document",
        subject_id=document.public_id,
        before=before,
        after=after,
    )
