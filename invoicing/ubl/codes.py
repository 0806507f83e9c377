"""Codes of UBL documents: the kind behind a type code, and units of UN/ECE Recommendation 20."""

from __future__ import annotations

from collections.abc import Mapping

from invoicing.documents import DocumentKind
from invoicing.vat_mentions import Texts, texts

ROOTS: Mapping[str, DocumentKind] = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": DocumentKind.INVOICE,
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": (
        DocumentKind.CREDIT_NOTE
    ),
}

# UNCL1001 as allowed by Peppol BIS Billing 3.0; the rest is refused with the reason beneath.
TYPE_CODES: Mapping[DocumentKind, frozenset[str]] = {
    DocumentKind.INVOICE: frozenset({"380", "386", "326", "383", "384", "82", "80"}),
    DocumentKind.CREDIT_NOTE: frozenset({"381", "81", "83"}),
}
# An advance; it is no revenue yet.
PREPAYMENT = "386"
REFUSED_TYPES: Mapping[str, str] = {
    "389": "een factuur die de koper zelf heeft opgemaakt (self-billing)",
    "261": "een creditnota die de koper zelf heeft opgemaakt (self-billing)",
    "393": "een factuur die aan een factormaatschappij is overgedragen",
    "396": "een creditnota die aan een factormaatschappij is overgedragen",
}

UNITS: Mapping[str, Texts] = {
    "C62": texts("", "", ""),
    "EA": texts("stuk", "pièce", "piece"),
    "H87": texts("stuk", "pièce", "piece"),
    "HUR": texts("uur", "heure", "hour"),
    "MIN": texts("min", "min", "min"),
    "DAY": texts("dag", "jour", "day"),
    "WEE": texts("week", "semaine", "week"),
    "MON": texts("maand", "mois", "month"),
    "ANN": texts("jaar", "an", "year"),
    "KGM": texts("kg", "kg", "kg"),
    "GRM": texts("g", "g", "g"),
    "TNE": texts("ton", "tonne", "tonne"),
    "MTR": texts("m", "m", "m"),
    "KMT": texts("km", "km", "km"),
    "MTK": texts("m²", "m²", "m²"),
    "MTQ": texts("m³", "m³", "m³"),
    "LTR": texts("liter", "litre", "litre"),
    "KWH": texts("kWh", "kWh", "kWh"),
    "SET": texts("set", "jeu", "set"),
    "XBX": texts("doos", "boîte", "box"),
    "XPK": texts("pak", "paquet", "pack"),
    "XPX": texts("pallet", "palette", "pallet"),
}

# Margin schemes of directive 2006/112/EC: the VAT is inside the margin and may not be shown.
MARGIN_CODES = frozenset({"VATEX-EU-D", "VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"})


# How people write the units, beside the words above.
WRITTEN: Mapping[str, str] = {
    word: code
    for code, words in {
        "H87": "st stuks stk pcs pieces pièces",
        "HUR": "u uren h hr heures hours",
        "MIN": "minuten minutes",
        "DAY": "d dagen jours days",
        "WEE": "weken semaines weeks",
        "MON": "maanden months",
        "ANN": "jaren ans years",
        "KGM": "kilo",
        "GRM": "gram",
        "MTR": "meter",
        "LTR": "l liters litres",
        "MTK": "m2",
        "MTQ": "m3",
        "XBX": "dozen boxes",
        "XPK": "pakken packs",
        "XPX": "pallets",
    }.items()
    for word in words.split()
}


def unit_code(text: str) -> str:
    """The code of a unit as written in whatever language; C62 ('one') where nothing fits."""
    return _CODES.get(text.strip().rstrip(".").lower(), "C62")


def unit_text(code: str, language: str) -> str:
    """The unit in words; an unknown code as it is."""
    known = UNITS.get(code)
    return known[language] if known else code


# The common code first: 'stuk' is H87, of which EA is a synonym.
_CODES: Mapping[str, str] = {
    **{
        words.lower(): code
        for code, languages in UNITS.items()
        if code not in ("C62", "EA")
        for words in languages.values()
    },
    **WRITTEN,
}
