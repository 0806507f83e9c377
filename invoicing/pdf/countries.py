"""Country names as the last line of an address abroad, per language of the document."""

from __future__ import annotations

# ISO 3166 code: Dutch, French, English.
NAMES = {
    "AT": ("Oostenrijk", "Autriche", "Austria"),
    "BE": ("België", "Belgique", "Belgium"),
    "BG": ("Bulgarije", "Bulgarie", "Bulgaria"),
    "CH": ("Zwitserland", "Suisse", "Switzerland"),
    "CY": ("Cyprus", "Chypre", "Cyprus"),
    "CZ": ("Tsjechië", "Tchéquie", "Czechia"),
    "DE": ("Duitsland", "Allemagne", "Germany"),
    "DK": ("Denemarken", "Danemark", "Denmark"),
    "EE": ("Estland", "Estonie", "Estonia"),
    "ES": ("Spanje", "Espagne", "Spain"),
    "FI": ("Finland", "Finlande", "Finland"),
    "FR": ("Frankrijk", "France", "France"),
    "GB": ("Verenigd Koninkrijk", "Royaume-Uni", "United Kingdom"),
    "GR": ("Griekenland", "Grèce", "Greece"),
    "HR": ("Kroatië", "Croatie", "Croatia"),
    "HU": ("Hongarije", "Hongrie", "Hungary"),
    "IE": ("Ierland", "Irlande", "Ireland"),
    "IT": ("Italië", "Italie", "Italy"),
    "LT": ("Litouwen", "Lituanie", "Lithuania"),
    "LU": ("Luxemburg", "Luxembourg", "Luxembourg"),
    "LV": ("Letland", "Lettonie", "Latvia"),
    "MT": ("Malta", "Malte", "Malta"),
    "NL": ("Nederland", "Pays-Bas", "Netherlands"),
    "NO": ("Noorwegen", "Norvège", "Norway"),
    "PL": ("Polen", "Pologne", "Poland"),
    "PT": ("Portugal", "Portugal", "Portugal"),
    "RO": ("Roemenië", "Roumanie", "Romania"),
    "SE": ("Zweden", "Suède", "Sweden"),
    "SI": ("Slovenië", "Slovénie", "Slovenia"),
    "SK": ("Slowakije", "Slovaquie", "Slovakia"),
    "US": ("Verenigde Staten", "États-Unis", "United States"),
}
LANGUAGES = {"nl": 0, "fr": 1}


def country_name(code: str, language: str) -> str:
    """The country's name in the language (English for others); the code itself when not listed."""
    names = NAMES.get(code)
    return names[LANGUAGES.get(language, 2)] if names else code
