"""Proposals for the wizard: what Exact's own data suggest, each with its reason; never a silent
guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from connectors.exact.answers import Choice
from connectors.exact.envelope import text_of

Row = Mapping[str, Any]
CREDIT_WORDS = re.compile(r"credit|cred\.|avoir|note de cr", re.IGNORECASE)
SALES_WORDS = re.compile(r"verko|sales|vente|factu|omzet", re.IGNORECASE)
REVENUE_WORDS = re.compile(
    r"dienst|service|omzet|revenue|verko|sales|goederen|prestation", re.IGNORECASE
)
# What a VAT code's description says of its treatment, in the languages of a Belgian or Dutch
# ledger.
WORDS = {
    "be_cocontractor": r"medecontract|cocontract|verleg",
    "nl_reverse_charge": r"verleg|reverse",
    "eu_services": r"dienst|service",
    "eu_goods": r"levering|goeder|goods|intracom|\bic\b|\beu\b",
    "export_goods": r"export|uitvoer|buiten ?(de ?)?e",
    "outside_scope": (
        r"buiten (het )?toepassing|niet onderworpen|geen btw|outside|hors champ|buiten bereik"
    ),
    "triangular": r"driehoek|triang|\babc\b",
    "disbursement": r"voorgeschoten|d[eé]bours|disburs|geen btw|niet onderworpen",
    "exempt": r"vrijgesteld|exempt|exon|art\.? ?44|art\.? ?11",
    "small_business": r"kleine onderneming|vrijgesteld|franchise|exempt|\bkor\b|56bis",
    "zero_rate": r"\bnul|zero|0 ?%|nihil",
}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A suggestion with its reason (a message id); `is_certain` = exactly one candidate fits in
    every respect."""

    choice: Choice
    reason: str
    is_certain: bool


def choice_of(row: Row) -> Choice:
    """A row of reference data as a choice; journals and VAT codes are sent by code, accounts by
    id."""
    return Choice(
        id=text_of(row, "ID"), code=text_of(row, "Code"), name=text_of(row, "Description")
    )


def by_code(row: Row) -> Choice:
    """Like choice_of, for what Exact takes by code; a VAT code keeps its padding, as Exact gave
    it."""
    return Choice(
        id=str(row.get("Code") or ""), code=text_of(row, "Code"), name=text_of(row, "Description")
    )


def usable_journals(rows: Iterable[Row]) -> list[Row]:
    """Sales journals (type 20) that are not blocked."""
    return [
        row for row in rows if row.get("IsBlocked") is not True and str(row.get("Type")) == "20"
    ]


def propose_sales_journal(rows: Iterable[Row]) -> Proposal | None:
    """The sales journal that is not for credit notes."""
    usable = usable_journals(rows)
    plain = [row for row in usable if not CREDIT_WORDS.search(text_of(row, "Description"))]
    return _first(plain, SALES_WORDS, _("Een verkoopboek in Exact"), by_code)


def propose_credit_journal(rows: Iterable[Row]) -> Proposal | None:
    """The journal for credit notes; where there is none, the sales journal."""
    rows = usable_journals(rows)
    credit = [row for row in rows if CREDIT_WORDS.search(text_of(row, "Description"))]
    if credit:
        return Proposal(
            choice=by_code(credit[0]),
            reason=_("Het dagboek voor creditnota's in Exact"),
            is_certain=len(credit) == 1,
        )
    return propose_sales_journal(rows)


def propose_revenue(rows: Iterable[Row]) -> Proposal | None:
    """A revenue account that is not blocked and asks no cost centre or cost unit."""
    usable = [row for row in rows if row.get("IsBlocked") is not True and not _asks_cost(row)]
    return _first(usable, REVENUE_WORDS, _("Een omzetrekening in Exact"), choice_of)


def _asks_cost(row: Row) -> bool:
    """UseCostcenter and UseCostunit: 1 = mandatory (reference rest.md, GLAccounts)."""
    return "1" in (str(row.get("UseCostcenter")), str(row.get("UseCostunit")))


def _first(rows: list[Row], words: re.Pattern[str], reason: str, make: Any) -> Proposal | None:
    named = [row for row in rows if words.search(text_of(row, "Description"))]
    chosen = (named or rows)[:1]
    if not chosen:
        return None
    return Proposal(choice=make(chosen[0]), reason=reason, is_certain=len(rows) == 1)


def percentage_of(row: Row) -> Decimal | None:
    """The percentage of a VAT code in per cent; Exact gives a fraction (0.21)."""
    try:
        value = Decimal(str(row.get("Percentage")))
    except InvalidOperation:
        return None
    return (value * 100 if value < 1 else value).quantize(Decimal("0.01"))


def fitting_vat_codes(
    rows: Iterable[Row], treatment: str, rate: Decimal, country: str = ""
) -> list[Row]:
    """Codes for sales that are not blocked, not inclusive, with this percentage (per cent) of this
    country (OSS)."""
    types = {"E"} if rate else {"E", "B", "N"}
    return [
        row
        for row in rows
        if row.get("IsBlocked") is not True
        and text_of(row, "Type") in types
        and text_of(row, "VATTransactionType") in ("S", "B", "")
        and text_of(row, "OssCountry") == country
        and (percentage_of(row) or Decimal(0)) == rate
        and _listing_fits(row, treatment)
    ]


def _listing_fits(row: Row, treatment: str) -> bool:
    """The EU sales listing of a code: L goods, S services, T triangular; everything else has
    none."""
    listing = text_of(row, "EUSalesListing").upper()
    wanted = {"eu_goods": "L", "eu_services": "S", "triangular": "T"}.get(treatment)
    return listing == wanted if wanted else listing not in ("L", "S", "T")


def propose_vat_code(
    rows: Iterable[Row], treatment: str, rate: Decimal, country: str = ""
) -> Proposal | None:
    """The code for a treatment and rate: by percentage, listing and reverse charge, then by its
    description."""
    fitting = fitting_vat_codes(rows, treatment, rate, country)
    if treatment in ("be_cocontractor", "nl_reverse_charge"):
        fitting = [row for row in fitting if row.get("Charged") is True] or fitting
    elif any(row.get("Charged") is not True for row in fitting):
        fitting = [row for row in fitting if row.get("Charged") is not True]
    named = _named(fitting, treatment)
    if not rate and not named and treatment in WORDS:
        return _unnamed(fitting)
    chosen = named or fitting
    if not chosen:
        return None
    reason = _("Het percentage en de soort komen overeen")
    return Proposal(choice=by_code(chosen[0]), reason=reason, is_certain=len(chosen) == 1)


def _named(rows: list[Row], treatment: str) -> list[Row]:
    words = WORDS.get(treatment)
    if words is None:
        return []
    return [row for row in rows if re.search(words, text_of(row, "Description"), re.IGNORECASE)]


def _unnamed(rows: list[Row]) -> Proposal | None:
    """No description names the treatment: a code of 0 % that names no other one, to be checked by
    the bookkeeper."""
    others = re.compile("|".join(words for key, words in WORDS.items() if key != "zero_rate"), re.I)
    plain = [row for row in rows if not others.search(text_of(row, "Description"))]
    chosen = (plain or rows)[:1]
    if not chosen:
        return None
    reason = _("Een code van 0 %: kijk na of dit de juiste is")
    return Proposal(choice=by_code(chosen[0]), reason=reason, is_certain=False)
