"""Generated documents: every e-invoice passes every rule, and all say the same amounts.

FUZZ_DOCUMENTS says how many (`make fuzz-documents`: 2,000); FUZZ_SEED repeats a run.
"""

import io
import os
import re
from decimal import Decimal
from random import Random

import pytest
from lxml import etree
from pypdf import PdfReader

from connectors.exact.mapping import Rules, map_document
from invoicing.documents import DocumentKind, IssuedDocument, PaymentMethod
from invoicing.formats import format_amount
from invoicing.models import Document
from invoicing.queries.issued_documents import issued_document
from invoicing.services.einvoice import document_ubl
from invoicing.services.files import document_pdf
from invoicing.ubl.profiles import Profile, profile_for
from invoicing.ubl.reader import read_ubl
from invoicing.ubl.writer import write_ubl
from invoicing.ubl.xml import NAMESPACES
from invoicing.vat_treatments import TREATMENTS
from tests.generated.documents import generated
from tests.generated.world import SELLERS, make_shop
from tests.invoicing.ubl.rules import broken
from tests.shared_data import shared_file

D = Decimal
DOCUMENTS = int(os.environ.get("FUZZ_DOCUMENTS", "60"))
SEED = int(os.environ.get("FUZZ_SEED", "20261120"))
# So few that a failing run names its document soon, so many that the sellers are made seldom.
CHUNK = 20
NO_RULES = Rules(journals={}, revenue={}, default_revenue="8000", vat_codes={}, extra_targets={})
# Advice of NLCIUS that cannot be followed: who has no VAT number is known by another.
ALLOWED_WARNINGS = {"BR-NL-25"}
# What Peppol misses where there is nobody to deliver to: no electronic address, or no street.
WITHOUT_ADDRESS = {"PEPPOL-EN16931-R010", "NL-R-004"}

# What the documents of this run were: kinds, treatments, languages, specifications.
SEEN: list[set[str]] = []


@pytest.mark.django_db
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chunk", range((DOCUMENTS + CHUNK - 1) // CHUNK))
def test_generated_documents_pass_all_rules_and_agree_to_the_cent(chunk, settings):
    settings.UBL_RULES_DIR = str(shared_file("einvoice"))
    shops = [make_shop(key) for key in SELLERS]
    for number in range(chunk * CHUNK, min((chunk + 1) * CHUNK, DOCUMENTS)):
        chance = Random(f"{SEED}/{number}")
        shop = chance.choices(shops, (4, 4, 1, 1))[0]
        check(generated(shop, chance), f"document {SEED}/{number}")


@pytest.mark.skipif(DOCUMENTS < 1000, reason="so few documents need not show everything")
def test_the_documents_showed_everything_there_is():
    assert len(SEEN) == DOCUMENTS
    wanted = {*TREATMENTS, *Profile, *DocumentKind, "nl", "fr", "en", "BE", "NL", "DE", "FR", "US"}
    wanted |= {"including", "discount", "cash discount", "g-account", "direct debit"}
    wanted |= {"advance", "final invoice", "line discount", "four decimals", "extra fields"}
    assert wanted - set().union(*SEEN) == set()


def traits(value: IssuedDocument) -> set[str]:
    """What is particular about a document."""
    flags = {
        "including": value.prices_include_vat,
        "discount": bool(value.discount_amount),
        "cash discount": any(row.base is not None for row in value.vat_totals),
        "g-account": value.g_account is not None,
        "direct debit": value.payment_method == PaymentMethod.DIRECT_DEBIT,
        "advance": value.is_advance,
        "final invoice": bool(value.advances),
        "line discount": any(row.discount_percent for row in value.lines),
        "four decimals": any(row.unit_price % D("0.01") for row in value.lines),
        "extra fields": bool(value.extra) and any(row.extra for row in value.lines),
    }
    return (
        {row.treatment for row in value.lines}
        | {value.kind, value.language, value.buyer.country, profile_for(value)}
        | {name for name, is_so in flags.items() if is_so}
    )


def check(document: Document, name: str) -> None:
    document = Document.objects.get(pk=document.pk)
    value = issued_document(document)
    SEEN.append(traits(value))
    assert database_totals(document) == (value.net, value.vat, value.gross), name
    content = bytes(document_ubl(document=document).content)
    assert rules_broken(content, value) == [], name
    assert ubl_totals(content) == (value.net, value.vat, value.gross), name
    assert reader_totals(content) == (value.net, value.vat, value.gross), name
    assert mapping_totals(value) == (value.net, value.vat), name
    assert not_printed(document, value) == set(), name


def database_totals(document: Document) -> tuple[Decimal, Decimal, Decimal]:
    """The document's own, once its lines and its VAT rows are seen to make the same."""
    lines, groups = list(document.lines.all()), list(document.vat_totals.all())
    for rows in (lines, groups):
        assert sum((row.net for row in rows), D(0)) == document.net
        assert sum((row.vat for row in rows), D(0)) == document.vat
    return document.net, document.vat, document.gross


def rules_broken(content: bytes, value: IssuedDocument) -> list[tuple[str, str]]:
    """What its own rules say; of the bare norm, Peppol may only miss the buyer's addresses."""
    profile = profile_for(value)
    found = [row for row in broken(content, profile) if row[0] not in ALLOWED_WARNINGS]
    if profile is Profile.CORE:
        peppol = broken(write_ubl(value, Profile.PEPPOL), Profile.PEPPOL)
        found += [row for row in peppol if row[0] not in WITHOUT_ADDRESS]
    return found


def ubl_totals(content: bytes) -> tuple[Decimal, Decimal, Decimal]:
    """As the file states them: net, VAT, gross."""
    root = etree.fromstring(content)
    paths = (
        "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
        "cac:TaxTotal/cbc:TaxAmount",
        "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
    )
    net, vat, gross = (D(root.findtext(path, namespaces=NAMESPACES)) for path in paths)
    return net, vat, gross


def reader_totals(content: bytes) -> tuple[Decimal, Decimal, Decimal]:
    """As our own reader proves them."""
    read = read_ubl(content)
    return read.net, read.vat, read.gross


def mapping_totals(value: IssuedDocument) -> tuple[Decimal, Decimal]:
    """What would be booked, with the sign of an invoice."""
    entry = map_document(value, NO_RULES, relation_id="r", number=1).payload()
    rows = entry["SalesEntryLines"]
    net = sum((D(row["AmountFC"]) for row in rows), D(0))
    vat = sum((D(row["VATAmountFC"]) for row in rows), D(0))
    return net * value.sign, vat * value.sign


def not_printed(document: Document, value: IssuedDocument) -> set[str]:
    """Totals that the PDF lacks, as people in that language write them; VAT stands per rate."""
    reader = PdfReader(io.BytesIO(bytes(document_pdf(document=document).content)))
    text = plain(" ".join(page.extract_text() for page in reader.pages))
    wanted = {value.net, value.gross, *(group.vat for group in value.vat_totals)}
    return {
        written
        for amount in wanted
        if (written := plain(format_amount(amount, value.language))) not in text
    }


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
