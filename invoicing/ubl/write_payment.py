"""How and when is paid."""

from __future__ import annotations

from decimal import Decimal

from invoicing.documents import DocumentKind, IssuedDocument, PaymentMethod
from invoicing.formats import format_amount, format_date, format_percent
from invoicing.identifiers import format_iban, format_payment_reference, is_creditor_reference
from invoicing.ubl.profiles import Profile
from invoicing.ubl.tree import Branch
from invoicing.ubl.words import word

# UNCL 4461: 30 credit transfer, 58 SEPA credit transfer, 59 SEPA direct debit.
TRANSFER, SEPA_TRANSFER, DIRECT_DEBIT = "30", "58", "59"


def write_payment_means(root: Branch, document: IssuedDocument, profile: Profile) -> None:
    """Write where to pay; a credit note has no account to pay to, the seller owes its amount.

    A Dutch G-account is a second account beside the ordinary one.
    """
    seller = document.seller
    if document.kind is DocumentKind.CREDIT_NOTE:
        return
    if document.payment_method == PaymentMethod.DIRECT_DEBIT and document.mandate_reference:
        means = _means(root, document, DIRECT_DEBIT)
        means.group("PaymentMandate").text("ID", document.mandate_reference)
        return
    if seller.iban:
        _account(root, document, profile, seller.iban, seller.bic)
    if document.g_account:
        _account(root, document, profile, document.g_account.iban, document.g_account.bic)


def write_payment_terms(root: Branch, document: IssuedDocument) -> None:
    """Write the terms in words, each on its own line."""
    lines = [line for line in _terms(document) if line]
    if lines:
        root.group("PaymentTerms").text("Note", "\n".join(lines))


def _means(root: Branch, document: IssuedDocument, code: str) -> Branch:
    means = root.group("PaymentMeans")
    means.text("PaymentMeansCode", code)
    means.text("PaymentID", _reference(document.payment_reference))
    return means


def _account(root: Branch, document: IssuedDocument, profile: Profile, iban: str, bic: str) -> None:
    """One account; NLCIUS advises SEPA transfers, and no BIC with those (BR-NL-31)."""
    is_dutch = profile is Profile.NLCIUS
    means = _means(root, document, SEPA_TRANSFER if is_dutch else TRANSFER)
    account = means.group("PayeeFinancialAccount")
    account.text("ID", iban)
    if not is_dutch:
        account.text("Name", document.seller.name)
        if bic:
            account.group("FinancialInstitutionBranch").text("ID", bic)


def _reference(value: str) -> str:
    """A structured communication as printed (+++...+++), an RF reference without its spaces."""
    return (
        value.replace(" ", "") if is_creditor_reference(value) else format_payment_reference(value)
    )


def _terms(document: IssuedDocument) -> list[str]:
    language = document.language
    if document.kind is DocumentKind.CREDIT_NOTE:
        return [word("credit", language)]
    due = format_date(document.due_date, language)
    is_debit = document.payment_method == PaymentMethod.DIRECT_DEBIT
    terms = [word("direct_debit" if is_debit else "due", language).format(date=due)]
    if document.cash_discount_percent > Decimal(0):
        terms.append(
            word("cash_discount_terms", language).format(
                percent=format_percent(document.cash_discount_percent, language),
                amount=format_amount(document.cash_discount_amount, language),
                days=document.cash_discount_days,
            )
        )
    split = document.g_account
    if split:
        terms.append(
            word("g_account", language).format(
                amount=format_amount(split.amount, language),
                iban=format_iban(split.iban),
                rest=format_amount(split.normal_amount, language),
            )
        )
    return terms
