"""The printed document, read back from its bytes."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree
from pypdf import PdfReader

from invoicing.documents import DocumentKind
from invoicing.pdf import render_page, render_pdf
from invoicing.pdf.qr import payment_codes
from invoicing.pdf.texts import WORDS
from tests.invoicing.issued_documents import BUYER, SELLER, extra, given_line, issued

D = Decimal


def opened(document, **options):
    return PdfReader(io.BytesIO(render_pdf(document, **options)))


def text_of(document, **options):
    pages = [page.extract_text() for page in opened(document, **options).pages]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_an_invoice_is_a_pdf_a_of_one_page_dated_as_issued():
    pdf = render_pdf(issued())
    reader = PdfReader(io.BytesIO(pdf))
    assert pdf.startswith(b"%PDF-1.7")
    assert len(reader.pages) == 1
    assert b"pdfaid:part>3<" in reader.xmp_metadata.stream.get_data().replace(b" ", b"")
    assert reader.metadata.title == "Factuur 2026-0041"


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(issued()) == render_pdf(issued())


def test_a_dutch_invoice_says_all_that_it_must():
    text = text_of(issued(given_line("Oven", "2", "1250"), customer_reference="PO 77"))
    for piece in (
        "Factuur",
        "2026-0041",
        "Oventechniek Demo BV",
        "Ovenbouwersstraat 12",
        "Btw BE 0777.000.187",
        "Bakkerij Maes BV",
        "Btw BE 0123.456.749",
        "Factuurdatum 20 nov 2026",
        "Vervaldatum 20 dec 2026",
        "Uw referentie PO 77",
        "Oven 2 uur 1.250,00 21 % 2.500,00",
        "Totaal excl. btw € 2.500,00",
        "Btw 21 % € 525,00",
        "Te betalen € 3.025,00",
        "BE80 7770 0000 0177",
        "+++090/9337/55493+++",
        "Pagina 1 van 1",
    ):
        assert piece in text
    assert "Leverdatum" not in text
    assert "Korting" not in text


def test_a_french_invoice_writes_amounts_and_dates_in_french():
    text = text_of(issued(given_line(price="1250.5"), language="fr"))
    assert "Total HTVA 1 250,50 €" in text
    assert "À payer 1 513,11 €" in text
    assert "Échéance 20 déc. 2026" in text
    assert "Communication +++090/9337/55493+++" in text
    assert "Facturé à Bakkerij Maes BV" in text
    assert "au plus tard le 20 déc. 2026" in text


def test_an_english_invoice_writes_amounts_in_english():
    text = text_of(issued(given_line(price="1250.5"), language="en"))
    assert "Amount due €1,513.11" in text
    assert "20 Dec 2026" in text


def test_a_language_that_is_not_ours_reads_in_english():
    assert "Invoice" in text_of(issued(language="de"))


def test_every_language_has_every_word():
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["nl"])}


def test_vat_is_listed_per_rate_with_its_base():
    text = text_of(issued(given_line(price="100"), given_line(price="50", vat_rate="6")))
    assert "Btw 21 % op € 100,00 € 21,00" in text
    assert "Btw 6 % op € 50,00 € 3,00" in text


def test_a_discount_has_a_column_only_when_there_is_one():
    text = text_of(issued(given_line(price="1200", discount_percent="12.5")))
    assert "Korting" in text
    assert "1 uur 1.200,00 12,5 % 21 % 1.050,00" in text


def test_prices_including_vat_are_called_so_and_lead():
    text = text_of(issued(given_line(price="100"), prices_include_vat=True))
    assert "Prijs incl. btw" in text
    assert "Bedrag incl. btw" in text
    assert "Totaal excl. btw € 82,64 Btw 21 % € 17,36 Te betalen € 100,00" in text


def test_a_reverse_charged_invoice_carries_the_legal_mention():
    line = given_line(vat_rate="0", treatment="be_cocontractor")
    text = text_of(issued(line))
    assert "verlegd" in text
    assert "Medecontractant (btw verlegd) € 0,00" in text
    assert "Verlegging van heffing. Bij gebrek aan schriftelijke betwisting" in text


def test_mentions_frozen_at_issue_are_printed_as_they_were():
    line = given_line(vat_rate="0", treatment="be_cocontractor")
    text = text_of(issued(line, mentions=("Zo stond het op de dag zelf.",)))
    assert "Zo stond het op de dag zelf." in text
    assert "Verlegging van heffing" not in text


def test_a_credit_note_names_its_original_and_asks_for_nothing():
    document = issued(
        kind=DocumentKind.CREDIT_NOTE,
        number="CN-3",
        original_number="2026-0041",
        original_date=date(2026, 11, 3),
    )
    text = text_of(document)
    assert "Creditnota bij factuur 2026-0041 van 3 nov 2026" in text
    assert "Totaal creditnota € 121,00" in text
    assert "terug te storten aan de Staat" in text
    assert "Te betalen" not in text
    assert "Vervaldatum" not in text
    assert payment_codes(document, document.gross) == []


def test_what_was_prepaid_is_taken_off():
    text = text_of(issued(prepaid=D("21.00")))
    assert "Totaal incl. btw € 121,00 Al betaald € -21,00 Te betalen € 100,00" in text


def test_a_paid_invoice_asks_for_nothing():
    text = text_of(issued(), open_amount=D("0.00"))
    assert "Deze factuur is al betaald." in text
    assert "+++" not in text


def test_extra_fields_are_printed_when_they_may_be_seen():
    document = issued(
        extra=(
            extra("Projectcode", "OV-17"),
            extra("Leverweek", "2026-11-16", "date"),
            extra("Intern", "geheim", on_pdf=False),
            extra("Leeg", ""),
            extra("Vreemd", "morgen", "date"),
        ),
        line_extra=(extra("Kostenplaats", "10"),),
    )
    text = text_of(document)
    assert "Projectcode OV-17" in text
    assert "Leverweek 16 nov 2026" in text
    assert "Vreemd morgen" in text
    assert "Kostenplaats: 10" in text
    assert "geheim" not in text
    assert "Leeg" not in text


def test_a_different_supply_date_and_a_note_are_printed():
    text = text_of(issued(tax_point=date(2026, 11, 2), note="Eerste regel\nTweede regel"))
    assert "Leverdatum 2 nov 2026" in text
    assert "Eerste regel Tweede regel" in text


def test_countries_are_named_on_an_address_abroad_only():
    assert "België" not in text_of(issued())
    abroad = text_of(issued(buyer=replace(BUYER, country="DE"), language="fr"))
    assert "Allemagne" in abroad
    assert "Belgique" in abroad


def test_a_dutch_seller_shows_its_chamber_of_commerce_number():
    seller = replace(
        SELLER, country="NL", vat_number="NL850000014B01", enterprise_number="85000001"
    )
    assert "Btw NL850000014B01 · KvK 85000001" in text_of(issued(seller=seller))


def test_forty_lines_flow_on_with_headings_and_page_numbers():
    lines = [given_line(f"Regel {number} met een omschrijving") for number in range(1, 61)]
    reader = opened(issued(*lines))
    assert len(reader.pages) >= 2
    second = reader.pages[1].extract_text().replace("\xa0", " ")
    assert "Omschrijving" in second
    assert "Factuur 2026-0041" in second
    assert f"Pagina 2 van {len(reader.pages)}" in second


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 10_000,
        "woord " * 2_000,
        "emoji 😀 👩‍👩‍👧 en 日本語",
        "עברית العربية \u202eomgekeerd",
        "=cmd|' /C calc'!A0",
        '#set page(fill: red) #panic() $x$ *b* _i_ @ref <label> \\ "q" [x] {y} // c',
        "\x00\x07\ud800\uffff\u2028",
        "{number} {0} %s",
        "",
        "\n\n\n",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_any_text_anywhere_is_printed_as_text(hostile):
    document = issued(
        given_line(hostile),
        seller=replace(SELLER, name=hostile[:200]),
        buyer=replace(BUYER, name=hostile[:200], city=hostile[:200]),
        customer_reference=hostile[:200],
        note=hostile,
        original_number=hostile[:20],
        payment_reference=hostile[:40],
        extra=(extra(hostile[:40], hostile[:200]),),
    )
    reader = opened(document)
    assert "Te betalen" in " ".join(page.extract_text() for page in reader.pages)


def test_markup_in_a_text_stays_text():
    assert "#panic() *b* $x$ [y]" in text_of(issued(given_line("#panic() *b* $x$ [y]")))


def test_a_character_without_a_glyph_becomes_a_box():
    assert "Brood □ vers" in text_of(issued(given_line("Brood 🍞 vers")))


def test_a_long_word_stays_inside_its_column():
    def boxes(page):
        found = []
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text, tm[4])))
        return found

    (page,) = opened(issued(given_line("x" * 90))).pages
    assert sum(1 for text, _x in boxes(page) if "xxxx" in text) >= 2


def test_the_first_page_is_shown_as_a_picture_that_runs_nothing():
    page = render_page(issued(*[given_line("Brood 🍞 <script>alert(1)</script>")] * 60))
    root = etree.fromstring(page)
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert root.get("viewBox").startswith("0 0 595")
    assert "script" not in names
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)


def test_a_draft_without_number_or_lines_has_a_page_too():
    draft = replace(issued(), number="", lines=(), vat_totals=(), payment_reference="")
    assert render_page(draft).startswith(b"<svg")
    assert render_pdf(draft).startswith(b"%PDF")


def test_documents_can_be_made_by_several_threads_at_once():
    documents = [issued(number=f"2026-{number:04d}") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(render_pdf, documents))
    assert made == [render_pdf(document) for document in documents]
