"""The few words of our own in an e-invoice, in the language of the document."""

from __future__ import annotations

from collections.abc import Mapping

from invoicing.vat_mentions import Texts, texts

WORDS: Mapping[str, Texts] = {
    "discount": texts("Korting", "Remise", "Discount"),
    "rounding": texts("Afronding", "Arrondi", "Rounding"),
    "cash_discount": texts("Korting voor contant", "Escompte", "Cash discount"),
    "cash_discount_reason": texts(
        "Korting voor contant, niet in de maatstaf van heffing (art. 28, 1° W.Btw).",
        "Escompte, non compris dans la base d'imposition (art. 28, 1° CTVA).",
        "Cash discount, not part of the taxable amount (Belgian VAT code art. 28, 1°).",
    ),
    "cash_discount_terms": texts(
        "{percent} korting ({amount}) bij betaling binnen {days} dagen na de factuurdatum.",
        "Escompte de {percent} ({amount}) pour paiement dans les {days} jours de la date de "
        "facture.",
        "{percent} discount ({amount}) if paid within {days} days of the invoice date.",
    ),
    "due": texts("Te betalen tegen {date}.", "À payer au plus tard le {date}.", "Due by {date}."),
    "direct_debit": texts(
        "Wordt met een domiciliëring geïnd op {date}.",
        "Sera encaissé par domiciliation le {date}.",
        "Will be collected by direct debit on {date}.",
    ),
    "g_account": texts(
        "{amount} op G-rekening {iban}, {rest} op de gewone rekening.",
        "{amount} sur le compte bloqué {iban}, {rest} sur le compte ordinaire.",
        "{amount} to blocked account {iban}, {rest} to the ordinary account.",
    ),
    "credit": texts(
        "Dit bedrag wordt verrekend of terugbetaald.",
        "Ce montant sera compensé ou remboursé.",
        "This amount will be set off or refunded.",
    ),
    "unit": texts("Eenheid", "Unité", "Unit"),
}


def word(key: str, language: str) -> str:
    """The word or sentence in this language; English for any other than nl, fr and en."""
    wording = WORDS[key]
    return wording.get(language, wording["en"])
