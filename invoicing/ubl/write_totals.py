"""Allowances of the whole document, the VAT breakdown, and the totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from invoicing.documents import IssuedDocument
from invoicing.formats import format_percent
from invoicing.money import ZERO
from invoicing.ubl.profiles import Profile
from invoicing.ubl.tree import Branch
from invoicing.ubl.words import word
from invoicing.ubl.write_lines import (
    DISCOUNT_CODE,
    document_discount,
    sum_of_lines,
    tax_category,
)
from invoicing.vat_treatments import TREATMENTS

# UNCL 5189 and 7161: 64 special agreement, ZZZ mutually defined (Belgian practice for cash
# discounts in Peppol: the base goes down by an allowance and the total back up by a charge).
CASH_DISCOUNT_CODE = "64"
CASH_CHARGE_CODE = "ZZZ"
# Not part of the VAT base, so category E.
CASH_CHARGE_TREATMENT = "exempt"


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """An allowance (or charge) of the whole document within one VAT category and rate."""

    amount: Decimal
    treatment: str
    rate: Decimal
    reason: str
    code: str
    is_charge: bool = False


@dataclass(kw_only=True)
class Group:
    """One row of the VAT breakdown: all that shares a UBL category and a rate."""

    treatment: str
    rate: Decimal
    base: Decimal = ZERO
    vat: Decimal = ZERO
    codes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, base: Decimal, vat: Decimal, code: str, reason: str) -> None:
        """Take another base in, with its VAT and why it carries none."""
        self.base += base
        self.vat += vat
        self.codes.append(code)
        if reason and reason not in self.reasons:
            self.reasons.append(reason)


def adjustments(document: IssuedDocument) -> list[Adjustment]:
    """The document's discount, and a Belgian cash discount, per VAT category and rate."""
    return [*_discounts(document), *_cash_discounts(document)]


def write_adjustments(root: Branch, rows: list[Adjustment], profile: Profile) -> None:
    """Write them; NLCIUS advises against reason codes (BR-NL-32)."""
    for row in rows:
        node = root.group("AllowanceCharge")
        node.text("ChargeIndicator", "true" if row.is_charge else "false")
        if profile is not Profile.NLCIUS:
            node.text("AllowanceChargeReasonCode", row.code)
        node.text("AllowanceChargeReason", row.reason)
        node.amount("Amount", row.amount)
        category = tax_category(node, "TaxCategory", row.treatment, row.rate)
        category.group("TaxScheme").text("ID", "VAT")


def write_tax_total(root: Branch, document: IssuedDocument, profile: Profile) -> None:
    """Write the VAT per category and rate: treatments of one category share a row (BR-AE-08)."""
    total = root.group("TaxTotal")
    total.amount("TaxAmount", document.vat)
    for group in _groups(document):
        row = total.group("TaxSubtotal")
        row.amount("TaxableAmount", group.base)
        row.amount("TaxAmount", group.vat)
        category = tax_category(row, "TaxCategory", group.treatment, group.rate)
        # One code for the row, so only where all in it agree; NLCIUS advises against (BR-NL-35).
        if len(set(group.codes)) == 1 and profile is not Profile.NLCIUS:
            category.text("TaxExemptionReasonCode", group.codes[0])
        category.text("TaxExemptionReason", " ".join(group.reasons))
        category.group("TaxScheme").text("ID", "VAT")


def write_monetary_total(root: Branch, document: IssuedDocument, rows: list[Adjustment]) -> None:
    """Write the totals, exactly those of the document."""
    allowances = [row.amount for row in rows if not row.is_charge]
    charges = [row.amount for row in rows if row.is_charge]
    total = root.group("LegalMonetaryTotal")
    total.amount("LineExtensionAmount", sum_of_lines(document))
    total.amount("TaxExclusiveAmount", document.net)
    total.amount("TaxInclusiveAmount", document.gross)
    if allowances:
        total.amount("AllowanceTotalAmount", sum(allowances, ZERO))
    if charges:
        total.amount("ChargeTotalAmount", sum(charges, ZERO))
    if document.prepaid:
        total.amount("PrepaidAmount", document.prepaid)
    total.amount("PayableAmount", document.gross - document.prepaid)


def _discounts(document: IssuedDocument) -> Iterator[Adjustment]:
    amounts: dict[tuple[str, Decimal], tuple[str, Decimal]] = {}
    for line in document.lines:
        key = (TREATMENTS[line.treatment].ubl_category, line.vat_rate)
        _treatment, so_far = amounts.get(key, ("", ZERO))
        amounts[key] = (line.treatment, so_far + document_discount(document, line))
    reason = word("discount", document.language)
    if document.discount_percent:
        reason += f" {format_percent(document.discount_percent, document.language)}"
    for (_category, rate), (treatment, amount) in amounts.items():
        if amount:
            yield Adjustment(
                amount=amount, treatment=treatment, rate=rate, reason=reason, code=DISCOUNT_CODE
            )


def _cash_discounts(document: IssuedDocument) -> Iterator[Adjustment]:
    """Belgium: VAT on the discounted base, taken or not (art. 28, 1 W.Btw / CTVA)."""
    reason = word("cash_discount", document.language)
    given = [group for group in document.vat_totals if group.net != group.vat_base]
    for group in given:
        yield Adjustment(
            amount=group.net - group.vat_base,
            treatment=group.treatment,
            rate=group.rate,
            reason=reason,
            code=CASH_DISCOUNT_CODE,
        )
    if total := sum((group.net - group.vat_base for group in given), ZERO):
        yield Adjustment(
            amount=total,
            treatment=CASH_CHARGE_TREATMENT,
            rate=ZERO,
            reason=reason,
            code=CASH_CHARGE_CODE,
            is_charge=True,
        )


def _groups(document: IssuedDocument) -> list[Group]:
    groups: dict[tuple[str, Decimal], Group] = {}

    def group_of(treatment: str, rate: Decimal) -> Group:
        key = (TREATMENTS[treatment].ubl_category, rate.quantize(Decimal("0.01")))
        return groups.setdefault(key, Group(treatment=treatment, rate=rate))

    for total in document.vat_totals:
        code, reason = exemption(total.treatment, document)
        group_of(total.treatment, total.rate).add(total.vat_base, total.vat, code, reason)
    for row in _cash_discounts(document):
        if row.is_charge:
            group_of(row.treatment, row.rate).add(
                row.amount, ZERO, "", word("cash_discount_reason", document.language)
            )
    return list(groups.values())


def exemption(treatment_code: str, document: IssuedDocument) -> tuple[str, str]:
    """Code and words of why there is no VAT; both empty where the category allows none.

    Standard and zero rate may have neither (BR-S-10, BR-Z-10); every other must have one.
    """
    treatment = TREATMENTS[treatment_code]
    if treatment.ubl_category in ("S", "Z"):
        return "", ""
    language = document.language if document.language in ("nl", "fr", "en") else "en"
    texts = treatment.mention.get(document.seller.country, treatment.label)
    return treatment.vatex, texts[language]
