"""Seller and buyer as printed: the blocks at the top and the line at the foot of each page."""

from __future__ import annotations

import re

from invoicing.documents import Party
from invoicing.identifiers import format_enterprise_number, format_iban, format_vat_number
from invoicing.pdf.countries import country_name
from invoicing.pdf.texts import Words

REGISTER = re.compile(r"^\s*(RPR|RPM)\b[\s:/,-]*(RPM\b)?\s*", re.IGNORECASE)


def seller_block(party: Party, language: str, words: Words, *, abroad: bool) -> list[str]:
    """Name first, then address, VAT number and how to reach; the country when `abroad`."""
    lines = [*_address(party, language, abroad=abroad), _vat_number(party, words)]
    lines += [party.phone, party.email, party.website]
    return [party.name, *(each for each in lines if each)]


def buyer_block(party: Party, language: str, words: Words, *, abroad: bool) -> list[str]:
    """Name first, then whose attention, address and VAT number; the country when `abroad`."""
    attention = f"{words['attention']} {party.contact}" if party.contact else ""
    number = _vat_number(party, words) or _enterprise_number(party, words)
    lines = [attention, *_address(party, language, abroad=abroad), number]
    return [party.name, *(each for each in lines if each)]


def footer_line(seller: Party, words: Words) -> str:
    """The seller's numbers on every page; a Belgian VAT number already is the enterprise number.

    A Belgian company names its legal form and its register of legal persons (WVV/CSA art. 2:20).
    """
    shown_in_vat = seller.country == "BE" and bool(seller.vat_number)
    parts = (
        seller.name,
        seller.legal_form if not _is_in_name(seller.legal_form, seller.name) else "",
        _vat_number(seller, words),
        "" if shown_in_vat else _enterprise_number(seller, words),
        _register(seller, words),
        f"IBAN {format_iban(seller.iban)}" if seller.iban else "",
    )
    return "  ·  ".join(part for part in parts if part)


def _is_in_name(legal_form: str, name: str) -> bool:
    words = re.split(r"[\s,()]+", name.lower().replace(".", ""))
    return legal_form.lower().replace(".", "") in words


def _register(seller: Party, words: Words) -> str:
    court = REGISTER.sub("", seller.court).strip()
    return words["court"].format(court=court) if court and seller.country == "BE" else ""


def _address(party: Party, language: str, *, abroad: bool) -> list[str]:
    town = f"{party.postal_code} {party.city}".strip()
    country = country_name(party.country, language) if abroad else ""
    return [each for each in (party.street, town, country) if each]


def _vat_number(party: Party, words: Words) -> str:
    return (
        f"{words['vat_number']} {format_vat_number(party.vat_number)}" if party.vat_number else ""
    )


def _enterprise_number(party: Party, words: Words) -> str:
    if not party.enterprise_number:
        return ""
    label = words["chamber_number" if party.country == "NL" else "enterprise_number"]
    return f"{label} {format_enterprise_number(party.enterprise_number)}"
