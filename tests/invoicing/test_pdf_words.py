"""What each sort of document says, against the law's list and against files of its whole text.

The files stand in tests/invoicing/pdf/; after a wanted change `WRITE=1 pytest` writes them anew.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from invoicing.documents import IssuedDocument
from invoicing.pdf import render_pdf
from invoicing.pdf.payment import payment_view
from invoicing.pdf.texts import words_in
from tests.invoicing.pdf_cases import cases, with_g_account

FOLDER = Path(__file__).with_name("pdf")
LANGUAGES = ("nl", "fr", "en")
CASES = cases()
NAMES = sorted(CASES)


def in_language(name: str, language: str) -> IssuedDocument:
    return replace(CASES[name], language=language)


@cache
def text_of(name: str, language: str = "nl") -> str:
    document = in_language(name, language)
    pages = PdfReader(io.BytesIO(render_pdf(document))).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def one_line(name: str, language: str = "nl") -> str:
    return re.sub(r"\s+", " ", text_of(name, language))


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_text_is_as_it_was_read_and_found_right(name: str) -> None:
    parts = [f"== {language} ==\n{text_of(name, language).strip()}\n" for language in LANGUAGES]
    path = FOLDER / f"{name}.txt"
    if os.environ.get("WRITE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(parts), encoding="utf-8")
    assert "\n".join(parts) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_seller_buyer_numbers_and_dates_are_on_every_document(name: str, language: str) -> None:
    document = in_language(name, language)
    text = one_line(name, language)
    seller, buyer = document.seller, document.buyer
    for party in (seller, buyer):
        assert party.name in text
        assert party.street in text
        assert f"{party.postal_code} {party.city}" in text
        bare = text.replace(" ", "").replace(".", "")
        assert party.vat_number in bare
    assert document.number in text
    assert f"20 {'Nov' if language == 'en' else 'nov'}" in text
    if seller.country == "NL":
        assert "KvK 85000001" in text
    if seller.court:
        assert f"{'RPM' if language == 'fr' else 'RPR'} Gent" in text


@pytest.mark.parametrize(
    ("name", "nl", "fr", "en"),
    [
        (
            "be_cocontractor",
            "wordt de afnemer geacht te erkennen dat hij een belastingplichtige is",
            "le client est présumé reconnaître qu'il est un assujetti",
            "Reverse charge.",
        ),
        (
            "nl_reverse_charge_g_account",
            "Btw verlegd (art. 12",
            "Autoliquidation (art. 12",
            "Reverse charge (Dutch VAT act",
        ),
        ("be_eu_services", "Btw verlegd: dienst", "Autoliquidation :", "Reverse charge: service"),
        ("be_eu_goods", "art. 39bis W.Btw", "art. 39bis CTVA", "Exempt intra-Community supply"),
        ("be_eu_goods", "Land van levering Duitsland", "Pays de livraison Allemagne", "Germany"),
        ("be_triangular", "driehoeksverkeer", "opération triangulaire", "triangular transaction"),
        ("be_export", "Vrijgestelde uitvoer", "Exportation exemptée", "Exempt export"),
        ("be_outside_scope", "Niet aan de Belgische btw", "Non soumis à la TVA", "Not subject"),
        ("be_oss", "éénloketsysteem", "guichet unique", "one-stop shop"),
        ("be_oss", "19 % DE", "19 % DE", "19% DE"),
        ("be_oss", "Btw 19 % Duitsland", "TVA 19 % Allemagne", "VAT 19% Germany"),
        ("be_exempt", "art. 44 W.Btw", "art. 44 CTVA", "art. 44"),
        ("be_disbursement", "in naam en voor rekening", "Débours au nom", "on behalf of"),
        (
            "be_small_business",
            "Bijzondere vrijstellingsregeling kleine ondernemingen",
            "Régime particulier de franchise des petites entreprises",
            "small enterprises",
        ),
        ("be_small_business", "eenmanszaak", "eenmanszaak", "eenmanszaak"),
        ("nl_small_business", "art. 25 Wet OB", "art. 25 Wet OB", "art. 25"),
        (
            "be_credit_note",
            "terug te storten aan de Staat",
            "TVA à reverser à l'État",
            "VAT to be repaid to the State",
        ),
        (
            "be_credit_note",
            "bij factuur 2026-0041 van 3 nov 2026",
            "à la facture 2026-0041 du 3 nov. 2026",
            "for invoice 2026-0041 of 3 Nov 2026",
        ),
        ("be_advance", "Voorschotfactuur", "Facture d'acompte", "Advance invoice"),
        (
            "be_final",
            "Voorschotfactuur 2026-0031 van 1 sep 2026",
            "Facture d'acompte 2026-0031 du 1 sept. 2026",
            "Advance invoice 2026-0031 of 1 Sep 2026",
        ),
        (
            "be_deferred",
            "Periode 1 nov 2026 t/m 31 okt 2027",
            "Période du 1 nov. 2026 au 31 oct. 2027",
            "Period 1 Nov 2026 to 31 Oct 2027",
        ),
        ("be_deferred", "Leverdatum 1 nov 2026", "livraison 1 nov. 2026", "supply 1 Nov 2026"),
        (
            "be_discount",
            "Subtotaal € 123,33 Korting 5 % € -6,17 Totaal excl. btw € 117,16",
            "Remise 5 % -6,17 €",
            "Discount 5% -€6.17",
        ),
        ("be_two_rates", "Btw 6 % op € 125,00 € 7,50", "TVA 6 % sur 125,00 €", "VAT 6% on €125.00"),
    ],
)  # fmt: skip
def test_what_the_law_asks_of_this_sort_is_said(name: str, nl: str, fr: str, en: str) -> None:
    for language, piece in zip(LANGUAGES, (nl, fr, en), strict=True):
        assert piece in one_line(name, language)


@pytest.mark.parametrize("name", ["be_cash_discount", "be_credit_note_cash_discount"])
def test_the_printed_base_explains_the_vat_of_a_belgian_cash_discount(name: str) -> None:
    text = one_line(name)
    assert "Totaal excl. btw € 1.000,00 Btw 21 % op € 980,00 € 205,80" in text
    assert "De btw is berekend op het bedrag na 2 % korting voor contante betaling" in text


def test_the_cash_discount_is_offered_with_its_day_and_what_is_then_paid() -> None:
    offer = "Betaalt u uiterlijk op 28 nov 2026, dan mag u {} aftrekken en betaalt u € 1.185,80."
    assert offer.format("€ 20,00") in one_line("be_cash_discount")
    dutch = one_line("nl_cash_discount")
    assert offer.format("€ 24,20") in dutch
    assert "Btw 21 % € 210,00" in dutch
    assert "aftrekken" not in one_line("be_credit_note_cash_discount")


def test_a_g_account_shows_two_amounts_on_two_accounts_and_what_the_law_wants() -> None:
    text = one_line("nl_g_account")
    for piece in (
        "Loonheffingennummer 850000014L01",
        "Contractnummer C-2026/14",
        "Periode 2 nov 2026 – 15 nov 2026",
        "in twee delen",
        "Op onze rekening",
        "Op onze G-rekening (25 %)",
        "Bedrag € 907,50 Rekening NL20 INGB 0001 2345 67",
        "Bedrag € 302,50 Rekening NL02 INGB 0990 0001 23",
    ):
        assert piece in text
    reversed_text = one_line("nl_reverse_charge_g_account")
    assert "Bedrag € 800,00" in reversed_text
    assert "Bedrag € 200,00" in reversed_text
    assert "Daarvan gaat € 302,50 over de G-rekening." in one_line("nl_g_account_credit")


def test_a_cash_discount_beside_a_g_account_says_what_goes_to_which_account() -> None:
    text = one_line("nl_g_account_cash_discount")
    assert "dan mag u € 24,20 aftrekken en betaalt u € 1.185,80" in text
    assert "€ 883,30 op onze rekening en € 302,50 op de G-rekening" in text
    assert (
        "rekening" not in one_line("nl_cash_discount").partition("aftrekken")[2].partition(".")[0]
    )
    small = replace(CASES["nl_g_account_cash_discount"], g_account=None)
    nearly_all = with_g_account(small, "99")
    offer = payment_view(nearly_all, nearly_all.gross, words_in("nl"))["offer"]
    assert "€ 0,00 op onze rekening en € 1.185,80 op de G-rekening" in offer.replace("\u00a0", " ")


def test_a_total_of_zero_is_not_said_to_be_paid() -> None:
    assert "Er is niets te betalen." in one_line("be_free")
    assert "al betaald" not in one_line("be_free")
    assert "voorschot" not in one_line("be_free").lower()
    covered = one_line("be_covered_by_advance")
    assert "Er is niets te betalen: uw voorschot dekt het hele bedrag." in covered
    assert "already" not in one_line("be_covered_by_advance", "en")


def test_an_advance_is_named_once() -> None:
    assert one_line("be_covered_by_advance").count("2026-0031") == 1
    assert one_line("be_final").count("2026-0031") == 1


def test_a_direct_debit_says_when_and_by_what_right_and_asks_for_nothing() -> None:
    text = one_line("be_direct_debit")
    for piece in (
        "Wij innen € 1.210,00 op 20 dec 2026 van uw rekening.",
        "Wordt geïnd € 1.210,00",
        "Machtiging M-2026-17",
        "Getekend op 5 jan 2026",
        "Incassant-ID BE96ZZZ0777000187",
    ):
        assert piece in text
    assert "Te betalen" not in text
    assert "Scan" not in text
