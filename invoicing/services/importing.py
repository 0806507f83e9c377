"""Taking over documents that another package issued: number and date are kept, and all or nothing.

Issuing them again under a number of ours would invoice twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, User
from invoicing import events
from invoicing.documents import DocumentKind
from invoicing.draft_content import AMOUNT_LIMIT, FACTOR_LIMIT
from invoicing.models import Customer, Document, DocumentLine, DocumentVatTotal
from invoicing.models.document import DocumentState
from invoicing.models.payment import PaymentReason
from invoicing.models.product import Nature
from invoicing.parties import frozen
from invoicing.queries.companies import company_get
from invoicing.queries.products import advance_group
from invoicing.queries.revenue_groups import revenue_groups
from invoicing.services.import_matching import LANGUAGES, customer_match, is_own_company
from invoicing.services.payments import IMPORT_SOURCE, payment_record
from invoicing.ubl.document import ImportedDocument, UblRefused
from invoicing.ubl.reader import ensure_bookable
from invoicing.vat import legal_mentions

NUMBER_LENGTH = 40
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ImportRefused(Exception):
    """The document was not taken over; the text is one plain Dutch sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """What was read, from which file, and whether it is another company's."""

    document: ImportedDocument
    digest: str
    is_foreign: bool


def document_import(
    *,
    account: Account,
    actor: User | None,
    imported: ImportedDocument,
    digest: str,
    any_seller: bool = False,
) -> Document:
    """Store a document that was read from a file, issued and frozen; announces `documents_issued`.

    `digest` is the file's SHA-256 (hex): the same file is never taken twice. The customer is
    matched or made; an amount paid before becomes a payment. `any_seller` takes documents of other
    companies too, for a test account; their numbers may be the same, since they are no series of
    ours. Raises ImportRefused with one clear sentence, and then nothing of it is stored.
    """
    source = Source(
        document=imported,
        digest=digest,
        is_foreign=not is_own_company(company_get(account=account), imported.seller),
    )
    _check(account, source, any_seller)
    try:
        with transaction.atomic():
            return _import(account, actor, source)
    except IntegrityError:
        # Two imports of one file at the same time: the second finds the first.
        _refuse_known(account, source)
        raise


def _check(account: Account, source: Source, any_seller: bool) -> None:
    imported = source.document
    try:
        ensure_bookable(imported)
    except UblRefused as error:
        raise ImportRefused(str(error)) from None
    if len(imported.number) > NUMBER_LENGTH:
        raise ImportRefused(
            f"Het nummer '{imported.number[:NUMBER_LENGTH]}...' "
            f"is langer dan {NUMBER_LENGTH} tekens."
        )
    if not FIRST_YEAR <= imported.issue_date.year <= LAST_YEAR:
        raise ImportRefused(
            f"{imported.number} is van {imported.issue_date:%d-%m-%Y}; "
            f"verwacht is een datum van {FIRST_YEAR} tot {LAST_YEAR}."
        )
    _check_amounts(imported)
    if imported.is_advance and advance_group(account=account) is None:
        raise ImportRefused(
            f"{imported.number} is een voorschotfactuur: die hoort op een voorschottenrekening en "
            "niet op omzet. Maak eerst een artikel van de soort 'voorschot' met een eigen "
            "omzetgroep."
        )
    if source.is_foreign and not any_seller:
        _refuse_seller(account, imported)
    if source.is_foreign and not account.is_practice:
        raise ImportRefused(
            f"{account.name} is geen oefenaccount: documenten van een andere verkoper horen er "
            "niet in, ook niet met --any-seller."
        )
    _refuse_known(account, source)


def _check_amounts(imported: ImportedDocument) -> None:
    amounts = [abs(imported.gross), *(abs(line.net) for line in imported.lines)]
    factors = [abs(line.quantity) for line in imported.lines]
    factors += [abs(line.unit_price) for line in imported.lines]
    if max(amounts) >= AMOUNT_LIMIT or max(factors) >= FACTOR_LIMIT:
        raise ImportRefused(f"{imported.number} heeft een bedrag van 10.000.000.000 of meer.")


def _refuse_seller(account: Account, imported: ImportedDocument) -> None:
    seller = imported.seller
    number = seller.vat_number or seller.enterprise_number or "zonder nummer"
    raise ImportRefused(
        f"{imported.number} is van {seller.name} ({number}), niet van {account.name}: "
        "het btw-nummer en het ondernemings- of KvK-nummer zijn anders."
    )


def _refuse_known(account: Account, source: Source) -> None:
    imported = source.document
    same = Q(source_digest=source.digest)
    if not source.is_foreign:
        same |= Q(kind=imported.kind, number=imported.number, is_foreign=False)
    if Document.objects.filter(same, account=account).exists():
        label = "Factuur" if imported.kind is DocumentKind.INVOICE else "Creditnota"
        raise ImportRefused(f"{label} {imported.number} staat er al in.")


def _import(account: Account, actor: User | None, source: Source) -> Document:
    imported = source.document
    customer = customer_match(account=account, actor=actor, buyer=imported.buyer)
    document = _draft(account, customer, source)
    _write_lines(account, document, imported)
    _freeze(document, actor, customer, imported)
    if imported.prepaid:
        payment_record(
            document=document,
            date=imported.issue_date,
            amount=imported.prepaid,
            source=IMPORT_SOURCE,
            source_reference=f"prepaid {document.public_id}",
            reason=PaymentReason.PREPAID,
            actor=actor,
        )
    events.documents_issued.announce([document])
    _record(document, actor, imported)
    return document


def _draft(account: Account, customer: Customer, source: Source) -> Document:
    now = clock.now()
    imported = source.document
    language = imported.buyer.language
    return Document.objects.create(
        account=account,
        kind=imported.kind,
        customer=customer,
        original=None if source.is_foreign else _original(account, imported),
        original_number=imported.original_number[:NUMBER_LENGTH],
        original_date=imported.original_date,
        tax_point=imported.tax_point,
        currency=imported.currency,
        language=language if language in LANGUAGES else "en",
        customer_reference=imported.customer_reference[:100],
        note=imported.note,
        payment_reference=imported.payment_reference[:140],
        net=imported.net,
        vat=imported.vat,
        gross=imported.gross,
        is_advance=imported.is_advance,
        is_imported=True,
        is_foreign=source.is_foreign,
        source_digest=source.digest,
        created_at=now,
        updated_at=now,
    )


def _original(account: Account, imported: ImportedDocument) -> Document | None:
    return Document.objects.filter(
        account=account,
        kind=DocumentKind.INVOICE,
        number=imported.original_number or None,
        is_foreign=False,
    ).first()


def _write_lines(account: Account, document: Document, imported: ImportedDocument) -> None:
    group = revenue_groups(account=account).first()
    if imported.is_advance:
        group = advance_group(account=account)
    DocumentLine.objects.bulk_create(
        DocumentLine(
            document=document,
            position=position,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit[:20],
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            treatment=line.treatment,
            vat_rate=line.vat_rate,
            vat_country=line.vat_country,
            nature=Nature.ADVANCE if imported.is_advance else "",
            revenue_group=group,
            revenue_group_key=group.key if group else "",
            net=line.net,
            vat=line.vat,
        )
        for position, line in enumerate(imported.lines, start=1)
    )
    DocumentVatTotal.objects.bulk_create(
        DocumentVatTotal(
            document=document,
            treatment=total.treatment,
            rate=total.rate,
            country=total.country,
            net=total.net,
            vat=total.vat,
        )
        for total in imported.vat_totals
    )


def _freeze(
    document: Document, actor: User | None, customer: Customer, imported: ImportedDocument
) -> None:
    columns: dict[str, Any] = {
        "state": DocumentState.ISSUED,
        "number": imported.number,
        "issue_date": imported.issue_date,
        "seller": frozen(imported.seller),
        "buyer": frozen(imported.buyer) | {"key": customer.public_id},
        "mentions": _mentions(imported),
        "issued_at": document.created_at,
        "issued_by": actor,
        **_terms(document.account, customer, imported),
    }
    for name, value in columns.items():
        setattr(document, name, value)
    document.save(update_fields=list(columns))


def _terms(account: Account, customer: Customer, imported: ImportedDocument) -> dict[str, Any]:
    """Give due date and term: those of the file, or else our own term for this customer."""
    due = imported.due_date
    if due is not None:
        days = (due - imported.issue_date).days
        return {"due_date": due, "payment_term_days": min(max(days, 0), 365)}
    days = customer.payment_term_days or company_get(account=account).payment_term_days
    return {
        "due_date": imported.issue_date + timedelta(days=days),
        "payment_term_days": days,
    }


def _mentions(imported: ImportedDocument) -> list[str]:
    return list(
        legal_mentions(
            [line.treatment for line in imported.lines],
            imported.seller.country,
            imported.buyer.language,
            is_credit_note=imported.kind is DocumentKind.CREDIT_NOTE,
        )
    )


def _record(document: Document, actor: User | None, imported: ImportedDocument) -> None:
    event_record(
        account=document.account,
        actor=actor,
        action="document.imported",
        subject_type="document",
        subject_id=document.public_id,
        after={
            "number": document.number,
            "issue_date": document.issue_date,
            "customer": imported.buyer.name,
            "gross": document.gross,
            "prepaid": imported.prepaid,
        },
    )
