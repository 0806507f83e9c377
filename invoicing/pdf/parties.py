"""Seller and buyer as printed: the blocks at the top and the line at the foot of each page."""

from __future__ import annotations

from invoicing.documents import Party
from invoicing.identifiers import format_enterprise_number, format_iban, format_vat_number
from invoicing.pdf.countries import country_name
from invoicing.pdf.texts import Words


def seller_block(party: Party, language: str, words: Words, *, abroad: bool) -> list[str]:
    """Name first, then address, VAT number and how to reach; the country when `abroad`."""
    lines = [*_address(party, language, abroad=abroad), _vat_number(party, words)]
    lines += [party.phone, party.email, party.website]
    return [party.name, *(each for each in lines if each)]


def buyer_block(party: Party, language: str, words: Words, *, abroad: bool) -> list[str]:
    """Name first, then whose attention, address and VAT number; the country when `abroad`."""
    attention = f"{words['attention']} {party.contact}" if party.contact else ""
    lines = [attention, *_address(party, language, abroad=abroad), _vat_number(party, words)]
    return [party.name, *(each for each in lines if each)]


def footer_line(seller: Party, words: Words) -> str:
    """The seller's numbers on every page; a Belgian VAT number already is the enterprise number."""
    number = format_enterprise_number(seller.enterprise_number)
    label = words["chamber_number" if seller.country == "NL" else "enterprise_number"]
    shown_in_vat = seller.country == "BE" and bool(seller.vat_number)
    parts = (
        seller.name,
        _vat_number(seller, words),
        f"{label} {number}" if number and not shown_in_vat else "",
        f"IBAN {format_iban(seller.iban)}" if seller.iban else "",
    )
    return "  ·  ".join(part for part in parts if part)


def _address(party: Party, language: str, *, abroad: bool) -> list[str]:
    town = f"{party.postal_code} {party.city}".strip()
    country = country_name(party.country, language) if abroad else ""
    return [each for each in (party.street, town, country) if each]


def _vat_number(party: Party, words: Words) -> str:
    return (
        f"{words['vat_number']} {format_vat_number(party.vat_number)}" if party.vat_number else ""
    )
