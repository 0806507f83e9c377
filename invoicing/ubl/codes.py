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
    DocumentKind.INVOICE: frozenset({"380", "326", "383", "384", "82", "80"}),
    DocumentKind.CREDIT_NOTE: frozenset({"381", "81", "83"}),
}
REFUSED_TYPES: Mapping[str, str] = {
    "386": "een voorschotfactuur, die op een voorschottenrekening hoort en niet op omzet",
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


def unit_text(code: str, language: str) -> str:
    """The unit in words; an unknown code as it is."""
    known = UNITS.get(code)
    return known[language] if known else code
